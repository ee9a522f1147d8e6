import Glibc

/// Names the seeds under way when the core itself dies of a failed precondition: the message would be lost with the process.
enum CrashNote {
  // nonisolated(unsafe): each job writes its own place, and only the signal handler reads them.
  private nonisolated(unsafe) static var seeds: UnsafeMutablePointer<UInt64>?
  private nonisolated(unsafe) static var count = 0

  static func install(jobs: Int) {
    seeds = .allocate(capacity: jobs)
    seeds?.initialize(repeating: 0, count: jobs)
    count = jobs
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS] {
      signal(number) { number in
        CrashNote.tell()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  static func note(seed: UInt64, job: Int) { seeds?[job] = seed }

  private static func tell() {
    for job in 0..<count {
      write("\nthe core stopped; one of the seeds under way is it: carillon-simulator replay ")
      write(seeds?[job] ?? 0)
    }
    write("\n")
  }

  private static func write(_ text: StaticString) { _ = Glibc.write(2, text.utf8Start, text.utf8CodeUnitCount) }

  /// Digit by digit: a signal handler allocates nothing.
  private static func write(_ number: UInt64) {
    if number >= 10 { write(number / 10) }
    var digit = UInt8(ascii: "0") + UInt8(number % 10)
    _ = Glibc.write(2, &digit, 1)
  }
}

/// Progress is seen at once, also through a pipe.
func flushOutput() { fflush(nil) }

func exitProcess(_ status: Int32) -> Never {
  flushOutput()
  exit(status)
}
