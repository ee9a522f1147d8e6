import CLinux
import Glibc

/// The file `started`, at one moment.
struct RunMark: Sendable {
  /// The process id, in the PID namespace in which the run was started; 0 when it does not live any more, as the next one.
  let supervisor: pid_t
  /// Clock ticks since boot at which the supervisor started: with the id it names one process.
  let startTimeTicks: UInt64
  /// Microseconds since the Unix epoch; nil when it does not say.
  let startedAt: Int64?
  /// Path of the run's control group, which may be there or not; nil when none was wanted.
  let cgroup: String?
  /// Whether the supervisor lived: it holds an exclusive lock for its whole life, and the kernel lets go of it.
  let isHeld: Bool

  /// Nil when there is no mark. The supervisor publishes it complete and locked, so there is no half one to be seen.
  static func read(in directory: String) throws(CommandRunError) -> RunMark? {
    let path = "\(directory)/started"
    guard let file = try RunRecord.open(path) else { return nil }
    let record = try RunRecord(path: path, file: file)
    let locked = linux_try_lock_shared(file.number)
    guard locked == 0 || locked == -EWOULDBLOCK else { throw .unreadable(path: path, reason: errorText(-locked)) }
    let cgroup = record.text("cgroup")
    // Of a supervisor that lives no more nothing else needs to be known: damage there must not hide its end.
    guard locked != 0 else { return RunMark(supervisor: 0, startTimeTicks: 0, startedAt: nil, cgroup: cgroup, isHeld: false) }
    return RunMark(
      supervisor: try record.number("pid"), startTimeTicks: try record.number("start_time_ticks"),
      startedAt: try record.numberIfPresent("started_at_us"), cgroup: cgroup, isHeld: true)
  }
}
