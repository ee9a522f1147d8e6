extension Trigger {
  /// The trigger as it may be written down: the values of headers (but public ones), query, form and environment are left out, since that is
  /// where credentials stand. A value that only refers to one (`{{env:…}}`, `{{secret:…}}`) is kept.
  package var withoutSecrets: Trigger {
    switch self {
    case .snapshot, .build, .runTemplate, .deployment, .jfrogDeployment, .jfrogExperiment, .jfrogInference: return self
    case .chain(var chain):
      chain.action = chain.action.withoutSecrets
      return .chain(chain)
    case .http(var http):
      for (name, value) in http.headers where !HTTPTrigger.isPublic(header: name) {
        http.headers[name] = Self.withheldUnlessReference(value)
      }
      http.query = http.query?.mapValues(Self.withheldUnlessReference)
      http.form = http.form?.mapValues(Self.withheldUnlessReference)
      return .http(http)
    case .command(var command):
      command.env = command.env.mapValues(Self.withheldUnlessReference)
      return .command(command)
    }
  }

  /// The trigger with the values that `withoutSecrets` left out taken from `current`, the schedule's present one.
  ///
  /// None comes back where a request would go to a server that the present one does not name: what is for one server is not
  /// for another, whatever it is called.
  package func restoringSecrets(from current: Trigger?) -> Trigger {
    switch (self, current) {
    case (.chain(var chain), .chain(let source)?):
      chain.action = chain.action.restoringSecrets(from: source.action)
      return .chain(chain)
    case (.http(var http), .http(let source)?) where source.namesAllPlaces(of: http):
      http.headers = Self.restored(http.headers, from: source.headers)
      http.query = http.query.map { Self.restored($0, from: source.query ?? [:]) }
      http.form = http.form.map { Self.restored($0, from: source.form ?? [:]) }
      return .http(http)
    case (.command(var command), .command(let source)?):
      command.env = Self.restored(command.env, from: source.env)
      return .command(command)
    default: return self
    }
  }

  /// True when a value is left out that nothing has restored: sent like that, the target would get something else
  /// than what was claimed.
  package var lacksSecrets: Bool {
    switch self {
    case .snapshot, .build, .runTemplate, .deployment, .jfrogDeployment, .jfrogExperiment, .jfrogInference: false
    case .chain(let chain): chain.action.lacksSecrets
    case .http(let http):
      http.headers.values.contains(Self.withheld) || http.query?.values.contains(Self.withheld) == true
        || http.form?.values.contains(Self.withheld) == true
    case .command(let command): command.env.values.contains(Self.withheld)
    }
  }

  /// What one that `lacksSecrets` says of itself. The present schedule may have values, but for another server or proxy than this one's.
  package var wordsForMissingSecrets: String {
    let gone = "secret values are not stored, and the schedule no longer has them"
    guard case .http = action else { return gone }
    return gone + " for the server and proxy that it was to go to"
  }

  private static let withheld = "(not stored)"

  /// What holds text of its own may hold a secret, also beside a reference.
  private static func withheldUnlessReference(_ value: String) -> String {
    guard let template = try? Template(parsing: value), !template.parts.isEmpty else { return withheld }
    return template.parts.allSatisfy(\.isReference) ? value : withheld
  }

  private static func restored(_ values: [String: String], from source: [String: String]) -> [String: String] {
    values.reduce(into: values) { result, entry in
      if entry.value == withheld, let value = source[entry.key] { result[entry.key] = value }
    }
  }
}

extension HTTPTrigger {
  /// Of what is said of content and of who asks; nobody is let in for it.
  private static let publicHeaders: Set<String> = [
    "accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "content-language", "content-type", "user-agent",
  ]

  /// True where no header of that name holds a credential.
  package static func isPublic(header name: String) -> Bool { publicHeaders.contains(name.lowercased()) }

  /// True when `other` calls no server, and goes by no proxy, that this one does not name.
  fileprivate func namesAllPlaces(of other: HTTPTrigger) -> Bool {
    guard other.connection?.proxy == nil || other.connection?.proxy == connection?.proxy else { return false }
    return Set(other.namedURLs.map(Self.place)).isSubset(of: namedURLs.map(Self.place))
  }

  /// Scheme, host and port; as they are written where a template may stand for them.
  private static func place(of url: String) -> String {
    URLHost(of: url).map { "\(url.prefix { $0 != ":" }.lowercased())://\($0.nameAndPort)" } ?? writtenPlace(of: url)
  }

  /// All that stands before the path, and everything where none is seen to begin. A slash within a template begins none.
  private static func writtenPlace(of url: String) -> String {
    guard let scheme = ["http://", "https://"].first(where: { url.hasPrefix($0) }), let template = try? Template(parsing: url) else {
      return url
    }
    var place = ""
    for part in template.parts {
      let text = part.written
      if case .text = part, let slash = text.dropFirst(place.isEmpty ? scheme.count : 0).firstIndex(of: "/") {
        place += text[..<slash]
        // Behind three slashes some readers find a host still.
        return place == scheme ? url : place
      }
      place += text
    }
    return url
  }
}

extension Template.Part {
  /// True for what only says where a value stands.
  fileprivate var isReference: Bool {
    if case .text = self { false } else { true }
  }
}
