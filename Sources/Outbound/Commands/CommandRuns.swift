import Dispatch

/// Runs of local commands, one directory each, that outlive the daemon.
///
/// Each command runs under a small supervisor process, which marks the run as started before it executes anything,
/// keeps the newest output in a few files, enforces the timeout on the whole process tree and writes down the end. All that
/// is known about a run is in its directory, so that any `CommandRuns` over the same directory, in this daemon or in
/// the next one, answers the same. A name is started at most once, ever.
package struct CommandRuns: Sendable {
  /// Enough for any id that Carillon makes, and far below NAME_MAX.
  package static let nameLengthMost = 128

  let supervisorPath: String
  let runsDirectory: String
  /// The control group below which each run gets its own; nil: none do.
  let cgroup: String?
  /// What enforces the limits of commands.
  var scopes = TransientScopes.ofThisMachine
  /// Starts are made one after another here, because posix_spawn holds its thread up until the new process executes.
  let queue = DispatchQueue(label: "carillon.commands")

  /// - Parameters:
  ///   - supervisorPath: The `carillon-supervisor` executable; see ``locateSupervisor()``.
  ///   - runsDirectory: Made with the first start when it is missing; its parent has to exist.
  ///   - cgroup: ``CgroupDelegation/path``. A group that cannot be made is done without.
  package init(supervisorPath: String, runsDirectory: String, cgroup: String? = nil) {
    self.supervisorPath = supervisorPath
    self.runsDirectory = runsDirectory
    self.cgroup = cgroup
  }

  /// The directory of one run. The name becomes a path component, so it is checked every time.
  func directory(of name: String) throws(CommandRunError) -> String {
    guard Self.isValidName(name) else { throw .invalidName(name) }
    return "\(runsDirectory)/\(name)"
  }

  static func isValidName(_ name: String) -> Bool {
    guard (1...nameLengthMost).contains(name.utf8.count), name.utf8.first != UInt8(ascii: ".") else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default:
        false
      }
    }
  }
}
