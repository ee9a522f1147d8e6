import Commands

/// Command runs whose groups are made in a place of their own.
struct CgroupScene {
  let cgroup: ScratchCgroup
  let fixture: RunsFixture
  let announcements: Announcements

  init(_ place: GroupsPlace) throws {
    cgroup = try ScratchCgroup(place)
    fixture = try RunsFixture(cgroup: cgroup.path)
    announcements = try Announcements(in: fixture)
  }

  /// Starts `script` with `$1`, where it says that it is ready, and `$2`, where the groups are, and waits for what it says.
  func start(_ script: String) async throws -> String {
    try await fixture.runs.start("run", .shell(script, announcements.path, cgroup.path))
    return await announcements.next()
  }

  /// The same with a timeout, longer than this one when the script would not say anything within it.
  func start(_ script: String, timeout: Duration, grace: Duration) async throws -> (run: String, word: String) {
    try await fixture.start(announcingIn: announcements, timeout: timeout) {
      .shell(script, announcements.path, cgroup.path, timeout: $0, grace: grace)
    }
  }

  /// Ends what was started, without a grace.
  func end() async throws -> CommandExit {
    try fixture.runs.kill("run")
    return try await fixture.exit()
  }
}
