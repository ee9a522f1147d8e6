/// A program of this machine, started without a shell.
package struct CommandTrigger: Hashable, Sendable, Codable {
  package var argv: [String]
  /// The working directory; nil means the daemon's.
  package var cwd: String?
  package var env: [String: String]
  /// After this many seconds the whole process tree is ended; nil means never.
  package var timeoutSeconds: Int?
  /// What it and all that it starts may use together; nil means no limit of its own.
  package var limits: Limits?

  package struct Limits: Hashable, Sendable, Codable {
    /// Memory and swap.
    package var memoryBytes: Int?
    /// In percent of one processor.
    package var cpuPercent: Int?
    /// At one time, threads included.
    package var processes: Int?

    package init(memoryBytes: Int? = nil, cpuPercent: Int? = nil, processes: Int? = nil) {
      self.memoryBytes = memoryBytes
      self.cpuPercent = cpuPercent
      self.processes = processes
    }
  }

  /// How long its start may take, until its supervisor says that it runs: a few writes to the disk.
  package static let startLimit: Duration = .seconds(120)

  package init(
    argv: [String], cwd: String? = nil, env: [String: String] = [:], timeoutSeconds: Int? = nil, limits: Limits? = nil
  ) {
    self.limits = limits
    self.argv = argv
    self.cwd = cwd
    self.env = env
    self.timeoutSeconds = timeoutSeconds
  }
}
