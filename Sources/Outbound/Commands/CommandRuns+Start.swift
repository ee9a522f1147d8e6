import Glibc

extension CommandRuns {
  /// Starts the command; when this returns, that it was started is on disk and survives any crash.
  ///
  /// Whether it could then be executed is told by its exit. Not cancellable: what was begun here has to be known.
  /// Takes a process start and a few fsyncs; no Swift concurrency thread waits for them.
  package func start(_ name: String, _ specification: CommandSpecification) async throws(CommandLaunchError) {
    guard let directory = try? directory(of: name) else { throw .invalidName(name) }
    let launch = SupervisorLaunch(
      path: supervisorPath,
      arguments: try specification.supervisorArguments(directory: directory),
      environment: specification.environmentEntries)
    // What is wrong with a missing directory is said by the supervisor.
    mkdir(runsDirectory, 0o700)
    let answer: SupervisorLaunch.Answer
    do {
      answer = try await launch.answer(on: queue)
    } catch {
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
}
