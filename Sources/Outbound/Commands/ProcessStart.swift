import Glibc

/// When a process started, as the kernel counts it.
enum ProcessStart {
  /// Clock ticks since boot; nil when there is no such process. Source: proc(5), field 22 of /proc/PID/stat.
  static func ticks(of process: pid_t) -> UInt64? {
    let number = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return nil }
    guard let bytes = OwnedDescriptor(number).read(upTo: 1024) else { return nil }
    // The second field is a name in parentheses that can hold anything, so the rest is counted from its end.
    guard let nameEnd = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = bytes[(nameEnd + 1)...].split(separator: UInt8(ascii: " "))
    let startTimeIndex = 22 - 3
    guard fields.count > startTimeIndex else { return nil }
    return UInt64(String(decoding: fields[startTimeIndex], as: UTF8.self))
  }
}
