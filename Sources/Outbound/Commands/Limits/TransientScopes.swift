import Glibc

/// systemd's transient scope units: the one way to limit a command without owning controllers.
///
/// `systemd-run --scope` registers its own process as the unit and then executes the command in it, so that the supervisor
/// stays its parent, and session, output, signals and exit status stay what they are. A command that is not there is told by
/// systemd-run in the output, and by exit status 1.
struct TransientScopes: Sendable {
  /// The `systemd-run` program; nil when there is none.
  var runner: String?
  /// Whether systemd is what runs this machine. Source: sd_booted(3).
  var systemdRuns: Bool

  static let ofThisMachine = TransientScopes(
    runner: ["/usr/bin/systemd-run", "/bin/systemd-run"].first { access($0, X_OK) == 0 },
    systemdRuns: access("/run/systemd/system", F_OK) == 0)

  struct Missing: Error, Equatable {
    let sentence: String
  }

  private static let subject = "limits on memory, CPU or processes need systemd to make a transient unit"

  /// argv of a command within limits. The unit is named after the run, and its description does not show the arguments.
  func command(_ argv: [String], within limits: CommandLimits, run name: String) throws(Missing) -> [String] {
    let identity = ["--unit=carillon-\(name).scope", "--description=Carillon command run \(name)"]
    return try arguments(limits, identity) + argv
  }

  /// Nil when a scope with these limits could be made just now.
  func problem(with limits: CommandLimits) -> String? {
    do throws(Missing) {
      let probe = try arguments(limits, ["--description=Carillon asks whether limits are permitted"]) + ["/bin/true"]
      return refusal(of: probe)
    } catch {
      return error.sentence
    }
  }

  private func arguments(_ limits: CommandLimits, _ identity: [String]) throws(Missing) -> [String] {
    guard systemdRuns else {
      throw Missing(sentence: "\(Self.subject), and this machine is not run by systemd (there is no /run/systemd/system)")
    }
    guard let runner else { throw Missing(sentence: "\(Self.subject), and there is no /usr/bin/systemd-run") }
    // --collect: a unit that failed is forgotten too, or its name would stay taken. Without the default dependencies a shutdown
    // ends the command together with its supervisor, as it does without limits, and the supervisor knows of it.
    let settings = ["--scope", "--quiet", "--collect", "--no-ask-password", "--property=DefaultDependencies=no"]
    return [runner] + settings + identity + limits.properties.map { "--property=\($0)" } + ["--"]
  }

  private func refusal(of probe: [String]) -> String? {
    let launch = ProcessLaunch(path: probe[0], arguments: Array(probe.dropFirst()), environment: [])
    do throws(ProcessLaunch.SpawnError) {
      let answer = try launch.answer()
      if answer.status == 0 { return nil }
      let remedy = "allow org.freedesktop.systemd1.manage-units to the daemon's user in a polkit rule"
      return "\(Self.subject), and it refuses: \(answer.sentence); \(remedy)"
    } catch {
      return "\(Self.subject), and \(probe[0]) cannot be run: \(errorText(error.number))"
    }
  }
}
