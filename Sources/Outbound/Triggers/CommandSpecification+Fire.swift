import CivilTime
import Commands
import Glibc
import Scheduling

extension CommandSpecification {
  /// What a command finds of the daemon's environment: where things are and how text is written, no credentials.
  private static let inherited: Set<String> = [
    "HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LOGNAME", "PATH", "SHELL", "TMPDIR", "TZ", "USER",
  ]
  private static let pathDefault = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
  /// Between asking the tree to end and ending it: a training job may write a checkpoint.
  private static let graceOfFires: Duration = .seconds(30)
  private static let outputLimit = 10 << 20

  /// - Parameter command: the fire's own, with its templates filled in.
  init(_ command: CommandTrigger, for fire: Fire) {
    self.init(
      argv: command.argv, workingDirectory: command.cwd, environment: Self.environment(command, for: fire),
      timeout: command.timeoutSeconds.map { .seconds($0) }, grace: Self.graceOfFires, outputLimitBytes: Self.outputLimit,
      limits: CommandLimits(command.limits))
  }

  private static func environment(_ command: CommandTrigger, for fire: Fire) -> [String: String] {
    var environment = ["PATH": pathDefault]
    for name in inherited { if let value = getenv(name) { environment[name] = String(cString: value) } }
    return environment.merging(fire.environment) { _, fires in fires }.merging(command.env) { _, own in own }
  }
}

extension Fire {
  /// What a command can know about the fire that started it.
  fileprivate var environment: [String: String] {
    var environment = [
      "CARILLON_FIRE_ID": id.description,
      "CARILLON_DUE": due.iso8601,
      "CARILLON_SCHEDULE": scheduleName,
      "CARILLON_RUN_NAME": runName,
      "CARILLON_ATTEMPT": String(attempt),
      "TRACEPARENT": traceparent,
    ]
    guard let missed = details.missed else { return environment }
    environment["CARILLON_MISSED_COUNT"] = String(missed.count)
    environment["CARILLON_MISSED_FIRST"] = missed.first.iso8601
    environment["CARILLON_MISSED_LAST"] = missed.last.iso8601
    return environment
  }
}

extension CommandLimits {
  package init(_ limits: CommandTrigger.Limits?) {
    self.init(memoryBytes: limits?.memoryBytes, cpuPercent: limits?.cpuPercent, processes: limits?.processes)
  }
}
