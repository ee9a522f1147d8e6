/// What to run, and within which limits.
package struct CommandSpecification: Sendable, Equatable {
  /// Ten seconds to end well after SIGTERM: what most service managers and container runtimes give.
  package static let graceDefault: Duration = .seconds(10)
  /// 10 MiB of output: what a person still reads.
  package static let outputLimitBytesDefault = 10 * 1024 * 1024
  /// The least that the supervisor takes.
  package static let outputLimitBytesLeast = 4096
  /// Four: when the oldest goes, three quarters of the limit are still there.
  package static let outputFilesDefault = 4
  /// With one alone nothing would be left when it is begun anew.
  package static let outputFilesLeast = 2

  /// The program, looked up in the `PATH` of `environment` as execvp(3) does, and its arguments. No shell.
  package var argv: [String]
  /// Nil: the daemon's own. A relative program path starts here.
  package var workingDirectory: String?
  /// The whole environment of the command: it inherits nothing.
  package var environment: [String: String]
  /// From the start of the command to SIGTERM, without the time that the machine is suspended. Nil: no limit.
  package var timeout: Duration?
  /// Between SIGTERM and SIGKILL.
  package var grace: Duration
  /// Of all output files together; at least ``outputLimitBytesLeast``. The newest bytes are always kept.
  package var outputLimitBytes: Int
  /// The most files that the output is kept in, each of the same part of the limit; ``outputFilesLeast`` to 64.
  package var outputFiles: Int
  /// What it may use of the machine; refused where nothing can enforce that.
  package var limits: CommandLimits

  package init(
    argv: [String],
    workingDirectory: String? = nil,
    environment: [String: String] = [:],
    timeout: Duration? = nil,
    grace: Duration = graceDefault,
    outputLimitBytes: Int = outputLimitBytesDefault,
    outputFiles: Int = outputFilesDefault,
    limits: CommandLimits = .none
  ) {
    self.argv = argv
    self.workingDirectory = workingDirectory
    self.environment = environment
    self.timeout = timeout
    self.grace = grace
    self.outputLimitBytes = outputLimitBytes
    self.outputFiles = outputFiles
    self.limits = limits
  }
}
