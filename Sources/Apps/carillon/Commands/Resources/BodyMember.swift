import ArgumentParser
import ControlMessages
import Foundation
import Scheduling

/// One member of what is sent, perhaps of an object in it.
struct BodyMember: Sendable, Equatable {
  let path: [String]
  let value: JSONValue

  init(_ assignment: Assignment) {
    path = assignment.path
    value = .string(assignment.value)
  }

  /// - Throws: when the value is not JSON.
  init(json assignment: Assignment) throws {
    path = assignment.path
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(assignment.value.utf8)) else {
      throw ValidationError("the value is not JSON; a text is written with --set, or in quotes: '\(path.joined(separator: "."))=\"text\"'")
    }
    self.value = value
  }

  /// - Throws: when something else than an object stands on the way.
  func add(to members: inout [String: JSONValue]) throws(ControlProblem) {
    members = try Self.setting(path[...], to: value, in: members)
  }

  private static func setting(
    _ path: ArraySlice<String>, to value: JSONValue, in members: [String: JSONValue]
  ) throws(ControlProblem) -> [String: JSONValue] {
    guard let key = path.first else { return members }
    var members = members
    if path.count == 1 {
      members[key] = value
      return members
    }
    switch members[key] {
    case nil, .null: members[key] = .object(try setting(path.dropFirst(), to: value, in: [:]))
    case .object(let inner): members[key] = .object(try setting(path.dropFirst(), to: value, in: inner))
    default:
      throw ControlProblem(
        .badRequest, "'\(key)' is given as a value and as an object with '\(path.dropFirst().joined(separator: "."))' in it")
    }
    return members
  }
}

/// A JSON object in a file, or on standard input.
struct BodyFile {
  let path: String

  /// No record is as large; what was named by mistake is not read into memory.
  private static let sizeLimit = 4 * 1024 * 1024

  func members() throws(ControlProblem) -> [String: JSONValue] {
    let name = path == "-" ? "standard input" : path
    let bytes = try read(name)
    guard bytes.count <= Self.sizeLimit else { throw ControlProblem(.badRequest, "\(name): is larger than \(Self.sizeLimit >> 20) MiB") }
    guard case .object(let members) = try? JSONDecoder().decode(JSONValue.self, from: bytes) else {
      throw ControlProblem(.badRequest, "\(name): is not one JSON object")
    }
    return members
  }

  private func read(_ name: String) throws(ControlProblem) -> Data {
    do {
      let handle = path == "-" ? .standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      return try handle.read(upToCount: Self.sizeLimit + 1) ?? Data()
    } catch {
      throw ControlProblem(.badRequest, "\(name): cannot be read; is there such a file, and may you read it?")
    }
  }
}
