import Foundation
import TestSupport
import Testing

/// A cron library in Python.
enum Peer: String, CaseIterable {
  case croniter
  case cronsim
}

/// What is asked of the peers.
struct PeerQuestion: Codable, Sendable {
  let pattern: String
  /// Seconds since 1970-01-01T00:00:00Z; fires are strictly later.
  let from: Int64
  let count: Int
}

/// What a peer says: fires in seconds, or why it refuses the pattern.
enum PeerAnswer: Decodable, Equatable, Sendable {
  case fires([Int64])
  case refused(String)

  private struct Refusal: Decodable {
    let error: String
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let fires = try? container.decode([Int64].self) {
      self = .fires(fires)
    } else {
      self = .refused(try container.decode(Refusal.self).error)
    }
  }
}

/// Runs `Tests/Fixtures/cron/peers.py` in the package's `.venv`.
enum Peers {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// One answer of each peer for each question, in their order.
  static func ask(_ questions: [PeerQuestion]) async throws -> [[Peer: PeerAnswer]] {
    try await onAThreadOfItsOwn { try answers(to: questions) }
  }

  private static func answers(to questions: [PeerQuestion]) throws -> [[Peer: PeerAnswer]] {
    let encoder = JSONEncoder()
    let input = try questions.map { try encoder.encode($0) + Data("\n".utf8) }.reduce(Data(), +)
    let output = try run(input: input)
    let decoder = JSONDecoder()
    let answers = try output.split(separator: UInt8(ascii: "\n")).map { line in
      let byName = try decoder.decode([String: PeerAnswer].self, from: Data(line))
      return Dictionary(uniqueKeysWithValues: byName.compactMap { name, answer in Peer(rawValue: name).map { ($0, answer) } })
    }
    guard answers.count == questions.count else {
      throw Failure(description: "peers.py gave \(answers.count) answers to \(questions.count) questions")
    }
    return answers
  }

  private static func run(input: Data) throws -> Data {
    let python = root.appending(path: ".venv/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path) else {
      throw Failure(description: "\(python.path) is missing: run `make test`, which installs croniter and cronsim there")
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "carillon-peers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files and not pipes: a pipe that nobody empties would stop the process.
    let files = try ["input", "output", "errors"].map { name in
      let file = folder.appending(path: name)
      try (name == "input" ? input : Data()).write(to: file)
      return file
    }
    let process = Process()
    process.executableURL = python
    process.arguments = [root.appending(path: "Tests/Fixtures/cron/peers.py").path]
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let errors = String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
      throw Failure(description: "peers.py failed; if a module is missing, run `make test`, which installs it: \(errors)")
    }
    return try Data(contentsOf: files[1])
  }
}
