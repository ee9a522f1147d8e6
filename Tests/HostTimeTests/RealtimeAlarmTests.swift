import CivilTime
import Dispatch
import HostTime
import Seams
import Testing

@Suite struct RealtimeAlarmTests {
  private let queue = DispatchQueue(label: "test")

  @Test(.timeLimit(.minutes(5))) func anAlarmIsNeverEarly() async {
    let clock = HostClock()
    let due = clock.now().advanced(by: .milliseconds(30))
    let (rings, continuation) = AsyncStream.makeStream(of: Void.self)
    let alarm = clock.makeAlarm(on: queue) { continuation.yield() }
    alarm.set(due)
    for await _ in rings { break }
    #expect(clock.now() >= due)
    alarm.cancel()
  }

  @Test(.timeLimit(.minutes(5))) func aTimeThatHasPassedRingsAtOnce() async {
    let clock = HostClock()
    let (rings, continuation) = AsyncStream.makeStream(of: Void.self)
    let alarm = clock.makeAlarm(on: queue) { continuation.yield() }
    alarm.set(clock.now().advanced(by: .seconds(-10)))
    for await _ in rings { break }
    alarm.cancel()
  }

  @Test(.timeLimit(.minutes(5))) func theLastSettingCounts() async {
    let clock = HostClock()
    let (rings, continuation) = AsyncStream.makeStream(of: Void.self)
    let alarm = clock.makeAlarm(on: queue) { continuation.yield() }
    alarm.set(clock.now().advanced(by: .seconds(3600)))
    alarm.set(clock.now().advanced(by: .milliseconds(10)))
    for await _ in rings { break }
    alarm.cancel()
  }
}

@Suite struct HostZonesTests {
  private let zones = HostZones()

  @Test func aZoneOfTheMachineIsFound() {
    #expect(zones.zone(named: "Europe/Stockholm")?.name == "Europe/Stockholm")
  }

  @Test(arguments: ["", "Mars/Base", "../../etc/passwd", "/etc/localtime", "Europe", "zone.tab"])
  func whatIsNoZoneIsNotFound(_ name: String) {
    #expect(zones.zone(named: name) == nil)
  }

  @Test func aMachineWithoutZonesKnowsUTC() {
    let bare = HostZones(folder: "/nowhere")
    #expect(bare.zone(named: "UTC") == .utc)
    #expect(bare.zone(named: "Europe/Stockholm") == nil)
  }
}
