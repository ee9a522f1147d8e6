import ArgumentParser
import ControlMessages
import Foundation
import Glibc

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a first configuration and a first schedule.",
    discussion: """
      On a terminal it asks three questions; with --yes, or with what the options say, none. Nothing is ever overwritten, and what it \
      writes passes 'carillon check'.
      Example: carillon init
      Example: carillon init --server https://zenml.example.com --api-key-file api-key --directory /etc/carillon --yes
      """)

  @Option(help: ArgumentHelp("The ZenML server whose schedules are fired; without one, files alone.", valueName: "url"))
  var server: String?

  @Option(help: ArgumentHelp("The file that holds the key of a service account of that server.", valueName: "file"), completion: .file())
  var apiKeyFile: String?

  @Option(help: ArgumentHelp("Where the files go; made when it is not there.", valueName: "folder"), completion: .directory)
  var directory: String?

  @Flag(name: [.long, .customShort("y")], help: "Ask nothing; what no option says is left out, and the folder is this one.")
  var yes = false

  func run() throws {
    let questions = Questions(isPossible: !yes && Confirmation.isPossible)
    guard questions.isPossible || yes || server != nil || directory != nil else {
      throw ControlProblem(
        .badRequest, "nobody can be asked: this is no terminal; add --yes, or say what is wanted with --server and --directory")
    }
    let server = try self.server ?? questions.ask("The address of your ZenML server (empty: none, schedules come from files)", default: "")
    let key = try server.isEmpty ? nil : (apiKeyFile ?? questions.ask("The file with the key of a service account", default: "api-key"))
    let answer = try directory ?? questions.ask("The folder to write to", default: ".")
    // A shell has not seen what was answered, nor what follows `--directory=`.
    let home = ProcessInfo.processInfo.environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
    let (file, folder) = (key?.expandingHome(home), answer.expandingHome(home))
    let paths = try files(server: server, key: file, folder: folder).write(into: folder)
    writeOutput(NextSteps(paths: paths, hasServer: !server.isEmpty).text)
  }

  private func files(server: String, key: String?, folder: String) throws -> FirstFiles {
    if server.isEmpty, apiKeyFile != nil {
      throw ControlProblem(.badRequest, "--api-key-file goes with --server: which server is the key for?")
    }
    let zone = MachineZone.name ?? "UTC"
    guard !server.isEmpty else { return FirstFiles(timeZone: zone) }
    return FirstFiles(server: server, apiKeyFile: try key.flatMap { try keyPath($0, in: folder) }, timeZone: zone)
  }

  private static let variables = ["CARILLON_SERVER_API_KEY", "CARILLON_SERVER_TOKEN"]

  /// Nil when the environment holds the key instead.
  private func keyPath(_ file: String, in folder: String) throws -> String? {
    let path = URL(fileURLWithPath: file).path
    if access(path, R_OK) != 0 {
      let environment = ProcessInfo.processInfo.environment
      if apiKeyFile == nil, Self.variables.contains(where: { environment[$0]?.isEmpty == false }) { return nil }
      throw ControlProblem(
        .badRequest,
        "\(file): \(String(cString: strerror(errno))); write the key of a service account into it first (chmod 600), and name it with --api-key-file"
      )
    }
    return URL(fileURLWithPath: folder).path == URL(fileURLWithPath: path).deletingLastPathComponent().path
      ? URL(fileURLWithPath: path).lastPathComponent : path
  }
}

/// Questions to the person at the terminal; with nobody there, the default is the answer.
private struct Questions {
  let isPossible: Bool

  func ask(_ question: String, default answer: String) throws -> String {
    guard isPossible else { return answer }
    writeError("\(question)\(answer.isEmpty ? "" : " [\(answer)]"): ")
    guard let line = readLine() else {
      writeError("\n")
      throw ControlProblem(.badRequest, "the questions were not answered; nothing was written")
    }
    let text = line.trimmingCharacters(in: .whitespaces)
    return text.isEmpty ? answer : text
  }
}

/// What was written, and what to type next.
struct NextSteps {
  /// Of the configuration, and of the schedule.
  let paths: [String]
  let hasServer: Bool

  var text: String {
    let config = "--config \(paths[0].shellQuoted)"
    let steps =
      [
        ("carillon doctor \(config)", hasServer ? "can it log in, and is this machine ready?" : "is this machine ready?"),
        ("carillon serve \(config)", "start it; then, in another terminal:"),
        ("carillon list \(config)", "what is due when"),
        ("carillon trigger \(FirstFiles.name) --wait \(config)", "run the first schedule now"),
      ] as [(String, String)]
    let width = steps.map(\.0.count).max() ?? 0
    let lines = steps.map { "  \($0)\(String(repeating: " ", count: width - $0.count))   # \($1)\n" }
    return paths.map { "wrote \($0)\n" }.joined() + "\nNext:\n" + lines.joined()
  }
}
