/// What the server's own binding of a schedule may say, and what it gives.
extension Binder {
  func serverBound(_ schedule: ServerSchedule, _ text: String, under file: FileBinding?) -> ScheduleDefinition {
    let origin = "the server's carillon.binding"
    do throws(BindingTextError) {
      var content = try parse(text)
      try check(content)
      guard let trigger = content.trigger else { throw BindingTextError("it names no trigger") }
      if let file {
        content = file.content.filled(from: content)
        content.trigger = trigger
      }
      return bound(schedule, content, from: Self.origin(origin, under: file))
    } catch {
      return unbound(schedule, Reason("bad_server_binding", "\(origin) is not used: \(error.sentence)"))
    }
  }

  /// Whoever can write a Schedule on the server must not gain this machine.
  private func check(_ content: BindingContent) throws(BindingTextError) {
    if let trigger = content.trigger, let refusal = allowed.refusal(of: trigger) { throw BindingTextError(refusal) }
  }
}

extension ServerBindingRules {
  /// Why somebody who may not use this machine may not have this trigger either; nil when they may.
  package func refusal(of trigger: Trigger) -> String? {
    if case .command = trigger.action { return "commands are accepted from files only" }
    for kind in [trigger.kind, trigger.action.kind] where refuses(kind) {
      return "a \(kind.rawValue) trigger is not among server_bindings.kinds of the configuration"
    }
    if case .http(let http) = trigger.action, let refusal = http.refusalFromServer { return refusal }
    do throws(TemplateError) {
      if try trigger.checkTemplates() { return "it reads this machine's environment or files" }
    } catch {
      return error.problem
    }
    guard case .http(let http) = trigger.action else { return nil }
    return http.namedURLs.lazy.compactMap(refusal(ofHostOf:)).first
  }

  private func refusal(ofHostOf url: String) -> String? {
    guard let host = URLHost(of: url) else { return "'\(url)' has no host that could be checked" }
    return refuses(host) ? "host '\(host.name)' is not among server_bindings.http_hosts of the configuration" : nil
  }
}

package struct BindingTextError: Error, Hashable, Sendable {
  package let sentence: String
  package init(_ sentence: String) { self.sentence = sentence }
}
