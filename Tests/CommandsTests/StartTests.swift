import Glibc
import Testing

@testable import Commands

@Suite(.timeLimit(.minutes(5)))
struct StartTests {
  let fixture: RunsFixture

  init() throws { fixture = try RunsFixture() }

  @Test func aRunningCommandIsNotStartedAgain() async throws {
    try await fixture.runs.start("run", .shell("exec tail -f /dev/null"))
    await #expect(throws: CommandLaunchError.alreadyStarted(name: "run")) {
      try await fixture.runs.start("run", .shell("exit 0"))
    }
    try fixture.runs.cancel("run")
    _ = try await fixture.exit()
  }

  @Test func aCommandThatEndedIsNotStartedAgain() async throws {
    _ = try await fixture.run(.shell("exit 5"))
    await #expect(throws: CommandLaunchError.alreadyStarted(name: "run")) {
      try await fixture.runs.start("run", .shell("exit 0"))
    }
    #expect(try await fixture.exit().cause == .exited(code: 5))
  }

  @Test func ofManyStartsAtOnceOneWins() async throws {
    let fixture = fixture
    let wins = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 {
        // Each from its own daemon, so that no queue puts them in order.
        group.addTask {
          (try? await fixture.nextDaemon.start("run", .shell("echo ran"))) != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    _ = try await fixture.exit()
    #expect(wins == 1)
    #expect(fixture.output == "ran\n")
  }

  @Test func whatLostTheRaceLeavesNothingBehind() async throws {
    _ = try await fixture.run(.shell("exit 0"))
    try? await fixture.runs.start("run", .shell("exit 0"))
    try fixture.runs.remove("run")
    #expect(try fixture.runs.state(of: "run") == .notStarted)
    #expect(access(fixture.path + "/runs/run", F_OK) != 0)
  }

  @Test func aRemovedRunCanBeStartedAgain() async throws {
    _ = try await fixture.run(.shell("exit 5"))
    try fixture.runs.remove("run")
    #expect(try await fixture.run(.shell("exit 6")).cause == .exited(code: 6))
  }

  @Test(arguments: ["", ".", "..", ".hidden", "a/b", "a\u{0}b", "ü", "a b", String(repeating: "x", count: 129)])
  func aNameThatIsNoPlainFileNameIsRefused(name: String) async throws {
    await #expect(throws: CommandLaunchError.invalidName(name)) {
      try await fixture.runs.start(name, .shell("exit 0"))
    }
    #expect(throws: CommandRunError.invalidName(name)) { try fixture.runs.state(of: name) }
  }

  @Test func aTextThatTheKernelWouldCutIsRefused() async throws {
    let specifications = [
      CommandSpecification(argv: []),
      CommandSpecification(argv: [""]),
      CommandSpecification(argv: ["a", "b\u{0}"]),
      CommandSpecification(argv: ["a"], workingDirectory: ""),
      CommandSpecification(argv: ["a"], environment: ["A=B": ""]),
      CommandSpecification(argv: ["a"], environment: ["A": "\u{0}"]),
      CommandSpecification(argv: ["a"], timeout: .zero),
      CommandSpecification(argv: ["a"], grace: .seconds(-1)),
      CommandSpecification(argv: ["a"], outputLimitBytes: 4095),
      CommandSpecification(argv: ["a"], outputFiles: 1),
      CommandSpecification(argv: ["a"], limits: CommandLimits(processes: 0)),
    ]
    for specification in specifications {
      await #expect(throws: CommandLaunchError.self) { try await fixture.runs.start("run", specification) }
    }
    #expect(try fixture.runs.state(of: "run") == .notStarted)
  }

  @Test func theValueOfAnEnvironmentVariableIsNotInTheError() async throws {
    let specification = CommandSpecification(argv: ["a"], environment: ["TOKEN": "geheim\u{0}"])
    let error = await #expect(throws: CommandLaunchError.self) {
      try await fixture.runs.start("run", specification)
    }
    #expect(
      error?.description == "the command cannot be run: the environment variable TOKEN contains a NUL character")
  }

  @Test func textsThatAreLongerThanTheKernelTakesAreNoProblemOfTheSupervisor() async throws {
    // One text may have 32 pages (MAX_ARG_STRLEN), of 64 KiB where they are largest.
    let long = String(repeating: "x", count: 3 << 20)
    let reason = "argv and env together, or one text of them, are longer than the kernel takes"
    for specification in [CommandSpecification(argv: ["a", long]), CommandSpecification(argv: ["a"], environment: ["A": long])] {
      await #expect(throws: CommandLaunchError.invalidSpecification(reason: reason)) {
        try await fixture.runs.start("run", specification)
      }
    }
    #expect(try fixture.runs.state(of: "run") == .notStarted)
  }

  @Test func aSupervisorThatIsNotThereIsNamed() async throws {
    let runs = CommandRuns(supervisorPath: "/no/supervisor", runsDirectory: fixture.path)
    await #expect(
      throws: CommandLaunchError.supervisorUnavailable(
        path: "/no/supervisor", reason: "No such file or directory")
    ) {
      try await runs.start("run", .shell("exit 0"))
    }
  }

  @Test func aRunsDirectoryThatCannotBeMadeIsToldByTheSupervisor() async throws {
    let runs = CommandRuns(supervisorPath: fixture.supervisorPath, runsDirectory: "/proc/no/runs")
    let reason = "cannot create the directory /proc/no/runs/run: No such file or directory"
    await #expect(throws: CommandLaunchError.refused(name: "run", reason: reason)) {
      try await runs.start("run", .shell("exit 0"))
    }
  }

  @Test func aPartOfAMillisecondIsNotNoTimeout() throws {
    let specification = CommandSpecification(argv: ["a"], timeout: .nanoseconds(1), grace: .milliseconds(1500))
    #expect(
      try specification.supervisorArguments(directory: "d", cgroup: "/c/run") == [
        "--directory", "d", "--timeout-ms", "1", "--cgroup", "/c/run", "--grace-ms", "1500", "--output-limit", "10485760",
        "--output-files", "4",
      ])
  }
}
