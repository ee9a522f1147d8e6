import Glibc
import Testing

@testable import Systemd

@Suite struct SystemdNotifierTests {
  @Test(arguments: ["/tmp/systemd-notify-\(getpid())", "@notify-notify-\(getpid())"])
  func readinessReachesTheSocketThatIsNamed(name: String) throws {
    let systemd = try DatagramReceiver(name: name)
    try SystemdNotifier(notifySocket: name).notify(.ready)
    #expect(try systemd.receive() == "READY=1")
  }

  @Test func notificationsSentTogetherArriveInOneDatagram() throws {
    let systemd = try DatagramReceiver(name: "@notify-together-\(getpid())")
    try SystemdNotifier(notifySocket: systemd.name).notify(.ready, .status("next: nightly at 02:00Z"))
    #expect(try systemd.receive() == "READY=1\nSTATUS=next: nightly at 02:00Z")
  }

  @Test(arguments: [
    (SystemdNotification.stopping, "STOPPING=1"),
    (.watchdog, "WATCHDOG=1"),
    (.reloading(monotonicMicroseconds: 1_234_567), "RELOADING=1\nMONOTONIC_USEC=1234567"),
    (.status("two\nlines\r\nREADY=1"), "STATUS=two lines READY=1"),
  ])
  func eachNotificationHasItsWireText(notification: SystemdNotification, text: String) {
    #expect(notification.wireText == text)
  }

  @Test func aReloadIsStampedWithTheMonotonicClock() throws {
    let systemd = try DatagramReceiver(name: "@notify-reload-\(getpid())")
    let earliest = monotonicMicroseconds()
    try SystemdNotifier(notifySocket: systemd.name).notifyReloading()
    let lines = try systemd.receive().split(separator: "\n")
    let stamp = try #require(UInt64(lines[1].dropFirst("MONOTONIC_USEC=".count)))
    #expect(lines[0] == "RELOADING=1")
    #expect(stamp >= earliest && stamp <= monotonicMicroseconds())
  }

  @Test(arguments: [nil, ""])
  func withoutASocketNothingIsSent(notifySocket: String?) throws {
    let notifier = try SystemdNotifier(notifySocket: notifySocket)
    #expect(!notifier.isEnabled)
    try notifier.notify(.ready)
  }

  @Test(arguments: ["relative/path", "vsock:2:1234", "/", "@", "/" + String(repeating: "x", count: 107)])
  func aSocketNameThatCannotBeUsedIsRefused(name: String) {
    #expect(throws: SystemdError.unusableSocketName(name)) { try SystemdNotifier(notifySocket: name) }
  }

  @Test func aNameOfTheGreatestLengthIsReached() throws {
    let unique = "@notify-\(getpid())-"
    let name = unique + String(repeating: "x", count: SocketAddress.nameLimit - unique.utf8.count)
    let systemd = try DatagramReceiver(name: name)
    try SystemdNotifier(notifySocket: name).notify(.watchdog)
    #expect(try systemd.receive() == "WATCHDOG=1")
  }

  @Test func aSocketThatNobodyHoldsIsNamedInTheError() throws {
    let notifier = try SystemdNotifier(notifySocket: "/nonexistent/notify")
    let error = #expect(throws: SystemdError.self) { try notifier.notify(.ready) }
    #expect(
      error?.description == "notifying the service manager at /nonexistent/notify: "
        + "sendto: No such file or directory")
  }

  private func monotonicMicroseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
  }
}
