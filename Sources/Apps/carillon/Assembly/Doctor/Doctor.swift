import Alerts
import ControlMessages
import Foundation
import Glibc
import ScheduleFiles

/// Looks at everything that a daemon needs, and changes nothing. A daemon may run meanwhile or not.
struct Doctor: Sendable {
  /// From `--config`.
  var config: String?
  /// From `--socket`.
  var socket: String?

  func findings() async -> [Finding] {
    var findings = MachineCheck(now: Moments.fromMachineClock().now).findings
    let path = configurationPath
    let configuration = read(path, &findings)
    findings += FilePermissions(configuration: path, schedules: configuration?.schedules ?? []).findings
    let state = configuration?.stateDirectory ?? stateDirectory(of: path)
    let socket = self.socket.flatMap { try? ControlSocketPath($0) } ?? configuration?.socketPath ?? remainingSocket(of: path)
    let daemon = await DaemonCheck(socket: socket, configuration: path).findings()
    if let state {
      let disk = configuration?.alerts.rules.disk.flatMap { $0 == AlertRules.diskDefault ? nil : UInt64($0) }
      findings += StateCheck(folder: state, isInUse: daemon.isListening, enoughFreeBytes: disk).findings
    }
    if let configuration { findings += await ServerCheck(configuration: configuration).findings() }
    if configuration != nil || path == nil {
      findings += await TargetCheck(check: fileCheck(path), configuration: configuration).findings()
    }
    findings += UnitCheck(configuration: path).findings
    return findings + daemon.findings
  }

  /// Of no configuration, or of one that cannot be used.
  private func stateDirectory(of path: String?) -> String? {
    guard let path else { return SocketLocation.localFolder }
    return ConfigurationRemains(path: path).stateDirectory
  }

  private func remainingSocket(of path: String?) -> ControlSocketPath? {
    guard let path else { return try? ControlSocketPath("\(SocketLocation.localFolder)/\(ControlSocketPath.defaultName)") }
    return ConfigurationRemains(path: path).socket.flatMap { try? ControlSocketPath($0) }
  }

  /// The configuration that `serve` and the other commands would find.
  private var configurationPath: String? {
    let variable = ProcessInfo.processInfo.environment[SocketLocation.configurationVariable].flatMap { $0.isEmpty ? nil : $0 }
    let usual = ["carillon.yaml", SocketLocation.machineConfiguration].first { (path: String) in access(path, F_OK) == 0 }
    return config ?? variable ?? usual
  }

  private func fileCheck(_ path: String?) -> FileCheck {
    FileCheck(configurations: [path].compactMap(\.self), schedules: [], environment: ProcessInfo.processInfo.environment)
  }

  private func read(_ path: String?, _ findings: inout [Finding]) -> Configuration? {
    guard let path else {
      findings.append(
        .warn(
          .configuration, "there is none: neither --config, nor ./carillon.yaml, nor \(SocketLocation.machineConfiguration)",
          do: "carillon init"))
      return nil
    }
    do throws(ConfigurationError) {
      let configuration = try Configuration.load(path: path, environment: ProcessInfo.processInfo.environment)
      findings.append(.ok(.configuration, path))
      findings += configuration.warnings.map { Finding.warn(.configuration, $0.sentence, do: "carillon check --config \(path)") }
      let report = fileCheck(path).report()
      findings += Self.filed(report, path: path, besides: configuration.warnings)
      return configuration
    } catch {
      findings += error.problems.map {
        Finding.fail(.configuration, $0.sentence, do: "mend it; where only the daemon's user may read a secret, run this as that user")
      }
      return nil
    }
  }

  static func filed(_ report: FileReport, path: String, besides known: [FileProblem]) -> [Finding] {
    let problems = report.problems.filter { problem in !known.contains { $0.sentence == problem.sentence } }
    let advice = "carillon check --config \(path) shows the place"
    if problems.isEmpty {
      let bindings = report.bindings == 0 ? "" : " and \(FileReport.counted(report.bindings, "binding"))"
      // The configuration is none of them.
      let files = FileReport.counted(report.files - 1, "file")
      return [.ok(.files, "\(FileReport.counted(report.schedules, "schedule"))\(bindings) in \(files)")]
    }
    return problems.map {
      $0.severity == .error ? Finding.fail(.files, $0.sentence, do: advice) : Finding.warn(.files, $0.sentence, do: advice)
    }
  }
}
