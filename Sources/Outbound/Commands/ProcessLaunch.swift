import CLinux
import Dispatch
import Glibc

/// One start of a process that ends soon and says how it went: the first one of a supervisor, or a question to systemd.
struct ProcessLaunch: Sendable {
  let path: String
  /// After the program's own name.
  let arguments: [String]
  /// `NAME=value`: all of it.
  let environment: [String]
  /// Its pidfd, or less than 0: there is none to be had.
  var openDescriptor: @Sendable (pid_t) -> Int32 = { linux_pidfd_open($0) }

  struct Answer: Sendable {
    /// Its exit status; for a supervisor 0 started, 3 started before, else refused. Nil: somebody else took it, as the
    /// kernel does in a process that ignores SIGCHLD.
    var status: Int32?
    /// What it wrote to stderr, in one line.
    var sentence: String
  }

  /// An errno that posix_spawn or its preparation came back with.
  struct SpawnError: Error {
    var number: Int32
  }

  /// Made on `queue`, in turn. Returns when the process has ended, or when `deadline` is over.
  /// - Parameter prepare: Called before it, on `queue`. It may hang too.
  func outcome(
    on queue: DispatchQueue, until deadline: StartDeadline?, preparing prepare: @escaping @Sendable () -> Void = {}
  ) async -> LaunchWait.Outcome {
    await withCheckedContinuation { continuation in
      let wait = LaunchWait(continuation, until: deadline)
      queue.async {
        guard wait.begin() else { return }
        prepare()
        spawn(for: wait, on: queue)
      }
    }
  }

  private func spawn(for wait: LaunchWait, on queue: DispatchQueue) {
    do throws(SpawnError) {
      let process = try spawn()
      wait.watch(process.id)
      process.whenEnded(on: queue, by: openDescriptor(process.id)) {
        wait.forgetProcess()
        wait.end(.answered(process.takeAnswer()))
      }
    } catch {
      wait.end(.notSpawned(error))
    }
  }

  /// Waits in place, for as long as the process takes.
  func answer() throws(SpawnError) -> Answer { try spawn().takeAnswer() }

  private func spawn() throws(SpawnError) -> LaunchedProcess {
    var ends: [Int32] = [-1, -1]
    let piped = linux_pipe(&ends)
    guard piped == 0 else { throw SpawnError(number: -piped) }
    let reading = OwnedDescriptor(ends[0])
    let writing = OwnedDescriptor(ends[1])
    // What is left of the pipe is read after the end, without waiting: a supervisor may hold it a little longer.
    _ = fcntl(reading.number, F_SETFL, O_NONBLOCK)
    let process = try spawn(standardError: writing.number)
    return LaunchedProcess(path: path, id: process, standardError: reading.release())
  }

  private func spawn(standardError: Int32) throws(SpawnError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, standardError, STDERR_FILENO)
    let closing = linux_spawn_close_others(&actions)
    guard closing == 0 else { throw SpawnError(number: -closing) }
    var process: pid_t = 0
    let failure = withCStrings([path] + arguments) { argv in
      withCStrings(environment) { posix_spawn(&process, path, &actions, nil, argv, $0) }
    }
    guard failure == 0 else { throw SpawnError(number: failure) }
    return process
  }
}

/// The C form of argv and environ: pointers to copies, then nil.
private func withCStrings<Result>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies + [nil])
}
