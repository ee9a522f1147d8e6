import CivilTime
import GRDB
import Glibc
import Scheduling
import Seams

/// A store as text that another machine, and another Carillon, can read.
///
/// It is made from a copy of one moment in a folder of its own, which goes with the call: no daemon is asked or disturbed, the store's
/// own file is not written to, and beside one that is closed nothing is left.
package struct StoreExport {
  /// The store's file. It exists.
  let path: String
  /// For the header.
  let now: Instant

  package init(path: String, now: Instant) { (self.path, self.now) = (path, now) }

  /// Writes to a file, for its owner alone, that appears whole or not at all.
  package func write(to target: String) throws(StoreError) -> ExchangeSummary {
    let file = BackupFile(path: target, holding: "the text of the store")
    try file.prepare()
    do throws(StoreError) {
      let descriptor = open(file.temporaryPath, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw file.failure(errno) }
      defer { close(descriptor) }
      let summary = try write { bytes throws(StoreError) in
        guard Self.write(bytes, to: descriptor) else { throw file.failure(errno) }
      }
      try file.finish()
      return summary
    } catch {
      file.discard()
      throw error
    }
  }

  /// - Parameter sink: takes the text, some lines at a time.
  package func write(_ sink: @escaping ([UInt8]) throws(StoreError) -> Void) throws(StoreError) -> ExchangeSummary {
    let folder = try PrivateFolder(forACopyOf: path)
    defer { withExtendedLifetime(folder) {} }
    let copy = "\(folder.path)/carillon.db"
    try takeCopy(copy)
    // Makes it current, and files its rows: the same store has the same text.
    let store = try SQLiteStore(path: copy)
    defer { try? store.pool.close() }
    do {
      return try store.pool.read { database in
        var writer = ExchangeWriter(database, sink)
        return try writer.write(at: now)
      }
    } catch {
      throw StoreError(error, while: .exporting, path: path)
    }
  }

  /// A closed store is read without locks. Where a daemon opens it meanwhile and writes to the file, that copy is worth nothing, and
  /// another is made as of a store in use.
  private func takeCopy(_ copy: String) throws(StoreError) {
    let before = lastWrite
    let name = StoreInspection.nameForReading(path)
    do throws(StoreError) {
      try takeCopy(copy, of: name)
      if name == path || lastWrite == before { return }
    } catch {
      if name == path || lastWrite == before { throw error }
    }
    unlink(copy)
    try takeCopy(copy, of: path)
  }

  private var lastWrite: [Int] { StoreInspection.lastWrite(to: path) }

  private func takeCopy(_ copy: String, of name: String) throws(StoreError) {
    do {
      let queue = try DatabaseQueue(path: name, configuration: StoreInspection.configurationForReading(name, of: path))
      try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
      try queue.close()
    } catch {
      throw StoreError(error, while: .exporting, path: path)
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 { rest = rest.dropFirst(written) } else if errno != EINTR { return false }
    }
    return true
  }
}

/// Writes one store, inside a transaction.
private struct ExchangeWriter {
  private let database: Database
  private let sink: ([UInt8]) throws(StoreError) -> Void
  private var json = JSONWriter()
  private var waiting: [UInt8] = []
  private var sum = SHA256.Stream()

  private static let pieceBytes = 256 * 1024

  init(_ database: Database, _ sink: @escaping ([UInt8]) throws(StoreError) -> Void) {
    (self.database, self.sink) = (database, sink)
  }

  mutating func write(at now: Instant) throws -> ExchangeSummary {
    let installation = try InstallationTable.instance(database).description
    try line([
      (ExchangeText.headerKey, ["format": .integer(Int64(ExchangeText.format)), "schema": .integer(Int64(Schema.version))]),
      ("installation", .string(installation)), ("at", .string(now.iso8601)),
    ])
    var counts: [String: Int] = [:]
    for table in ExchangedTable.all { counts[table.name] = try write(table) }
    let digest = sum.hexadecimalDigest
    let rows = JSONValue.object(counts.mapValues { .integer(Int64($0)) })
    try line([("end", .object(["rows": rows, "sha256": .string(digest)]))])
    try sink(waiting)
    return ExchangeSummary(schema: Schema.version, installation: installation, rows: counts)
  }

  private mutating func write(_ table: ExchangedTable) throws -> Int {
    let columns = try table.columns(database).map(\.name)
    var count = 0
    try PreparedStatement(
      database, "SELECT \(columns.joined(separator: ", ")) FROM \(table.name) WHERE \(table.condition) ORDER BY \(table.key)"
    ).forEachRow(of: table.name) { reader in
      var values: [(String, JSONValue)] = []
      for column in columns { if let value = try reader.nextPlainIfAny() { values.append((column, value)) } }
      try row(table.name, values)
      count += 1
    }
    return count
  }

  private mutating func row(_ table: String, _ values: [(String, JSONValue)]) throws {
    json.clear()
    json.object { writer in
      writer.key("table")
      writer.string(table)
      writer.key("row")
      writer.object { writer in
        for (name, value) in values {
          writer.key(name)
          writer.value(value)
        }
      }
    }
    try finishLine()
  }

  private mutating func line(_ members: [(String, JSONValue)]) throws {
    json.clear()
    json.object { writer in
      for (name, value) in members {
        writer.key(name)
        writer.value(value)
      }
    }
    try finishLine()
  }

  private mutating func finishLine() throws {
    let bytes = json.withText { Array($0) } + [UInt8(ascii: "\n")]
    bytes.withUnsafeBufferPointer { sum.add($0) }
    waiting += bytes
    guard waiting.count >= Self.pieceBytes else { return }
    try sink(waiting)
    waiting.removeAll(keepingCapacity: true)
  }
}
