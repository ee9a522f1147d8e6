import ArgumentParser
import ControlMessages
import Scheduling

/// The options of every command for the records of one kind.
struct RecordOptions<Kind: ResourceKind>: ParsableArguments {
  @Option(help: ArgumentHelp("The configuration that names the server.", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp("Another project than the configuration's.", valueName: "name|id", visibility: .shown(Kind.resource.isOfProject)))
  var project: String?

  @Option(
    help: ArgumentHelp(
      "The \(Kind.resource.parent ?? "record") that they belong to.", valueName: "name|id", visibility: .shown(Kind.resource.parent != nil))
  )
  var of: String?

  @Flag(help: "Print JSON instead of text: the server's own objects.")
  var json = false

  @Flag(help: "Print passwords, keys and other secrets too.")
  var showValues = false

  func validate() throws {
    let resource = Kind.resource
    if project != nil, !resource.isOfProject { throw ValidationError("\(resource.plural) belong to no project: leave out --project") }
    guard let parent = resource.parent else {
      if of != nil { throw ValidationError("\(resource.plural) belong to nothing else: leave out --of") }
      return
    }
    if of == nil { throw ValidationError("each of the \(resource.plural) belongs to a \(parent): name it with --of") }
  }

  func operations() async throws -> any ResourceOperations {
    try await Kind.resource.connect(ServerChoice(config: config, project: project, parent: of))
  }

  /// Sends `members`; an error never repeats a secret among them.
  func sending(
    _ members: [String: JSONValue], _ send: (any ResourceOperations) async throws -> ResourceRow
  ) async throws -> ResourceRow {
    let operations = try await operations()
    do {
      return try await send(operations)
    } catch let problem as ControlProblem {
      throw SecretEcho(secrets: Kind.resource.secrets.texts(in: .object(members))).removed(from: problem)
    }
  }

  /// Prints one record.
  func show(_ row: ResourceRow) throws {
    let json = shown(row.json)
    let text = RecordText(json: json, moments: .fromMachineClock(), width: TerminalWidth.ofOutput)
    writeOutput(self.json ? try jsonText(json) : text.text)
  }

  /// The record without what must not be printed.
  func shown(_ json: JSONValue) -> JSONValue {
    showValues ? json : Kind.resource.secrets.hidden(in: json)
  }
}

extension ArgumentVisibility {
  /// In the help only where it means something.
  static func shown(_ isShown: Bool) -> ArgumentVisibility { isShown ? .default : .hidden }
}
