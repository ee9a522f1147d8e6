import ControlMessages
import Hummingbird
import Values
import WebPage

/// What people do with the page. Each deed is asked for on a page of its own first.
extension PageRoutes {
  func addScheduleActions(to router: Router<ControlContext>) {
    let schedule = "/schedules/:schedule"
    show("\(schedule)/trigger", needing: .operator, router) { _, context, frame in ConfirmPage.trigger(try await item(context), frame).text }
    act("\(schedule)/trigger", router) { _, context in
      let run = try await operations.trigger(context.pathText("schedule"))
      context.note?.after(JSONValue(message: run))
      return .run(run.fireID)
    }

    show("\(schedule)/pause", needing: .operator, router) { _, context, frame in ConfirmPage.pause(try await item(context), frame).text }
    act("\(schedule)/pause", router) { fields, context in
      let name = try context.pathText("schedule")
      let wanted = PauseRequest(selection: ScheduleSelection(names: [name]), until: fields["until"], reason: fields["reason"])
      let paused = try await operations.pause(wanted)
      context.note?.after(JSONValue(message: paused.first?.pause))
      return .schedule(name)
    }

    show("\(schedule)/resume", needing: .operator, router) { _, context, frame in ConfirmPage.resume(try await item(context), frame).text }
    act("\(schedule)/resume", router) { fields, context in
      let name = try context.pathText("schedule")
      let wanted = ResumeRequest(selection: ScheduleSelection(names: [name]), replay: fields["replay"] == "true")
      _ = try await operations.resume(wanted)
      context.note?.after(["replay": .bool(wanted.replay)])
      return .schedule(name)
    }

    show("\(schedule)/backfill", needing: .operator, router) { query, context, frame in try await preview(query, context, frame) }
    act("\(schedule)/backfill", router) { fields, context in
      let name = try context.pathText("schedule")
      let message = try await operations.backfill(name, try BackfillRequest(fields, dryRun: false))
      context.note?.after(JSONValue(message: message))
      return Address.runs.with([("schedule", name), ("kind", "backfill")])
    }
    act("/sync", router) { _, _ in
      _ = try await operations.sync()
      return .sync
    }
  }

  func addRunActions(to router: Router<ControlContext>) {
    show("/runs/:fire/cancel", needing: .operator, router) { _, context, frame in ConfirmPage.cancel(try await run(context), frame).text }
    act("/runs/:fire/cancel", router) { fields, context in
      let run = try await operations.cancel(context.pathText("fire"), force: fields["force"] == "true")
      context.note?.after(JSONValue(message: run))
      return .run(run.fireID)
    }
    show("/runs/:fire/retry", needing: .operator, router) { _, context, frame in ConfirmPage.retry(try await run(context), frame).text }
    act("/runs/:fire/retry", router) { _, context in
      let answer = try await operations.replayDeadLetters(DeadLetterRequest(fires: [try context.pathText("fire")]))
      context.note?.after(JSONValue(message: answer))
      if let refusal = answer.refused.first { throw ControlProblem(.conflict, refusal.reason) }
      return answer.fires.first.map { .run($0.fireID) } ?? .deadLetters
    }
    show("/dead-letters/confirm", needing: .operator, router) { query, _, frame in try await confirmLetters(query, frame) }
    act("/dead-letters/replay", router) { fields, context in
      let answer = try await operations.replayDeadLetters(DeadLetterRequest(fires: fields.all("fire")))
      return try Self.settled(answer, context)
    }
    act("/dead-letters/drop", router) { fields, context in
      let answer = try await operations.dropDeadLetters(DeadLetterRequest(fires: fields.all("fire")))
      return try Self.settled(answer, context)
    }
  }

  private func item(_ context: ControlContext) async throws -> ScheduleItem { try await operations.schedule(context.pathText("schedule")) }
  private func run(_ context: ControlContext) async throws -> RunItem { try await operations.run(context.pathText("fire")) }

  /// Shows what a backfill would run, once it is said which.
  private func preview(_ query: PageFields, _ context: ControlContext, _ frame: Frame) async throws -> String {
    let item = try await item(context)
    guard let from = query["from"], let to = query["to"] else { return BackfillPage(item, frame).text }
    let wanted = (from: from, to: to, parallel: query["max_parallel"] ?? "1")
    do throws(ControlProblem) {
      let message = try await operations.backfill(item.id, try BackfillRequest(query, dryRun: true))
      return BackfillPage(item, wanted: wanted, preview: message, frame).text
    } catch {
      return BackfillPage(item, wanted: wanted, problem: error.message, frame).text
    }
  }

  private func confirmLetters(_ query: PageFields, _ frame: Frame) async throws -> String {
    let fires = query.all("fire")
    guard !fires.isEmpty else { throw ControlProblem(.badRequest, "none was chosen; go back and choose some") }
    var runs: [RunItem] = []
    for fire in fires { runs.append(try await operations.run(fire)) }
    return ConfirmPage.deadLetters(runs, drops: query["do"] == "drop", frame).text
  }

  private static func settled(_ answer: DeadLetterMessage, _ context: ControlContext) throws(ControlProblem) -> Address {
    context.note?.after(JSONValue(message: answer))
    guard !answer.refused.isEmpty else { return .deadLetters }
    let sentences = answer.refused.map { "\($0.fireID): \($0.reason)" }.joined(separator: "; ")
    throw ControlProblem(.conflict, "\(answer.settled.count) were dealt with; not these: \(sentences)")
  }
}

extension BackfillRequest {
  fileprivate init(_ fields: PageFields, dryRun: Bool) throws(ControlProblem) {
    guard let from = fields["from"], let to = fields["to"] else { throw ControlProblem(.badRequest, "from and to are needed") }
    let parallel = try fields.integer("max_parallel", in: Self.parallelAllowed) ?? 1
    self.init(from: from, to: to, maxParallel: parallel, dryRun: dryRun)
  }
}
