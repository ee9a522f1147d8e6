import CLinux
import Glibc
import Testing

struct LinuxWrapperTests {
  @Test(arguments: [0, 1] as [Int64])
  func aTimerForAnInstantThatPassedExpiresAtOnce(seconds: Int64) async {
    let timer = linux_timerfd_create_realtime()
    defer { close(timer) }
    #expect(linux_timerfd_arm(timer, seconds, 0, true) == 0)
    await readable(timer)
    #expect(linux_timerfd_read(timer) == 1)
    #expect(linux_timerfd_read(timer) == -Int64(EAGAIN))
  }

  @Test func aDisarmedTimerDoesNotExpire() {
    let timer = linux_timerfd_create_monotonic()
    defer { close(timer) }
    #expect(linux_timerfd_arm(timer, 1, 0, false) == 0)
    #expect(linux_timerfd_disarm(timer) == 0)
    #expect(linux_timerfd_read(timer) == -Int64(EAGAIN))
  }

  @Test func aWrongInstantIsAnErrorNumber() {
    let timer = linux_timerfd_create_realtime()
    defer { close(timer) }
    #expect(linux_timerfd_arm(timer, 0, 1_000_000_000, false) == -EINVAL)
  }

  @Test func thePeerOfASocketPairIsOurselves() {
    var ends: [Int32] = [-1, -1]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    defer { for end in ends { close(end) } }
    var peer = linux_peer_credentials()
    #expect(linux_read_peer_credentials(ends[0], &peer) == 0)
    #expect(peer.process_id == getpid())
    #expect(peer.user_id == getuid())
    #expect(peer.group_id == getgid())
  }

  @Test func anExclusiveLockKeepsAnotherOpenFileOut() throws {
    let fixture = try RunsFixture()
    let first = open(fixture.path, O_RDONLY | O_CLOEXEC)
    let second = open(fixture.path, O_RDONLY | O_CLOEXEC)
    defer { for lock in [first, second] { close(lock) } }
    #expect(linux_try_lock_exclusive(first) == 0)
    #expect(linux_try_lock_shared(second) == -EWOULDBLOCK)
    #expect(linux_try_lock_exclusive(second) == -EWOULDBLOCK)
  }

  @Test func aProcessThatIsNotOurChildIsNotReaped() {
    let pidfd = linux_pidfd_open(getppid())
    defer { close(pidfd) }
    var code: Int32 = 0
    #expect(linux_pidfd_reap(pidfd, &code) == -ECHILD)
    #expect(linux_pidfd_send_signal(pidfd, 0) == 0)
  }
}
