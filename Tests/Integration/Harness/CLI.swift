import Foundation
import TestSupport

/// What a command of `carillon` printed, and how it ended.
struct CommandResult: Sendable, CustomStringConvertible {
  let arguments: [String]
  let status: Int32
  let output: String
  let errors: String

  var description: String { "carillon \(arguments.joined(separator: " ")): status \(status)\n\(output)\(errors)" }

  /// The JSON that it printed.
  func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(type, from: Data(output.utf8))
    } catch {
      throw UnexpectedAnswer(description: "\(self)is not a \(type): \(error)")
    }
  }
}

/// Runs commands of the real program to their end.
enum CLI {
  static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> CommandResult {
    let run = try ProgramRun(BuiltProgram.carillon, arguments, environment: environment)
    let status = await run.status
    return CommandResult(arguments: arguments, status: status, output: run.output, errors: run.errors)
  }
}

/// An answer that a test cannot go on with.
struct UnexpectedAnswer: Error, CustomStringConvertible {
  let description: String
}
