import CivilTime
import ControlMessages
import Glibc
import SQLiteStorage
import Seams

/// A store's file, for what is done with it as a whole.
struct StoreFile {
  private let path: String

  init(_ path: String) { self.path = path }

  static func path(in stateDirectory: String) -> String { "\(stateDirectory)/carillon.db" }

  /// A store would be made where none is.
  func expect() throws {
    guard access(path, R_OK) == 0 else { throw ControlProblem(.badRequest, "\(path): \(String(cString: strerror(errno)))") }
  }

  // MARK: Out as text

  func write(to target: String) throws -> ExchangeMessage {
    try expect()
    return ExchangeMessage(path: target, try export.write(to: target))
  }

  /// - Parameter output: answers false when nobody reads any more.
  func write(_ output: @escaping ([UInt8]) -> Bool) throws {
    try expect()
    _ = try export.write { bytes throws(StoreError) in
      guard output(bytes) else { throw StoreError(.other, "the text of the store cannot be written: \(String(cString: strerror(errno)))") }
    }
  }

  private var export: StoreExport { StoreExport(path: path, now: Moments.fromMachineClock().now) }

  // MARK: Another schema

  static func schema(ofRelease version: String) throws -> Int {
    do { return try SchemaReleases.schema(of: version) } catch { throw ControlProblem(.badRequest, error.description) }
  }

  func migrate(to schema: Int?, isOnlyAsked: Bool, stateDirectory: String) throws -> MigrationMessage {
    try expect()
    if isOnlyAsked { return MigrationMessage(try StoreMigration.plan(path: path, to: schema)) }
    let lock = try DaemonError.wrap { try StateDirectoryLock(directory: stateDirectory) }
    return try withExtendedLifetime(lock) {
      MigrationMessage(try StoreMigration.run(path: path, to: schema, now: Moments.fromMachineClock().now))
    }
  }
}

extension LocalStore {
  /// Makes the store of a state directory, which is made when only its last part is missing.
  static func importing(_ descriptor: CInt, named name: String, stateDirectory: String) async throws -> ImportMessage {
    let lock = try DaemonError.wrap { try StateDirectoryLock(directory: stateDirectory) }
    let path = StoreFile.path(in: stateDirectory)
    let summary = try StoreImport(path: path).read(descriptor, named: name)
    let verified = try await LocalStore(file: path).verify()
    return withExtendedLifetime(lock) { ImportMessage(ExchangeMessage(path: path, summary), verified: verified) }
  }
}

extension ExchangeMessage {
  fileprivate init(path: String, _ summary: ExchangeSummary) {
    self.init(path: path, schema: summary.schema, installation: summary.installation, rows: summary.rows)
  }
}

extension MigrationMessage {
  fileprivate init(_ migration: StoreMigration) {
    self.init(path: migration.path, from: migration.from, to: migration.to, backup: migration.backup, losses: migration.losses)
  }
}
