/// What only a few places may do.
enum Deed: String, CaseIterable, Sendable {
  case readsAClock = "reads a clock"
  case pauses = "pauses"
  case prints = "prints"

  var words: [Word] {
    switch self {
    case .readsAClock:
      [
        "clock_gettime(", "gettimeofday(", "time(NULL", "time(nil", "ContinuousClock", "SuspendingClock", "Date()", "Date.now", ".now()",
        "DispatchTime.now", "DispatchWallTime", "systemUptime", "CFAbsoluteTimeGetCurrent", "HostClock(",
      ]
    case .pauses: ["sleep(", "usleep(", "nanosleep(", "clock_nanosleep(", "asyncAfter("]
    case .prints:
      [
        "print(", "debugPrint(", "NSLog(", "printf(", "fprintf(", "dprintf(", "puts(", "fputs(", "STDOUT_FILENO", "STDERR_FILENO",
        "FileHandle.standardOutput", "FileHandle.standardError",
      ]
    }
  }
}

/// A file, or a folder with a slash at its end, that may do what others may not, and why.
struct AllowedPlace: Sendable {
  let deed: Deed
  let path: String
  let reason: String

  init(_ path: String, _ deed: Deed, _ reason: String) {
    self.deed = deed
    self.path = path
    self.reason = reason
  }

  func covers(_ file: TextFile, _ deed: Deed) -> Bool {
    self.deed == deed && (path.hasSuffix("/") ? file.path.hasPrefix(path) : file.path == path)
  }

  static let all: [AllowedPlace] = sources + supervisor + tests

  private static let sources = [
    AllowedPlace("Sources/Outbound/HostTime/HostClock.swift", .readsAClock, "it is the clock behind the seam"),
    AllowedPlace("Sources/Outbound/Systemd/SystemdNotifier.swift", .readsAClock, "systemd asks for CLOCK_MONOTONIC beside RELOADING=1"),
    AllowedPlace(
      "Sources/Outbound/CurlHTTP/Transfer.swift", .readsAClock, "measures how long a request takes, which no clock step may change"),
    AllowedPlace("Sources/Outbound/CurlHTTP/CurlDriver.swift", .readsAClock, "a transfer's time-out is a Dispatch timer, relative to now"),
    AllowedPlace(
      "Sources/Outbound/CurlHTTP/CurlDriver+Events.swift", .readsAClock, "libcurl's own timer is a Dispatch timer, relative to now"),
    AllowedPlace("Sources/Outbound/CurlHTTP/LazyTimer.swift", .readsAClock, "a Dispatch timer is relative to now"),
    AllowedPlace(
      "Sources/Outbound/Commands/StartDeadline.swift", .readsAClock, "the supervisor compares CLOCK_MONOTONIC with it, which is of no seam"),
    AllowedPlace("Sources/Outbound/Commands/LaunchWait.swift", .readsAClock, "a Dispatch timer is relative to now"),
    AllowedPlace("Sources/Apps/carillon/Assembly/Applying/ServerSchedules.swift", .readsAClock, "gives its client the machine's clock"),
    AllowedPlace("Sources/Apps/carillon/Assembly/OnlineFileCheck.swift", .readsAClock, "gives its targets the machine's clock"),
    AllowedPlace("Sources/Apps/carillon/Assembly/Doctor/ServerCheck.swift", .readsAClock, "gives its client the machine's clock"),
    AllowedPlace("Sources/Apps/carillon/Assembly/Doctor/TargetCheck.swift", .readsAClock, "gives its client the machine's clock"),
    AllowedPlace("Tests/AlertSinksTests/CommandSinkTests.swift", .readsAClock, "a program runs in real time"),
    AllowedPlace("Sources/Outbound/Triggers/CommandTarget.swift", .pauses, "the default of a pause that tests replace"),
    AllowedPlace("Sources/Outbound/Triggers/JFrog/JFrogPolling.swift", .pauses, "the default of a pause that tests replace"),
    AllowedPlace("Sources/Apps/carillon/Assembly/Parts.swift", .readsAClock, "gives the daemon its one clock"),
    AllowedPlace("Sources/Apps/carillon/Assembly/CommandParts.swift", .readsAClock, "gives the commands their one clock"),
    AllowedPlace(
      "Sources/Apps/carillon/Client/Patience.swift", .readsAClock, "measures how long it has asked, which no clock step may change"),
    AllowedPlace("Sources/Apps/carillon/Assembly/DaemonLog.swift", .readsAClock, "each line of the log says when it was written"),
    AllowedPlace("Sources/Apps/carillon/Assembly/DaemonLog.swift", .prints, "asks whether standard error is the journal's"),
    AllowedPlace("Sources/Outbound/ZenMLServer/Runs/RunPoller.swift", .pauses, "the default of a pause that tests replace"),
    AllowedPlace("Sources/Apps/carillon/Client/OutcomeWait.swift", .pauses, "the default of a pause that tests replace"),
    AllowedPlace("Sources/Apps/carillon/Rendering/Output.swift", .prints, "the one way out for what people read"),
    AllowedPlace("Sources/Apps/manual/Manual.swift", .prints, "a program of its own, which says how it is called"),
    AllowedPlace("Sources/Outbound/Commands/ProcessLaunch.swift", .prints, "names the descriptors of the process that it starts"),
  ]

