import Testing

@testable import Commands

/// Whether the daemon may make control groups, decided from texts and facts.
struct CgroupDelegationTests {
  private static let unified = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
  private static let others = """
    22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
    31 23 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory

    """

  private func place(_ membership: String, _ mounts: String = others + unified) -> CgroupPlace {
    CgroupPlace(membership: membership, mounts: mounts)
  }

  @Test func aUnitIsBelowTheMount() {
    #expect(place("0::/system.slice/carillon.service\n") == .directory("/sys/fs/cgroup/system.slice/carillon.service"))
  }

  @Test func besideVersionOneTheLineOfVersionTwoCounts() {
    let membership = "9:name=systemd:/a\n4:memory:/b\n0::/c\n"
    let mounts = "42 32 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
    #expect(place(membership, Self.others + mounts) == .directory("/sys/fs/cgroup/unified/c"))
  }

  @Test func theRootIsTheMountItself() { #expect(place("0::/\n") == .directory("/sys/fs/cgroup")) }

  @Test func aMountThatShowsAPartIsUsedForWhatIsInIt() {
    let mounts = "50 1 0:26 /box /mnt rw - cgroup2 cgroup2 rw\n"
    #expect(place("0::/box/unit\n", mounts) == .directory("/mnt/unit"))
    #expect(place("0::/box\n", mounts) == .directory("/mnt"))
    #expect(
      place("0::/boxes\n", mounts) == .none(reason: "no cgroup2 file system is mounted that shows the control group /boxes"))
  }

  @Test(arguments: ["", "4:memory:/b\n"])
  func withoutVersionTwoThereIsNone(membership: String) {
    #expect(place(membership) == .none(reason: "this kernel or container has no cgroup v2"))
  }

  @Test func aGroupOutsideOfTheNamespaceIsOutOfSight() {
    #expect(place("0::/../other\n") == .none(reason: "the control group of the daemon is out of its sight"))
  }

  @Test func aMountPointWithASpaceIsNotGuessed() {
    let mounts = "50 1 0:26 / /my\\040mount rw - cgroup2 cgroup2 rw\n"
    #expect(place("0::/a\n", mounts) == .none(reason: "no cgroup2 file system is mounted that shows the control group /a"))
  }

  @Test func halfALineIsNoMount() {
    #expect(place("0::/a\n", "50 1 0:26 -\n- cgroup2\n\n") != .directory("/a"))
  }

  private func decision(_ change: (inout CgroupDelegation.Facts) -> Void) -> CgroupDelegation {
    var facts = CgroupDelegation.Facts(path: "/c/unit")
    change(&facts)
    return CgroupDelegation(facts)
  }

  @Test func aWritableGroupOfAnotherUserThanRootIsDelegated() { #expect(decision { _ in } == .delegated(path: "/c/unit")) }

  @Test func theRootIsNobodysToDivide() {
    #expect(decision { $0.isRoot = true } == .absent(reason: "the daemon is in the root control group"))
  }

  @Test func whatIsNotWritableIsNotDelegated() {
    let reason = "the control group /c/unit is not writable (Delegate=yes in the unit makes it so)"
    #expect(decision { $0.isWritable = false } == .absent(reason: reason))
  }

  @Test func aThreadedGroupTakesNoProcesses() {
    #expect(decision { $0.type = "threaded" } == .absent(reason: "the control group /c/unit is of type threaded"))
  }

  /// To root everything is writable, so systemd's word is needed where there is a systemd.
  @Test(arguments: [(false, false, true), (true, false, false), (true, true, true)])
  func forRootTheMarkCounts(systemdRuns: Bool, isMarked: Bool, isDelegated: Bool) {
    let decision = decision {
      $0.isSuperuser = true
      $0.systemdRuns = systemdRuns
      $0.isMarked = isMarked
    }
    let reason = "systemd did not delegate the control group /c/unit (Delegate=yes in the unit does)"
    #expect(decision == (isDelegated ? .delegated(path: "/c/unit") : .absent(reason: reason)))
  }

  @Test func aPathThatTheRecordsCannotHoldIsNotUsed() {
    #expect(decision { $0.path = "/c/\(String(repeating: "x", count: 800))" }.path == nil)
    #expect(decision { $0.path = "/c/a\nb" }.path == nil)
  }

  @Test(arguments: [
    ("run-abc.12", "abc"), ("run-a.b-2.7", "a.b-2"), ("run-abc", nil), ("run-abc.x", nil), ("abc.12", nil), ("", nil),
  ])
  func theNameOfAGroupTellsItsRun(directory: String, run: String?) { #expect(RunCgroup.runName(of: directory) == run) }
}
