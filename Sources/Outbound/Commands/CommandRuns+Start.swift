import Glibc

extension CommandRuns {
  /// Starts the command; when this returns, that it was started is on disk and survives any crash.
  ///
  /// Whether it could then be executed is told by its exit. Not cancellable: what was begun here has to be known.
  /// Takes a process start and a few fsyncs; no Swift concurrency thread waits for them.
  /// - Parameter limit: For all of that, its turn among other starts included. What has made no mark by then never starts the
  ///   command, so that the state of the run is the truth: `notStarted` stays so until the next start. Nil: as long as it takes.
  package func start(
    _ name: String, _ specification: CommandSpecification, within limit: Duration? = nil
  ) async throws(CommandLaunchError) {
    guard let directory = try? directory(of: name) else { throw .invalidName(name) }
    let deadline = limit.map { StartDeadline(in: $0) }
    let launch = ProcessLaunch(
      path: supervisorPath,
      arguments: try arguments(for: specification, name: name, directory: directory, deadline),
      environment: specification.environmentEntries)
    // What is wrong with a missing directory is said by the supervisor.
    let outcome = await launch.outcome(on: queue, until: deadline) { [runsDirectory] in mkdir(runsDirectory, 0o700) }
    switch outcome {
    case .answered(let answer): try check(answer, name: name)
    // The command's own texts are the supervisor's arguments: they stay as long as they are, however often it is tried.
    case .notSpawned(let error) where error.number == E2BIG: throw .invalidSpecification(reason: Self.tooLong)
    case .notSpawned(let error): throw .supervisorUnavailable(path: supervisorPath, reason: errorText(error.number))
    case .notBegun: throw .notBegun(name: name, limit: limit ?? .zero)
    case .silent: throw .noAnswer(name: name, limit: limit ?? .zero)
    }
  }

  private func check(_ answer: ProcessLaunch.Answer, name: String) throws(CommandLaunchError) {
    switch answer.status {
    case 0: return
    case 3: throw .alreadyStarted(name: name)
    // Without the answer, the mark tells whether something was started, but not by whom.
    case nil where (try? state(of: name)) != .notStarted: throw .alreadyStarted(name: name)
    default: throw .refused(name: name, reason: answer.sentence)
    }
  }

  private static let tooLong = "argv and env together, or one text of them, are longer than the kernel takes"

  private func arguments(
    for specification: CommandSpecification, name: String, directory: String, _ deadline: StartDeadline?
  ) throws(CommandLaunchError) -> [String] {
    let cgroup = cgroup.map { RunCgroup.pathPrefix(parent: $0, name: name) }
    var arguments = try specification.supervisorArguments(directory: directory, cgroup: cgroup)
    if let deadline { arguments += ["--start-by-ms", String(deadline.milliseconds)] }
    if specification.limits.isEmpty { return arguments + ["--"] + specification.argv }
    do throws(TransientScopes.Missing) {
      return arguments + ["--"] + (try scopes.command(specification.argv, within: specification.limits, run: name))
    } catch {
      throw .invalidSpecification(reason: error.sentence)
    }
  }
}
