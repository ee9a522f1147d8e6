extension Trigger {
  /// The same trigger with every templated string passed through `render`, but its URLs.
  package func mapStrings<Failure>(_ render: (String) throws(Failure) -> String) throws(Failure) -> Trigger {
    switch self {
    case .snapshot(var snapshot):
      snapshot.configuration = try snapshot.configuration.mapStrings(render)
      return .snapshot(snapshot)
    case .build(var build):
      build.configuration = try build.configuration.mapStrings(render)
      return .build(build)
    case .runTemplate(var template):
      template.configuration = try template.configuration.mapStrings(render)
      return .runTemplate(template)
    case .jfrogDeployment(var deployment):
      deployment.name = try render(deployment.name)
      if case .version(let version) = deployment.version { deployment.version = .version(try render(version)) }
      return .jfrogDeployment(deployment)
    case .jfrogExperiment(var experiment):
      experiment.name = try render(experiment.name)
      if let description = experiment.description { experiment.description = try render(description) }
      experiment.parameters = try experiment.parameters.mapStrings(render)
      return .jfrogExperiment(experiment)
    case .jfrogInference(var inference):
      inference.body = try inference.body.mapStrings(render)
      return .jfrogInference(inference)
    case .deployment(var deployment):
      deployment.parameters = try deployment.parameters.mapStrings(render)
      return .deployment(deployment)
    case .chain(var chain):
      chain.action = try chain.action.mapStrings(render)
      return .chain(chain)
    case .http(var http):
      for (name, value) in http.headers { http.headers[name] = try render(value) }
      if let body = http.body { http.body = try body.mapStrings(render) }
      return .http(try http.mapOptions(render))
    case .command(var command):
      for (index, argument) in command.argv.enumerated() { command.argv[index] = try render(argument) }
      if let cwd = command.cwd { command.cwd = try render(cwd) }
      for (name, value) in command.env { command.env[name] = try render(value) }
      return .command(command)
    }
  }

  /// The same trigger with the URL that it calls passed through `render`.
  package func mapURL<Failure>(_ render: (String) throws(Failure) -> String) throws(Failure) -> Trigger {
    switch self {
    case .chain(var chain):
      chain.action = try chain.action.mapURL(render)
      return .chain(chain)
    case .http(var http):
      http.url = try render(http.url)
      return .http(http)
    default: return self
    }
  }

  /// The same trigger with its proxy's URL passed through `render`: what stands for a password there is a part of a URL.
  package func mapProxy<Failure>(_ render: (String) throws(Failure) -> String) throws(Failure) -> Trigger {
    switch self {
    case .chain(var chain):
      chain.action = try chain.action.mapProxy(render)
      return .chain(chain)
    case .http(var http):
      guard let proxy = http.connection?.proxy else { return self }
      http.connection?.proxy = try render(proxy)
      return .http(http)
    default: return self
    }
  }

  /// Checks every template in the trigger.
  /// - Throws: the first that does not parse.
  /// - Returns: true when it reads this machine's environment or files, or is nothing that a server may say for another reason.
  package func checkTemplates() throws(TemplateError) -> Bool {
    var readsMachine = false
    _ = try mapTemplates { text throws(TemplateError) in
      if try Template(parsing: text).readsMachine { readsMachine = true }
      return text
    }
    if case .http(let http) = action, http.refusalFromServer != nil { return true }
    return readsMachine
  }

  /// What the trigger needs that may keep whoever reads it waiting: files, and values of the ZenML server's secret store.
  /// What does not parse needs nothing.
  package var partsToWaitFor: Set<Template.Part> {
    var parts: Set<Template.Part> = []
    _ = mapTemplates { text in
      guard Template.mayStand(in: text) else { return text }
      for part in (try? Template(parsing: text))?.parts ?? [] where part.isWaitedFor { parts.insert(part) }
      return text
    }
    return parts
  }

  /// As `mapURL`, `mapStrings` and `mapProxy`, and shows `render` also the templates that are filled in later, with an answer.
  private func mapTemplates<Failure>(_ render: (String) throws(Failure) -> String) throws(Failure) -> Trigger {
    if case .http(let http) = action { for url in http.laterURLs { _ = try render(url) } }
    return try mapURL(render).mapStrings(render).mapProxy(render)
  }
}

extension HTTPTrigger {
  /// All but the URLs.
  fileprivate func mapOptions<Failure>(_ render: (String) throws(Failure) -> String) throws(Failure) -> HTTPTrigger {
    var copy = self
    for (name, value) in query ?? [:] { copy.query?[name] = try render(value) }
    for (name, value) in form ?? [:] { copy.form?[name] = try render(value) }
    for (index, expectation) in (expect ?? []).enumerated() { copy.expect?[index] = try expectation.mapStrings(render) }
    return copy
  }
}

extension RunConfiguration {
  fileprivate func mapStrings<Failure>(_ render: (String) throws(Failure) -> String) throws(Failure) -> RunConfiguration {
    var copy = self
    for (step, parameters) in steps { copy.steps[step] = try parameters.mapStrings(render) }
    if let parameters { copy.parameters = try parameters.mapStrings(render) }
    for (index, tag) in tags.enumerated() { copy.tags[index] = try render(tag) }
    return copy
  }
}
