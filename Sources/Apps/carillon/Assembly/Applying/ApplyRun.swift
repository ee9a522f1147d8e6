import Scheduling
import ZenML

/// Does what a plan says, step by step; one that fails does not keep the others from being done.
struct ApplyRun {
  let server: ServerSchedules

  func perform(_ plan: ApplyPlan) async throws -> ApplyReport {
    var report = ApplyReport(plan, of: server.serverURL)
    for (index, step) in plan.steps.enumerated() {
      do { try await perform(step) } catch { report.steps[index].error = "\(error)" }
    }
    return report
  }

  private func perform(_ step: ApplyPlan.Step) async throws {
    switch step {
    case .create(let wanted): try await server.create(wanted)
    case .update(let id, let wanted, let changes): try await server.update(id, wanted, changes)
    case .replace(let id, let wanted, _): try await server.replace(id, by: wanted)
    case .delete(let id, _): try await server.archive(id)
    case .keep: break
    }
  }
}
