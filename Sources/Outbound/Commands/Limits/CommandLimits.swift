/// What a command and all that it starts may use of the machine together.
///
/// systemd enforces it, by a transient scope unit for each run: the daemon itself never touches controllers.
package struct CommandLimits: Sendable, Equatable {
  package static let none = CommandLimits()

  /// Memory and swap, in bytes; what needs more is killed. Nil: no limit.
  package var memoryBytes: Int?
  /// Processor time, in percent of one processor: 250 is two and a half.
  package var cpuPercent: Int?
  /// Processes and threads at one time.
  package var processes: Int?

  package init(memoryBytes: Int? = nil, cpuPercent: Int? = nil, processes: Int? = nil) {
    self.memoryBytes = memoryBytes
    self.cpuPercent = cpuPercent
    self.processes = processes
  }

  package var isEmpty: Bool { self == .none }

  /// What is wrong with the numbers themselves; nil when nothing is.
  package var problem: String? {
    if let memoryBytes, memoryBytes < Self.memoryBytesLeast {
      return "the memory limit \(memoryBytes) bytes is below \(Self.memoryBytesLeast)"
    }
    if let cpuPercent, cpuPercent < 1 { return "the CPU limit \(cpuPercent) % is below 1 %" }
    if let processes, processes < 1 { return "the limit of \(processes) processes is below 1" }
    return nil
  }

  /// Why these limits cannot be enforced here, in a sentence, or what is wrong with them; nil when they can.
  ///
  /// Asks systemd for a scope with these very limits, as a start would. Blocks for about as long as a process start takes, or for
  /// the 25 s after which systemd-run gives up on a bus that does not answer: for `check`, not for the daemon.
  package func problemOnThisMachine() -> String? {
    if isEmpty { return nil }
    return problem ?? TransientScopes.ofThisMachine.problem(with: self)
  }

  /// Programs do not even start with less than a few pages.
  private static let memoryBytesLeast = 1 << 20

  /// `systemd-run` properties. Without swap of its own, or the memory limit would only move memory there.
  /// Source: systemd.resource-control(5).
  var properties: [String] {
    var properties: [String] = []
    if let memoryBytes { properties += ["MemoryMax=\(memoryBytes)", "MemorySwapMax=0"] }
    if let cpuPercent { properties.append("CPUQuota=\(cpuPercent)%") }
    if let processes { properties.append("TasksMax=\(processes)") }
    return properties
  }
}
