/// What the server's own binding of a schedule may say, and what it gives.
extension Binder {
  func serverBound(_ schedule: ServerSchedule, _ text: String, under file: BindingContent?) -> ScheduleDefinition {
    let origin = "the server's carillon.binding"
    do throws(BindingTextError) {
      var content = try parse(text)
      try check(content)
      guard let trigger = content.trigger else { throw BindingTextError("it names no trigger") }
      if let file {
        content = file.filled(from: content)
        content.trigger = trigger
      }
      return bound(schedule, content, from: origin)
    } catch {
      return unbound(schedule, Reason("bad_server_binding", "\(origin) is not used: \(error.sentence)"))
    }
  }

  /// Whoever can write a Schedule on the server must not gain this machine.
  private func check(_ content: BindingContent) throws(BindingTextError) {
    guard let trigger = content.trigger else { return }
    if case .command = trigger.action { throw BindingTextError("commands are accepted from files only") }
    for kind in [trigger.kind, trigger.action.kind] where allowed.refuses(kind) {
      throw BindingTextError("a \(kind.rawValue) trigger is not among server_bindings.kinds of the configuration")
    }
    if case .http(let http) = trigger.action, let refusal = http.refusalFromServer { throw BindingTextError(refusal) }
    do {
      if try trigger.checkTemplates() { throw BindingTextError("it reads this machine's environment or files") }
    } catch let error as TemplateError {
      throw BindingTextError(error.problem)
    } catch {
      throw BindingTextError("it reads this machine's environment or files; only files may")
    }
    if case .http(let http) = trigger.action { for url in http.namedURLs { try checkHost(of: url) } }
  }

  private func checkHost(of url: String) throws(BindingTextError) {
    guard let host = URLHost(of: url) else { throw BindingTextError("'\(url)' has no host that could be checked") }
    if allowed.refuses(host) {
      throw BindingTextError("host '\(host.name)' is not among server_bindings.http_hosts of the configuration")
    }
  }
}

package struct BindingTextError: Error, Hashable, Sendable {
  package let sentence: String
  package init(_ sentence: String) { self.sentence = sentence }
}
