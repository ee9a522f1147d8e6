import Scheduling

/// How the end of accepted work is learned.
extension TriggerReader {
  /// A look costs the API a request.
  private static let intervalRange: ClosedRange<Duration> = .seconds(1) ... .seconds(86_400)

  /// Not sound: something is wrong with it, and reported.
  func ending(_ mapping: inout MappingReader) -> (value: HTTPEnding?, isSound: Bool) {
    let isCalledBack = scope.contains(.callback)
    let timeout = wholeSeconds("callback_timeout", &mapping, in: Self.timeoutRange)
    if isCalledBack, mapping.gives("follow") {
      log.error("callback and follow both say how the end is learned; keep one of them", at: mapping.keyPlace("follow"))
    }
    if isCalledBack, !allowsCallbacks {
      log.error("callback needs public_url in the configuration: nobody can call this daemon", at: mapping.keyPlace("callback"))
      return (nil, false)
    }
    if timeout != nil, !isCalledBack {
      log.error("callback_timeout needs callback: true", at: mapping.keyPlace("callback_timeout"))
    }
    guard let follow = mapping.take("follow") else {
      let seconds = timeout ?? HTTPEnding.callbackTimeoutSecondsDefault
      return (isCalledBack ? .calledBack(timeoutSeconds: seconds) : nil, true)
    }
    let polling = polling(follow)
    return (polling.map { .polled($0) }, polling != nil)
  }

  private func polling(_ node: YAMLNode) -> StatusPolling? {
    guard var mapping = MappingReader(node, "follow", log: log) else { return nil }
    let url = laterURL("status_url", &mapping, [.answer])
    let path = answerPath("status_path", &mapping)
    for key in ["status_url", "status_path"] where !mapping.gives(key) {
      let meaning = key == "status_url" ? "where the status is asked for" : "the status's place in the answer, such as $.status"
      log.error("follow needs \(key): \(meaning)", at: mapping.place)
    }
    guard var polling = (path ?? (try? AnswerPath(parsing: "$"))).map({ StatusPolling(url: url ?? "", statusPath: $0) }) else { return nil }
    words(&mapping, into: &polling)
    times(&mapping, into: &polling)
    if let cancel = mapping.mapping("cancel") { polling.cancel = self.cancel(cancel) }
    mapping.finish()
    return url == nil || path == nil ? nil : polling
  }

  private func words(_ mapping: inout MappingReader, into polling: inout StatusPolling) {
    if let succeeded = statuses("succeeded", &mapping) { polling.succeeded = succeeded }
    if let failed = statuses("failed", &mapping) { polling.failed = failed }
    if let cancelled = statuses("cancelled", &mapping) { polling.cancelled = cancelled }
    var seen: Set<String> = []
    for word in polling.succeeded + polling.failed + polling.cancelled where !seen.insert(word.lowercased()).inserted {
      log.error("follow: the status '\(MappingReader.shown(word))' means two ends; upper and lower case are the same", at: mapping.place)
    }
  }

  private func statuses(_ key: String, _ mapping: inout MappingReader) -> [String]? {
    guard let items = mapping.list(key, example: "[completed]") else { return nil }
    return items.compactMap { mapping.text(of: $0, key) }
  }

  private func times(_ mapping: inout MappingReader, into polling: inout StatusPolling) {
    let interval = wholeSeconds("interval", &mapping, in: Self.intervalRange)
    let longest = wholeSeconds("max_interval", &mapping, in: Self.intervalRange)
    polling.timeoutSeconds = timeoutSeconds(&mapping)
    if let interval { polling.intervalSeconds = interval }
    polling.longestIntervalSeconds = longest ?? max(polling.intervalSeconds, polling.longestIntervalSeconds)
    if let longest, longest < polling.intervalSeconds {
      log.error("max_interval is shorter than interval, \(polling.intervalSeconds)s", at: mapping.keyPlace("max_interval"))
    }
  }

  private func cancel(_ reader: MappingReader) -> StatusPolling.CancelRequest? {
    var mapping = reader
    let method = method(&mapping, "method")
    let url = laterURL("url", &mapping, [.answer, .statusURL])
    if !mapping.gives("url") { log.error("cancel needs url", at: mapping.place) }
    mapping.finish()
    return url.map { StatusPolling.CancelRequest(method: method ?? "POST", url: $0) }
  }

  /// A URL that is called after an answer; one that begins with a slash is of the trigger's own server.
  private func laterURL(_ key: String, _ mapping: inout MappingReader, _ scope: TemplateScope) -> String? {
    guard let node = mapping.take(key), let url = template(node, key, in: mapping, scope) else { return nil }
    let isOfOwnServer = url.hasPrefix("/")
    let defect = isOfOwnServer ? Self.defect(ofCharactersIn: Self.withoutTemplates(url)) : Self.defect(ofURL: url)
    guard let defect else { return url }
    log.error("\(key) \(defect)", at: node.place)
    return nil
  }
}
