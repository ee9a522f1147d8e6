import CLinux
import Dispatch
import Glibc

/// A program that is given something to read, does one small thing, and ends; nothing is kept of it.
///
/// What outlives the daemon, or takes long, is a run of `CommandRuns`.
package struct OneShotCommand: Sendable {
  /// The program, looked up in the daemon's `PATH`, and its arguments. No shell.
  package var argv: [String]
  /// `NAME=value`: all of it.
  package var environment: [String]
  /// What it reads from its standard input: less than a pipe holds.
  package var input: [UInt8]

  package struct Answer: Sendable, Equatable {
    /// 128 + n for signal n.
    package var status: Int32
    /// The end of what it wrote to its standard error, on one line.
    package var lastWords: String
  }

  package struct Failure: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  package init(argv: [String], environment: [String], input: [UInt8]) {
    (self.argv, self.environment, self.input) = (argv, environment, input)
  }

  /// Sixteen pages, pipe(7).
  package static let inputBytesMost = 64 * 1024

  /// Returns when it has ended. Cancelling the task kills it, and all that is in its process group.
  package func run() async throws(Failure) -> Answer {
    let process = OneShotProcess()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { process.start(self, answering: $0) }
    } onCancel: {
      process.kill()
    }
    return try result.get()
  }
}
