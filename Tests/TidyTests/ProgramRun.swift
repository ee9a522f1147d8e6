import Foundation

/// A program that is run to its end, in the package's folder.
enum ProgramRun {
  /// Its status. What it prints, and its errors, go into the file `output`, if there is one.
  static func status(
    of file: URL, _ arguments: [String], environment: [String: String] = [:], output: URL? = nil
  ) async throws -> Int32 {
    let program = Process()
    program.executableURL = file
    program.arguments = arguments
    program.currentDirectoryURL = Tree.packageRoot
    program.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"].merging(environment) { $1 }
    if let output {
      try Data().write(to: output)
      let handle = try FileHandle(forWritingTo: output)
      program.standardOutput = handle
      program.standardError = handle
    }
    return try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Int32, any Error>) in
      program.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
      do { try program.run() } catch { ended.resume(throwing: error) }
    }
  }

  /// A program that does as the lines of a shell script say.
  static func write(_ script: String, to file: URL) throws {
    try Data("#!/bin/sh\n\(script)".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }
}
