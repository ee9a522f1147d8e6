import Glibc
import TestSupport
import Testing

@testable import Commands

/// Commands in control groups of their own, in a real cgroup v2 where the machine has one for the tests, and without.
@Suite(.timeLimit(.minutes(5)))
struct CgroupTests {
  /// A process that left session and parent, ignores SIGTERM, holds stdout and says its id.
  private static let escape = """
    (setsid sh -c 'trap "" TERM; echo $$ > "$1"; exec tail -f /dev/null' sh "$1" &)

    """
  private static let wait = "exec tail -f /dev/null"

  @Test(arguments: GroupsPlace.onThisMachine) func aCommandIsInAGroupOfItsOwn(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    _ = try await scene.start("cat /proc/self/cgroup; echo up > \"$1\"; " + Self.wait)
    let group = "run-run.\(try scene.fixture.supervisor())"
    #expect(scene.cgroup.groups == [group])
    let said = try await eventually("it has said where it is") {
      scene.fixture.output
    } until: {
      $0.hasSuffix("\n")
    }
    #expect(said.contains("/\(group)\n") == scene.cgroup.isReal)
    #expect(try await scene.end().leftBehind == 0)
  }

  @Test(arguments: GroupsPlace.onThisMachine) func theSupervisorStaysOutsideOfTheGroup(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    let command = try await scene.start("echo $$ > \"$1\"; " + Self.wait)
    let members = scene.cgroup.text(of: "\(scene.cgroup.groups[0])/cgroup.procs")
    #expect(members == (scene.cgroup.isReal ? "\(command)\n" : nil))
    _ = try await scene.end()
  }

  @Test(arguments: GroupsPlace.onThisMachine) func theGroupIsGoneWhenTheExitIsKnown(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    #expect(try await scene.fixture.run(.shell("exit 3")).cause == .exited(code: 3))
    #expect(scene.cgroup.groups == [])
  }

  @Test(arguments: GroupsPlace.onThisMachine) func noControllerIsEverSwitchedOn(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    let before = scene.cgroup.text(of: "cgroup.subtree_control")
    _ = try await scene.start("echo up > \"$1\"; " + Self.wait)
    #expect(scene.cgroup.text(of: "cgroup.subtree_control") == before)
    #expect(scene.cgroup.text(of: "\(scene.cgroup.groups[0])/cgroup.subtree_control") == (scene.cgroup.isReal ? "" : nil))
    _ = try await scene.end()
  }

  @Test(arguments: GroupsPlace.onThisMachine)
  func theTimeoutReachesAGrandchildThatLeftTheSession(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    let script = Self.escape + Self.wait
    let (run, id) = try await scene.start(script, timeout: .seconds(1), grace: .milliseconds(50))
    let grandchild = try WatchedProcess(id)
    let exit = try await scene.fixture.exit(of: run)
    #expect(!grandchild.isAlive)
    #expect(exit.timedOut)
    #expect(exit.leftBehind == 0)
    #expect(scene.cgroup.groups == [])
  }

  @Test(arguments: GroupsPlace.onThisMachine) func aCommandThatForksAllTheTimeIsEnded(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    let forks = "for round in $(seq 300); do (setsid tail -f /dev/null &); done; "
    _ = try await scene.start("trap '' TERM; echo up > \"$1\"; " + forks + Self.wait)
    let exit = try await scene.end()
    #expect(exit.cause == .signalled(SIGKILL))
    #expect(exit.leftBehind == 0)
    #expect(scene.cgroup.groups == [])
  }

  @Test(arguments: GroupsPlace.onThisMachine) func aProcessThatLeftTheGroupIsEndedToo(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    let leave = "trap \"\" TERM; echo 0 > \"$2/cgroup.procs\"; echo $$ > \"$1\"; exec tail -f /dev/null"
    let script = "(setsid sh -c '\(leave)' sh \"$1\" \"$2\" &); " + Self.wait
    let fugitive = try WatchedProcess(await scene.start(script))
    #expect(try await scene.end().leftBehind == 0)
    #expect(!fugitive.isAlive)
  }

  @Test(arguments: GroupsPlace.onThisMachine)
  func groupsOfRunningCommandsAndOfOtherDaemonsAreLeftAlone(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    _ = try await scene.start("echo up > \"$1\"; " + Self.wait)
    let groups = scene.cgroup.groups
    #expect(scene.fixture.nextDaemon.removeLeftCgroups() == [])
    let stranger = try RunsFixture(cgroup: scene.cgroup.path)
    _ = try await stranger.run(.shell("exit 0"))
    #expect(stranger.nextDaemon.removeLeftCgroups() == [])
    #expect(scene.cgroup.groups == groups)
    _ = try await scene.end()
  }

  @Test func aGroupThatCannotBeMadeIsDoneWithout() async throws {
    let fixture = try RunsFixture(cgroup: "/no/such/place")
    #expect(try await fixture.run(.shell("echo well; exit 3")).cause == .exited(code: 3))
    #expect(fixture.output == "well\n")
    #expect(fixture.nextDaemon.removeLeftCgroups() == [])
    try fixture.runs.remove("run")
  }

  @Test(arguments: GroupsPlace.onThisMachine) func aGroupIsDelegatedUnlessSystemdKeepsItForItself(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    let process = try await scene.start("echo $$ > \"$1\"; " + Self.wait)
    let path = "\(scene.cgroup.path)/\(scene.cgroup.groups[0])"
    let isKept = access("/run/systemd/system", F_OK) == 0 && geteuid() == 0
    #expect((CgroupDelegation.of(process: process).path == path) == (scene.cgroup.isReal && !isKept))
    _ = try await scene.end()
  }
}
