import ArgumentParser
import ControlMessages

struct Version: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the version.", discussion: "Example: carillon version --verbose")

  @Flag(help: "Name the libraries too.")
  var verbose = false

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func run() throws {
    let versions = Versions()
    if json { return writeOutput(try jsonText(versions)) }
    writeOutput("carillon \(versions.version)\n")
    if verbose { writeOutput("Swift \(versions.swift)\nSQLite \(versions.sqlite)\nlibcurl \(versions.libcurl)\n") }
  }
}

/// What this program is made of.
private struct Versions: Encodable {
  var version = CarillonVersion.current
  var swift = compilerVersion
  var sqlite = CommandParts.sqliteVersion
  var libcurl = CommandParts.curlVersion
}

/// A compiler does not tell its version otherwise.
#if compiler(>=6.4)
  private let compilerVersion = "6.4 or later"
#elseif compiler(>=6.3)
  private let compilerVersion = "6.3"
#else
  private let compilerVersion = "6.2"
#endif
