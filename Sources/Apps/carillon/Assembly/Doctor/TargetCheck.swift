import CurlHTTP
import Foundation
import Glibc
import HostTime
import ScheduleFiles
import Scheduling
import Seams
import Triggers

/// Whether what the schedules start is there: programs, hosts, what servers hold. Nothing is started.
struct TargetCheck {
  let check: FileCheck
  /// Nil without one.
  let configuration: Configuration?

  /// More than this many that are well are told in one line.
  private static let listedTargets = 10

  func findings() async -> [Finding] {
    let catalog = check.read().catalog
    let starters = Self.starters(of: catalog)
    let noun = catalog.bindings.isEmpty ? "schedules" : "schedules and bindings"
    var uses: [Use: [String]] = [:]
    for starter in starters { for use in Use.all(of: starter.trigger) { uses[use, default: []].append(starter.name) } }
    var findings: [Finding] = []
    for (use, names) in uses.sorted(by: { $0.key.description < $1.key.description }) {
      findings.append(look(at: use, for: names.count > 3 ? "\(names.count) \(noun)" : names.sorted().joined(separator: ", ")))
    }
    findings += await onServers(starters)
    let well = findings.filter { $0.level == .ok }
    guard well.count > Self.listedTargets else { return findings }
    return [.ok(.targets, "\(well.count) programs and hosts are there")] + findings.filter { $0.level != .ok }
  }

  /// What starts something: a schedule of a file, or a binding for schedules of the server.
  struct Starter {
    let name: String
    let trigger: Scheduling.Trigger
    /// What it starts depends on the pipeline of a schedule that a binding matches, which nobody knows here.
    var needsPipeline = false
  }

  static func starters(of catalog: FileCatalog) -> [Starter] {
    catalog.schedules.map { Starter(name: $0.record.name, trigger: $0.trigger.action) }
      + catalog.bindings.compactMap { binding -> Starter? in
        guard let trigger = binding.content.trigger?.action else { return nil }
        return Starter(name: "the binding of \(binding.location)", trigger: trigger, needsPipeline: needsPipeline(trigger))
      }
  }

  /// Whether what a binding with it starts depends on the pipeline of the schedule that it matches.
  static func needsPipeline(_ trigger: Scheduling.Trigger) -> Bool {
    switch trigger {
    case .deployment: true
    case .snapshot(let snapshot): snapshot.pipeline == nil
    case .build(let build): build.pipeline == nil
    case .runTemplate, .http, .command, .jfrogDeployment, .jfrogExperiment, .jfrogInference, .chain: false
    }
  }

  private func look(at use: Use, for whom: String) -> Finding {
    switch use {
    case .program(let program, let path):
      guard let found = ProgramSearch.find(program, in: path) else {
        let why =
          program.contains("/")
          ? String(cString: strerror(access(program, X_OK) == 0 ? ENOEXEC : errno)) : "it is in no folder of PATH=\(path)"
        return .fail(.targets, "\(program) cannot be started: \(why) (\(whom))", do: "install it, chmod +x it, or mend argv")
      }
      return .ok(.targets, "\(found) (\(whom))")
    case .folder(let folder):
      if FileState(folder)?.isFolder == true { return .ok(.targets, "\(folder) (\(whom))") }
      return .fail(.targets, "the folder \(folder) is not there (\(whom))", do: "make it, or mend cwd")
    case .host(let place): return look(at: place, for: whom)
    case .untold(let text):
      return .warn(
        .targets, "\(text) holds a template, so it is known only when it is due (\(whom))", do: "carillon trigger NAME --wait tries it")
    }
  }

  private func look(at place: URLPlace, for whom: String) -> Finding {
    let name = "\(place.host) port \(place.port)"
    let environment = ProcessInfo.processInfo.environment
    if ["http_proxy", "https_proxy", "all_proxy"].contains(where: { environment[$0] != nil || environment[$0.uppercased()] != nil }) {
      return .warn(
        .targets, "\(name) is reached through a proxy, which is not asked (\(whom))", do: "carillon trigger NAME --wait tries it")
    }
    switch HostProbe(host: place.host, port: place.port, rules: configuration?.egress ?? .standard).run() {
    case .reachable(let address): return .ok(.targets, "\(name) answers\(address == place.host ? "" : " at \(address)") (\(whom))")
    case .forbidden(let reason):
      return .fail(.targets, "\(name): \(reason) (\(whom))", do: "change egress in the configuration, or the URL")
    case .unreachable(let reason): return .fail(.targets, "\(name): \(reason) (\(whom))", do: "start it, or mend the URL")
    }
  }

  /// What can be asked of servers about triggers before they are due.
  private func onServers(_ starters: [Starter]) async -> [Finding] {
    let starters = starters.filter { $0.trigger.kind.needsZenML || $0.trigger.kind.needsJFrog }
    guard !starters.isEmpty, let configuration,
      let targets = try? Targets(forAsking: configuration, transport: CurlHTTPTransport(), clock: HostClock())
    else { return [] }
    var findings: [Finding] = []
    for starter in starters {
      let (name, trigger) = (starter.name, starter.trigger)
      guard targets.all[trigger.kind] != nil else {
        let section = trigger.kind.needsJFrog ? "jfrog" : "server"
        findings.append(.fail(.targets, "\(name): a \(trigger.kind.rawValue) needs \(section) in the configuration", do: "add \(section)"))
        continue
      }
      guard !starter.needsPipeline else { continue }
      switch await targets.checks[trigger.kind]?.check(trigger) {
      case .sound?: findings.append(.ok(.targets, "\(name): the server would take it"))
      case .problems(let problems)?: findings += problems.map { Finding.fail(.targets, "\(name): \($0)", do: "mend its trigger") }
      case .cannotBeAsked(let reason)?:
        findings.append(.warn(.targets, "\(name): it cannot be asked now: \(reason)", do: "ask again later"))
      case nil: break
      }
    }
    return findings
  }
}

/// Something of this machine or of the network that a trigger needs.
private enum Use: Hashable, CustomStringConvertible {
  case program(String, path: String)
  case folder(String)
  case host(URLPlace)
  case untold(String)

  static func all(of trigger: Scheduling.Trigger) -> [Use] {
    switch trigger {
    case .command(let command): uses(command)
    case .http(let http): http.namedURLs.map { url in URLPlace(url).map(Use.host) ?? .untold(url) }
    default: []
    }
  }

  private static func uses(_ command: CommandTrigger) -> [Use] {
    let path = command.env["PATH"] ?? ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    let program = command.argv.first ?? ""
    let uses: [Use] = [program.contains("{{") ? .untold(program) : .program(program, path: path)]
    guard let folder = command.cwd else { return uses }
    return uses + [folder.contains("{{") ? .untold(folder) : .folder(folder)]
  }

  var description: String {
    switch self {
    case .program(let program, _): "1 \(program)"
    case .folder(let folder): "2 \(folder)"
    case .host(let place): "3 \(place.host) \(place.port)"
    case .untold(let text): "4 \(text)"
    }
  }
}
