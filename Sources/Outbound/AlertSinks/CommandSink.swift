import Alerts
import CivilTime
import Commands
import Seams

/// Hands alerts to a program of this machine, as one JSON object on its standard input.
package struct CommandSink: AlertSink {
  package let kind = "command"
  private let argv: [String]
  private let timeout: Duration
  private let instance: String
  private let environment: [String]
  private let clock: any WallClock

  /// - Parameter environment: of the daemon. The program gets `PATH`, `HOME`, `LANG`, `LC_ALL` and `TZ` of it, for the rest may be secrets.
  package init(argv: [String], timeout: Duration, instance: String, environment: [String: String], clock: any WallClock) {
    (self.argv, self.timeout, self.instance, self.clock) = (argv, timeout, instance, clock)
    self.environment = ["PATH", "HOME", "LANG", "LC_ALL", "TZ"].compactMap { name in environment[name].map { "\(name)=\($0)" } }
  }

  @discardableResult
  package func deliver(_ alert: Alert) async throws(AlertSinkError) -> String {
    let command = OneShotCommand(argv: argv, environment: environment, input: AlertJSON(alert: alert, instance: instance).bytes + [10])
    guard let answer = try await run(command) else {
      throw AlertSinkError("\(argv[0]) had not ended after \(timeout.components.seconds) s, and was killed")
    }
    let words = answer.lastWords.isEmpty ? "" : ": \(answer.lastWords)"
    guard answer.status == 0 else { throw AlertSinkError("\(argv[0]) exited with \(answer.status)\(words)") }
    return "\(argv[0]) exited with 0"
  }

  /// Nil when it took too long.
  private func run(_ command: OneShotCommand) async throws(AlertSinkError) -> OneShotCommand.Answer? {
    let result = await withTaskGroup(of: Result<OneShotCommand.Answer, OneShotCommand.Failure>?.self) { [clock, timeout] group in
      group.addTask {
        do throws(OneShotCommand.Failure) { return .success(try await command.run()) } catch { return .failure(error) }
      }
      group.addTask {
        let end = clock.now().advanced(by: timeout)
        while clock.now() < end, !Task.isCancelled { await Doorbell().wait(until: end, by: clock) }
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
    switch result {
    case .success(let answer): return answer
    case .failure(let failure): throw AlertSinkError(failure.description, isRefused: true)
    case nil: return nil
    }
  }
}
