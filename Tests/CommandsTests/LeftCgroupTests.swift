import Glibc
import Testing

@testable import Commands

/// What supervisors leave behind in control groups, and how it goes. In a folder that is no group nobody knows what was left.
@Suite(.timeLimit(.minutes(5)))
struct LeftCgroupTests {
  /// A command whose supervisor was killed, and its process that left session and parent.
  private func loseRun(in scene: CgroupScene) async throws -> WatchedProcess {
    // Not to the pipe: tail itself notices that nobody reads it any more.
    let script = "(setsid sh -c 'echo $$ > \"$1\"; exec tail -f /dev/null > /dev/null' sh \"$1\" &); exec tail -f /dev/null"
    let orphan = try WatchedProcess(await scene.start(script))
    kill(try scene.fixture.supervisor(), SIGKILL)
    #expect(try await scene.fixture.runs.exit(of: "run") == .lost)
    #expect(orphan.isAlive)
    return orphan
  }

  /// Waits for the end of the orphan, which is ours to end where there is no group.
  private func ended(_ orphan: WatchedProcess, in scene: CgroupScene) async throws {
    if !scene.cgroup.isReal { orphan.send(SIGKILL) }
    await orphan.ended()
    try await scene.cgroup.emptied()
  }

  @Test(arguments: GroupsPlace.onThisMachine) func whatALostRunLeftIsEndedByTheNextDaemon(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    let orphan = try await loseRun(in: scene)
    scene.fixture.nextDaemon.removeLeftCgroups()
    try await ended(orphan, in: scene)
    #expect(scene.fixture.nextDaemon.removeLeftCgroups() == [])
    #expect(scene.cgroup.groups.isEmpty == scene.cgroup.isReal)
    #expect(try scene.fixture.runs.state(of: "run") == .lost)
  }

  @Test(arguments: GroupsPlace.onThisMachine) func aLostRunIsRemovedWithItsGroup(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    let orphan = try await loseRun(in: scene)
    // What is on its way out can hold the group for a moment.
    try? scene.fixture.runs.remove("run")
    try await ended(orphan, in: scene)
    try scene.fixture.runs.remove("run")
    #expect(scene.cgroup.groups.isEmpty == scene.cgroup.isReal)
    #expect(try scene.fixture.runs.state(of: "run") == .notStarted)
  }

  @Test(arguments: GroupsPlace.onThisMachine) func groupsThatTheCommandMadeGoToo(place: GroupsPlace) async throws {
    let scene = try CgroupScene(place)
    _ = try await scene.fixture.run(.shell("cd \"$1\"/run-run.* && mkdir -p inner/most", scene.cgroup.path))
    #expect(scene.cgroup.groups.count == 1)
    #expect(scene.fixture.nextDaemon.removeLeftCgroups() == [])
    #expect(scene.cgroup.groups.isEmpty == scene.cgroup.isReal)
  }
}