  private static let supervisor = [
    AllowedPlace("Sources/C/supervisor/clocks.h", .readsAClock, "a program of its own, which times the command it watches"),
    AllowedPlace("Sources/C/supervisor/command.c", .prints, "gives the command its standard output and error"),
    AllowedPlace("Sources/C/supervisor/main.c", .prints, "says on standard error why nothing was started"),
    AllowedPlace("Sources/C/supervisor/run_directory.c", .prints, "writes the marks of a run to their files"),
  ]

  private static let tests = [
    AllowedPlace("Tests/TestSupport/Eventually.swift", .readsAClock, "waits for other processes, and no longer than it may"),
    AllowedPlace("Tests/TestSupport/Eventually.swift", .pauses, "the only place of the tests that pauses"),
    AllowedPlace("Tests/CurlHTTPTests/LazyTimerTests.swift", .readsAClock, "compares a real timer with the clock"),
    AllowedPlace("Tests/HostTimeTests/", .readsAClock, "tests the real clock"),
    AllowedPlace("Tests/TriggersTests/CommandTargetTests.swift", .readsAClock, "real commands are timed by the real clock"),
    AllowedPlace("Tests/CommandsTests/ExitTests.swift", .readsAClock, "compares an exit record with the real clock"),
    AllowedPlace("Tests/SystemdTests/SystemdNotifierTests.swift", .readsAClock, "compares RELOADING's time with the real clock"),
    AllowedPlace("Tests/CurlHTTPTests/ResponseTests.swift", .readsAClock, "compares a measured time with the real clock"),
    AllowedPlace("Tests/CurlHTTPTests/ProcessTests.swift", .readsAClock, "does not wait for ever for descriptors to be closed"),
    AllowedPlace("Tests/CronCheck/", .readsAClock, "a program of its own, which says how long it took"),
    AllowedPlace("Tests/CronCheck/", .pauses, "a program of its own, whose watchman looks for inputs that take too long"),
    AllowedPlace("Tests/CronCheck/", .prints, "a program of its own, which says what it found"),
    AllowedPlace("Tests/Simulation/Command/", .readsAClock, "a program of its own, which says how long it took"),
    AllowedPlace("Tests/Simulation/", .prints, "a program of its own, which says what it found"),
    AllowedPlace("Tests/TriggersTests/TargetConformanceTests.swift", .readsAClock, "real commands are timed by the real clock"),
    AllowedPlace("Tests/Integration/", .readsAClock, "drives real programs in real time"),
    AllowedPlace("Tests/Integration/Server/OwnServerTests+Load.swift", .prints, "shows the figures that it has measured"),
  ]
}
