/// Whether the daemon may make control groups below its own (cgroup v2), for its commands.
///
/// A systemd unit says so with `Delegate=yes`. Then each command gets a group of its own, in which it is killed with all
/// that it started at once. The groups have no controllers: `cgroup.subtree_control` is never written, since systemd
/// could not start the unit again (systemd issue 24064).
package enum CgroupDelegation: Sendable, Equatable {
  /// Groups can be made in the directory `path`.
  case delegated(path: String)
  /// Commands run without; the process tree is ended by their supervisors. The reason is a part of a sentence.
  case absent(reason: String)

  /// For ``CommandRuns/init(supervisorPath:runsDirectory:cgroup:)``.
  package var path: String? {
    if case .delegated(let path) = self { path } else { nil }
  }

  /// What was seen of the cgroup that a process is in.
  struct Facts: Equatable {
    var path: String
    /// The root has no `cgroup.events`.
    var isRoot = false
    /// `cgroup.type`.
    var type = "domain"
    /// The directory and `cgroup.procs` can be written to.
    var isWritable = true
    /// systemd marks what it delegates with the attribute `trusted.delegate`, later versions also `user.delegate`.
    var isMarked = false
    /// Everything is writable to it, so that this proves nothing.
    var isSuperuser = false
    /// systemd looks after the tree, and wants nobody else to where it did not say so.
    var systemdRuns = false
  }

  init(_ facts: Facts) {
    let reason: String? =
      if facts.isRoot {
        "the daemon is in the root control group"
      } else if facts.type != "domain" {
        "the control group \(facts.path) is of type \(facts.type)"
      } else if !facts.isWritable {
        "the control group \(facts.path) is not writable (Delegate=yes in the unit makes it so)"
      } else if facts.isSuperuser, facts.systemdRuns, !facts.isMarked {
        "systemd did not delegate the control group \(facts.path) (Delegate=yes in the unit does)"
      } else if facts.path.utf8.count > Self.pathBytesMost || facts.path.contains("\n") {
        "the path of the control group is too long, or has a line break"
      } else {
        nil
      }
    self = reason.map { .absent(reason: $0) } ?? .delegated(path: facts.path)
  }

  /// With the name of a run, still within what the supervisor takes (1024 bytes).
  private static let pathBytesMost = 800
}
