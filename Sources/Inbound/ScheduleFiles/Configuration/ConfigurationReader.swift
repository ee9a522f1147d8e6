import ControlMessages
import Foundation
import Scheduling

/// Reads the keys of a configuration file.
struct ConfigurationReader {
  enum Purpose {
    /// A daemon's, or that of who checks it or logs in as it does.
    case use
    /// To say where a daemon is: no secret is looked for, and a login may be what its environment holds.
    case places
  }

  /// As it was given.
  let path: String
  /// The configuration's own directory, absolute.
  let directory: String
  let environment: [String: String]
  let purpose: Purpose
  let log: ProblemLog

  init(path: String, environment: [String: String], purpose: Purpose, log: ProblemLog) {
    self.path = path
    self.directory = AbsolutePath.parent(of: AbsolutePath.of(path))
    self.environment = environment
    self.purpose = purpose
    self.log = log
  }

  /// The variable's value; an empty one counts as none.
  func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Nil when it cannot be made. With errors in the log the result is not to be used.
  func read() -> Configuration? {
    var reader = YAMLReader(log)
    let documents = reader.documents()
    guard documents.count <= 1 else {
      log.error("a configuration is one document; remove what follows '---'", at: documents[1].place)
      return nil
    }
    // A text without a key is a configuration that says nothing: all defaults.
    let node = documents.first ?? YAMLNode(content: .mapping([]), place: .start)
    guard var mapping = MappingReader(node, "the configuration", log: log) else { return nil }
    return configuration(&mapping)
  }

  private func configuration(_ mapping: inout MappingReader) -> Configuration? {
    let stateDirectory = mapping.text("state_directory").map { AbsolutePath.of($0, in: directory) } ?? stateDirectoryDefault
    let server = server(&mapping)
    let jfrog = jfrog(&mapping)
    let zenmlLogin = zenmlLogin(&mapping, server: server)
    let givesSchedules = mapping.gives("schedules")
    let schedules = schedules(&mapping)
    let listening = listening(&mapping)
    let socketPath = socketPath(mapping, listening.socket, stateDirectory)
    let allowedHosts = hosts(&mapping, "allowed_hosts", example: "[carillon.example.com]")
    let syncInterval = mapping.duration("sync_interval", in: Configuration.intervalRange)
    let sweepInterval = mapping.duration("sweep_interval", in: Configuration.intervalRange)
    let serverBindings = serverBindings(&mapping)
    let commands = mapping.truth("commands")
    let egress = egress(&mapping)
    let publicURL = publicURL(&mapping)
    let logLevel = mapping.choice("log_level", of: Configuration.LogLevel.self)
    let logFormat = mapping.choice("log_format", of: Configuration.LogFormat.self)
    let limits = limits(&mapping)
    let retention = retention(&mapping)
    let calendars = calendars(&mapping)
    let alerts = alerts(&mapping, publicURL: publicURL)
    mapping.finish()
    guard let socketPath else { return nil }
    var configuration = Configuration(
      stateDirectory: stateDirectory, server: server, jfrog: jfrog, schedules: schedules, socketPath: socketPath,
      syncInterval: syncInterval ?? Configuration.syncIntervalDefault,
      sweepInterval: sweepInterval ?? Configuration.sweepIntervalDefault, serverBindings: serverBindings,
      logLevel: logLevel ?? Configuration.logLevelDefault, logFormat: logFormat ?? Configuration.logFormatDefault,
      egress: egress, commands: commands ?? true, publicURL: publicURL, limits: limits, retention: retention, calendars: calendars,
      warnings: log.warnings)
    if !givesSchedules, schedules.isEmpty { configuration.schedulesIfThere = [schedulesDefault] }
    configuration.alerts = alerts
    configuration.listen = listening.addresses
    configuration.tls = listening.tls
    configuration.allowedHosts = allowedHosts
    configuration.zenmlLogin = zenmlLogin
    return configuration
  }

  // MARK: Paths

  /// systemd tells a service its directory (`StateDirectory=`, systemd.exec(5)); several are separated by colons.
  private var stateDirectoryDefault: String {
    if let given = variable("STATE_DIRECTORY")?.split(separator: ":").first { return AbsolutePath.of(String(given)) }
    let isOfSystem = directory == Configuration.systemDirectory
    return isOfSystem ? Configuration.systemStateDirectory : AbsolutePath.join(directory, Configuration.stateDirectoryDefault)
  }

  private var schedulesDefault: String { AbsolutePath.join(directory, Configuration.schedulesDefault) }

  private func schedules(_ mapping: inout MappingReader) -> [String] {
    guard mapping.gives("schedules") else {
      return FileManager.default.fileExists(atPath: schedulesDefault) ? [schedulesDefault] : []
    }
    let items = mapping.list("schedules", example: "[schedules]") ?? []
    return items.compactMap { mapping.text(of: $0, "schedules") }.map { AbsolutePath.of($0, in: directory) }
  }

  /// In the state directory unless `listen` says otherwise, so that two daemons with states of their own never meet.
  private func socketPath(_ mapping: MappingReader, _ path: String?, _ stateDirectory: String) -> ControlSocketPath? {
    let path = path ?? AbsolutePath.join(stateDirectory, ControlSocketPath.defaultName)
    do throws(ControlSocketPathError) {
      return try ControlSocketPath(path)
    } catch {
      let key = ["listen", "state_directory"].first { mapping.entry($0) != nil }
      log.error(error.description, at: key.map { mapping.keyPlace($0) })
      return nil
    }
  }

  // MARK: Bindings of the server, and hosts

  private func serverBindings(_ mapping: inout MappingReader) -> ServerBindingRules {
    guard var bindings = mapping.mapping("server_bindings") else { return ServerBindingRules() }
    let rules = ServerBindingRules(
      hosts: hosts(&bindings, "http_hosts", example: "[jobs.example.com]"), kinds: bindingKinds(&bindings))
    bindings.finish()
    return rules
  }

  private func bindingKinds(_ reader: inout MappingReader) -> Set<Trigger.Kind> {
    let possible = Trigger.Kind.allCases.filter(ServerBindingRules.kinds.contains)
    let items = reader.list("kinds", example: "[chain]") ?? []
    let kinds = items.compactMap { item -> Trigger.Kind? in
      guard let text = reader.text(of: item, "kinds") else { return nil }
      if let kind = possible.first(where: { $0.rawValue == text }) { return kind }
      let names = possible.map(\.rawValue).joined(separator: ", ")
      log.error("kinds '\(MappingReader.shown(text))' is none of those that can be allowed: \(names)", at: item.place)
      return nil
    }
    return Set(kinds)
  }

  /// A list of `host` and `host:port`.
  func hosts(_ reader: inout MappingReader, _ key: String, example: String) -> Set<String> {
    let items = reader.list(key, example: example) ?? []
    let hosts = items.compactMap { item -> String? in
      guard let text = reader.text(of: item, key) else { return nil }
      if let host = Self.host(text) { return host }
      log.error("\(key) '\(MappingReader.shown(text))' is not a host or host:port; no scheme, path or pattern", at: item.place)
      return nil
    }
    return Set(hosts)
  }

  /// In the form in which a URL's host is compared with it.
  private static func host(_ text: String) -> String? {
    guard !text.contains("/"), let host = URLHost(of: "http://\(text)") else { return nil }
    let hasPort = text.lowercased() != host.name && text.lowercased() != "[\(host.name)]"
    return hasPort ? host.nameAndPort : host.name
  }
}
