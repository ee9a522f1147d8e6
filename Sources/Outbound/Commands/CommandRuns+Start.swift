import Glibc

extension CommandRuns {
  /// Starts the command; when this returns, that it was started is on disk and survives any crash.
  ///
  /// Whether it could then be executed is told by its exit. Not cancellable: what was begun here has to be known.
  /// Takes a process start and a few fsyncs; no Swift concurrency thread waits for them.
  package func start(_ name: String, _ specification: CommandSpecification) async throws(CommandLaunchError) {
    guard let directory = try? directory(of: name) else { throw .invalidName(name) }
    let launch = ProcessLaunch(
      path: supervisorPath,
      arguments: try arguments(for: specification, name: name, directory: directory),
      environment: specification.environmentEntries)
    // What is wrong with a missing directory is said by the supervisor.
    mkdir(runsDirectory, 0o700)
    let answer: ProcessLaunch.Answer
    do {
      answer = try await launch.answer(on: queue)
    } catch {
      // The command's own texts are the supervisor's arguments: they stay as long as they are, however often it is tried.
      if error.number == E2BIG { throw .invalidSpecification(reason: Self.tooLong) }
      throw .supervisorUnavailable(path: supervisorPath, reason: errorText(error.number))
    }
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
    for specification: CommandSpecification, name: String, directory: String
  ) throws(CommandLaunchError) -> [String] {
    let cgroup = cgroup.map { RunCgroup.pathPrefix(parent: $0, name: name) }
    let arguments = try specification.supervisorArguments(directory: directory, cgroup: cgroup)
    if specification.limits.isEmpty { return arguments + ["--"] + specification.argv }
    do throws(TransientScopes.Missing) {
      return arguments + ["--"] + (try scopes.command(specification.argv, within: specification.limits, run: name))
    } catch {
      throw .invalidSpecification(reason: error.sentence)
    }
  }
}
