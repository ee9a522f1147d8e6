import Foundation
import Testing

@testable import Commands

/// Limits are enforced by systemd, or refused.
@Suite(.timeLimit(.minutes(5)))
struct LimitsTests {
  let fixture: RunsFixture
  private let limits = CommandLimits(memoryBytes: 1 << 30, cpuPercent: 150, processes: 64)

  init() throws { fixture = try RunsFixture() }

  /// A systemd-run that shows its arguments up to `--`, and then does what it would do.
  private func fakeRunner(_ script: String) throws -> TransientScopes {
    TransientScopes(runner: try fixture.program("systemd-run", script), systemdRuns: true)
  }

  private static let showAndExecute = "while [ \"$1\" != -- ]; do echo \"$1\"; shift; done; shift; exec \"$@\""

  @Test func aCommandWithinLimitsRunsInATransientScope() async throws {
    var runs = fixture.runs
    runs.scopes = try fakeRunner(Self.showAndExecute)
    var specification = CommandSpecification.shell("echo ran; exit 3")
    specification.limits = limits
    try await runs.start("run", specification)
    #expect(try await fixture.exit().cause == .exited(code: 3))
    #expect(
      fixture.output == """
        --scope
        --quiet
        --collect
        --no-ask-password
        --property=DefaultDependencies=no
        --unit=carillon-run.scope
        --description=Carillon command run run
        --property=MemoryMax=1073741824
        --property=MemorySwapMax=0
        --property=CPUQuota=150%
        --property=TasksMax=64
        ran

        """)
  }

  @Test func onlyTheLimitsThatAreSetAreAskedFor() {
    #expect(CommandLimits(processes: 5).properties == ["TasksMax=5"])
    #expect(CommandLimits.none.properties == [])
  }

  @Test func withoutSystemdACommandWithinLimitsIsNotStarted() async throws {
    var runs = fixture.runs
    runs.scopes = TransientScopes(runner: "/usr/bin/systemd-run", systemdRuns: false)
    let reason =
      "limits on memory, CPU or processes need systemd to make a transient unit, and this machine is not run by "
      + "systemd (there is no /run/systemd/system)"
    #expect(runs.scopes.problem(with: limits) == reason)
    await #expect(throws: CommandLaunchError.invalidSpecification(reason: reason)) {
      try await runs.start("run", CommandSpecification(argv: ["true"], limits: limits))
    }
    #expect(try runs.state(of: "run") == .notStarted)
  }

  @Test func withoutSystemdRunTheProblemNamesIt() {
    #expect(
      TransientScopes(runner: nil, systemdRuns: true).problem(with: limits)
        == "limits on memory, CPU or processes need systemd to make a transient unit, and there is no /usr/bin/systemd-run")
  }

  @Test func whatSystemdRefusesIsSaidWithItsWordsAndARemedy() throws {
    let scopes = try fakeRunner("echo 'Failed to start transient scope unit: Access denied' >&2; exit 1")
    #expect(
      scopes.problem(with: limits) == """
        limits on memory, CPU or processes need systemd to make a transient unit, and it refuses: Failed to start transient \
        scope unit: Access denied; allow org.freedesktop.systemd1.manage-units to the daemon's user in a polkit rule
        """)
  }

  @Test func whereSystemdGivesLeaveThereIsNoProblem() throws {
    #expect(try fakeRunner(Self.showAndExecute).problem(with: limits) == nil)
  }

  @Test func noLimitsAreNoProblemAnywhere() { #expect(CommandLimits.none.problemOnThisMachine() == nil) }

  @Test(arguments: [
    (CommandLimits(memoryBytes: 4096), "the memory limit 4096 bytes is below 1048576"),
    (CommandLimits(cpuPercent: 0), "the CPU limit 0 % is below 1 %"),
    (CommandLimits(processes: -1), "the limit of -1 processes is below 1"),
  ])
  func aLimitThatNothingCouldKeepIsAProblem(limits: CommandLimits, problem: String) {
    #expect(limits.problem == problem)
    #expect(limits.problemOnThisMachine() == problem)
  }
}
