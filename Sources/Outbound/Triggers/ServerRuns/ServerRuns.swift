import CivilTime
import Scheduling
import Seams
import ZenML
import ZenMLServer

/// The runs of a ZenML server, however they were started: found by name, followed to their ends, and stopped.
package struct ServerRuns: Sendable {
  let client: ZenMLClient
  let poller: RunPoller
  let clock: any WallClock

  package init(client: ZenMLClient, poller: RunPoller, clock: any WallClock) {
    self.client = client
    self.poller = poller
    self.clock = clock
  }

  /// How far a server's clock may lag behind ours before a run of ours looks older than its claim. The name holds part of
  /// the fire's id, so this is a second guard, not the first.
  private static let clockDifferenceAllowed: Duration = .seconds(900)

  /// What became of a fire whose answer was lost: run names are unique in their project.
  ///
  /// - Parameter strangeness: why a run of the fire's name is not the fire's own, as the end of "run … has it, "; nil: it is.
  func lookUp(
    _ fire: Fire, strangeness: (ZenMLRun) async throws(ZenMLError) -> String?
  ) async -> LookUpResult {
    do throws(ZenMLError) {
      guard let run = try await client.run(named: fire.runName) else { return .notStarted }
      if let why = try await strangeness(run) ?? Self.age(of: run, for: fire) {
        return .settled(.rejected, Reason("name_taken", "run name '\(fire.runName)' is in use: run \(run.id) has it, \(why)"))
      }
      return .running(runID: run.id.description, sentAt: run.createdAt)
    } catch {
      return .unavailable(error.reasonOfAbsence)
    }
  }

  /// A run that was made before the fire was claimed is not the fire's.
  static func age(of run: ZenMLRun, for fire: Fire) -> String? {
    let earliest = fire.claimedAt.advanced(by: .zero - clockDifferenceAllowed)
    if let createdAt = run.createdAt, createdAt >= earliest { return nil }
    return "made \(run.createdAt?.iso8601 ?? "at an unknown time"), before this fire was claimed"
  }
}

extension ZenMLError {
  /// Why the server cannot be asked.
  var reasonOfAbsence: Reason { Reason(codeOfAbsence, description) }
  var wholeReasonOfAbsence: Reason { Reason(codeOfAbsence, wholeDescription) }

  private var codeOfAbsence: String { kind == .credentials ? "credentials" : "server_away" }
}
