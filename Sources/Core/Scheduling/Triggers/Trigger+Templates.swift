extension Trigger {
  /// The same trigger with every templated string passed through `render`.
  package func mapStrings<Failure>(_ render: (String) throws(Failure) -> String) throws(Failure) -> Trigger {
    switch self {
    case .deployment(var deployment):
      deployment.parameters = try deployment.parameters.mapStrings(render)
      return .deployment(deployment)
    case .http(var http):
      http.url = try render(http.url)
      for (name, value) in http.headers { http.headers[name] = try render(value) }
      if let body = http.body { http.body = try body.mapStrings(render) }
      return .http(http)
    case .command(var command):
      for (index, argument) in command.argv.enumerated() { command.argv[index] = try render(argument) }
      if let cwd = command.cwd { command.cwd = try render(cwd) }
      for (name, value) in command.env { command.env[name] = try render(value) }
      return .command(command)
    }
  }

  /// Checks every template in the trigger.
  /// - Throws: the first that does not parse.
  /// - Returns: true when one reads this machine's environment or files.
  package func checkTemplates() throws(TemplateError) -> Bool {
    var readsMachine = false
    _ = try mapStrings { text throws(TemplateError) in
      if try Template(parsing: text).readsMachine { readsMachine = true }
      return text
    }
    return readsMachine
  }
}
