import Foundation
import Glibc

/// Starts a program by posix_spawn(3).
///
/// Foundation's `Process` shares state between all processes it starts, and crashes when a test starts many at a time.
struct Spawn {
  let argv: [String]
  let environment: [String: String]
  let output: String
  let errors: String

  /// The program starts as `setpriv`, which tells the kernel to end it with the thread that has called this, and becomes
  /// the program then, under the same process id.
  private static let guardian = ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--"]

  func run() -> Result<pid_t, POSIXError> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (descriptor, path) in [(Int32(1), output), (2, errors)] {
      posix_spawn_file_actions_addopen(&actions, descriptor, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    giveUsualSignals(to: &attributes)

    let arguments = (Self.guardian + argv).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, Self.guardian[0], &actions, &attributes, arguments, variables)
    return code == 0 ? .success(id) : .failure(POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO))
  }

  /// Dispatch blocks signals on its threads, and the test process ignores some; the program does neither.
  private func giveUsualSignals(to attributes: inout posix_spawnattr_t) {
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
  }
}
