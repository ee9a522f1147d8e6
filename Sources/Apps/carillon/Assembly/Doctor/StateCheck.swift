import Foundation
import Glibc
import SQLiteStorage

/// The state directory, its disk and the store in it.
struct StateCheck {
  let folder: String
  /// A daemon listens: the store is its own business.
  let isInUse: Bool
  /// What `disk` of the configuration's alerts calls enough; nil when it says nothing.
  var enoughFreeBytes: UInt64?

  /// Claims stop at once when the disk is full.
  private static let leastFreeBytes: UInt64 = 64 << 20
  private static let fewFreeBytes: UInt64 = 1 << 30

  var findings: [Finding] { [state, disk] + (FileState(folder) == nil ? [] : [store]) }

  private var state: Finding {
    guard let state = FileState(folder) else {
      guard errno == ENOENT else {
        return .fail(.state, "\(folder): \(String(cString: strerror(errno)))", do: "run this as the daemon's user or as root")
      }
      return .ok(.state, "\(folder) is not there yet; the first start makes it")
    }
    guard state.isFolder else { return .fail(.state, "\(folder) is no folder", do: "move it away, or set another state_directory") }
    guard !state.isWritableByOthers else {
      return .fail(.state, "\(folder) can be written by every user of this machine", do: "chmod o-w \(folder)")
    }
    guard access(folder, W_OK) == 0 else {
      return .warn(
        .state, "\(folder) belongs to \(state.owner), and you cannot write to it",
        do: "fine if the daemon runs as \(state.owner); run this as that user")
    }
    return .ok(.state, "\(folder), of \(state.owner)")
  }

  private var disk: Finding {
    guard let space = DiskSpace(at: existingFolder) else {
      return .warn(.disk, "\(folder): \(String(cString: strerror(errno)))", do: "run this as the daemon's user or as root")
    }
    let words = "\(DiskSpace.words(space.freeBytes)) of \(DiskSpace.words(space.totalBytes)) free below \(existingFolder)"
    let least = min(enoughFreeBytes ?? Self.leastFreeBytes, Self.leastFreeBytes)
    if space.freeBytes < least || space.freeFiles.map({ $0 < 100 }) == true {
      return .fail(.disk, words, do: "make room, or set a state_directory elsewhere: once it is full, nothing is started")
    }
    if space.freeBytes < enoughFreeBytes ?? Self.fewFreeBytes {
      return .warn(.disk, words, do: "make room; retention.bytes limits the ledger")
    }
    return .ok(.disk, words)
  }

  /// The folder itself, or what it would be made in.
  private var existingFolder: String {
    var path = URL(fileURLWithPath: folder).path
    while FileState(path) == nil, path != "/", !path.isEmpty { path = URL(fileURLWithPath: path).deletingLastPathComponent().path }
    return path.isEmpty ? "/" : path
  }

  private var store: Finding {
    let path = "\(folder)/carillon.db"
    guard let file = FileState(path) else {
      guard errno == ENOENT else {
        return .warn(.store, "\(path): \(String(cString: strerror(errno)))", do: "run this as the daemon's user or as root")
      }
      return .ok(.store, "\(path) is not there yet; the first start makes it")
    }
    if file.isReadableByOthers || file.isWritableByOthers {
      return .fail(.store, "\(path) can be read by every user of this machine", do: "chmod 600 \(path)")
    }
    if isInUse { return .ok(.store, "\(path) is in use by the daemon; 'carillon store verify' has it checked") }
    if StoreInspection.hasLog(path) {
      return .warn(
        .store, "\(path) was not closed: its last daemon was killed",
        do: "start the daemon, which goes on where that one was; or: carillon store verify")
    }
    return inspected(path)
  }

  private func inspected(_ path: String) -> Finding {
    do throws(StoreInspectionError) {
      let store = try StoreInspection(path: path)
      guard store.isOurs || store.schema == 0 else {
        return .fail(.store, "\(path) belongs to another program", do: "move it away, or set another state_directory")
      }
      guard store.damage.isEmpty else {
        return .fail(
          .store, "\(path) is damaged: \(store.damage[0])",
          do: "put a backup in its place; else the next start sets it aside and begins a new one")
      }
      guard store.schema <= store.knownSchema else {
        return .fail(
          .store, "\(path) is of a newer Carillon (schema \(store.schema), this one knows \(store.knownSchema))",
          do: "run the newer one; or let the newer one take it back: carillon store migrate --to \(store.knownSchema)")
      }
      let next = store.schema < store.knownSchema ? "; the next start brings it to \(store.knownSchema)" : ""
      return .ok(.store, "\(path) is sound, schema \(store.schema)\(next)")
    } catch {
      return .fail(.store, error.sentence, do: "run this as the daemon's user; a file that is no database is set aside at the next start")
    }
  }
}

/// Who else could change what is run here.
struct FilePermissions {
  /// Nil without one.
  let configuration: String?
  /// Files, folders and patterns.
  let schedules: [String]

  var findings: [Finding] {
    let folders = schedules.filter { !$0.contains(where: { "*?".contains($0) }) }
    let inside = folders.flatMap { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
        .sorted()
        .map { "\(folder)/\($0)" }
    }
    return ([configuration].compactMap(\.self) + folders + inside).compactMap(finding)
  }

  private func finding(_ path: String) -> Finding? {
    guard FileState(path)?.isWritableByOthers == true else { return nil }
    let area: Finding.Area = path == configuration ? .configuration : .files
    return .fail(area, "\(path) can be written by every user of this machine, who could have any command run", do: "chmod o-w \(path)")
  }
}
