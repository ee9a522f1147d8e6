import CLinux
import Dispatch
import Glibc

/// The process of a one-shot command.
///
/// @unchecked Sendable: everything that changes is touched only on `queue`.
final class OneShotProcess: @unchecked Sendable {
  typealias Outcome = Result<OneShotCommand.Answer, OneShotCommand.Failure>

  private let queue = DispatchQueue(label: "carillon.one-shot")
  private var id: pid_t = 0
  private var isKilled = false
  private var words: [UInt8] = []

  private static let wordsMost = 1024

  func start(_ command: OneShotCommand, answering continuation: CheckedContinuation<Outcome, Never>) {
    queue.async {
      guard !self.isKilled else { return continuation.resume(returning: .failure(.init(description: "it was cancelled before its start"))) }
      do throws(OneShotCommand.Failure) {
        try self.spawn(command, answering: continuation)
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
  }

  func kill() {
    queue.async {
      self.isKilled = true
      // Not reaped before this queue says so: the group is still its own.
      if self.id > 0 { Glibc.kill(-self.id, SIGKILL) }
    }
  }

  private func spawn(
    _ command: OneShotCommand, answering continuation: CheckedContinuation<Outcome, Never>
  ) throws(OneShotCommand.Failure) {
    guard command.input.count <= OneShotCommand.inputBytesMost else {
      throw .init(description: "its input of \(command.input.count) bytes is more than a pipe holds")
    }
    let (input, output) = (try Self.pipe(), try Self.pipe())
    defer {
      close(input.reading)
      close(output.writing)
    }
    let written = command.input.withUnsafeBytes { Glibc.write(input.writing, $0.baseAddress, $0.count) }
    close(input.writing)
    guard written == command.input.count else {
      close(output.reading)
      throw .init(description: "its input cannot be written: \(errorText(errno))")
    }
    do throws(OneShotCommand.Failure) {
      id = try command.spawn(input: input.reading, errors: output.writing)
    } catch {
      close(output.reading)
      throw error
    }
    watch(output.reading, answering: continuation)
  }

  /// Its words are read as they come, so that it never waits for a reader; its end comes by pidfd.
  private func watch(_ errors: Int32, answering continuation: CheckedContinuation<Outcome, Never>) {
    _ = fcntl(errors, F_SETFL, O_NONBLOCK)
    let reader = DispatchSource.makeReadSource(fileDescriptor: errors, queue: queue)
    reader.setEventHandler { if !self.read(errors) { reader.cancel() } }
    reader.setCancelHandler { close(errors) }
    reader.activate()
    let pidfd = linux_pidfd_open(id)
    guard pidfd >= 0 else { return finish(reader, errors, continuation) }
    let end = DispatchSource.makeReadSource(fileDescriptor: pidfd, queue: queue)
    end.setEventHandler {
      end.cancel()
      self.finish(reader, errors, continuation)
    }
    end.setCancelHandler { close(pidfd) }
    end.activate()
  }

  private func finish(_ reader: any DispatchSourceRead, _ errors: Int32, _ continuation: CheckedContinuation<Outcome, Never>) {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    id = 0
    if !reader.isCancelled {
      _ = read(errors)
      reader.cancel()
    }
    let signal = status & 0x7f
    let code = signal == 0 ? (status >> 8) & 0xff : 128 + signal
    let text = String(decoding: words, as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: " ")
    let plain = String(text.unicodeScalars.filter { $0.properties.generalCategory != .control })
    continuation.resume(returning: .success(.init(status: code, lastWords: plain)))
  }

  /// False at the end of the stream.
  private func read(_ descriptor: Int32) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 { return errno == EAGAIN || errno == EINTR }
      if count == 0 { return false }
      words = Array((words + buffer[..<count]).suffix(Self.wordsMost))
    }
  }

  private static func pipe() throws(OneShotCommand.Failure) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    let result = linux_pipe(&ends)
    guard result == 0 else { throw .init(description: "there is no pipe for it: \(errorText(-result))") }
    return (ends[0], ends[1])
  }
}

extension OneShotCommand {
  /// In a process group of its own, with the signals as programs expect them, and with nothing of the daemon's open: a program that
  /// outlives it would keep the next one from its ports.
  fileprivate func spawn(input: Int32, errors: Int32) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    let closing = linux_spawn_close_others(&actions)
    guard closing == 0 else { throw Failure(description: "\(argv[0]): \(errorText(-closing))") }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let arguments = argv.map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var process: pid_t = 0
    let failure = posix_spawnp(&process, argv[0], &actions, &attributes, arguments, variables)
    guard failure == 0 else { throw Failure(description: "\(argv[0]): \(errorText(failure))") }
    return process
  }
}
