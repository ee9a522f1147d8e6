import CivilTime
import Cron
import Testing

/// Every vector holds, forwards and backwards; there is no list of exceptions.
@Suite struct CronVectorTests {
  @Test func everyScheduleFiresWhenItsVectorSays() throws {
    let vectors = try CronFixtures.fires()
    #expect(vectors.count > 2_500)
    for vector in vectors { expectFires(vector) }
  }

  private func expectFires(_ vector: FireVector) {
    do {
      let zone = SystemZones.require(vector.zone)
      let expression = try CronExpression(parsing: vector.pattern, zone: zone, seed: vector.seed, zoneNamed: SystemZones.zone(named:))
      let expected = try vector.fires.map { try Instant(iso8601: $0) }
      let fires = expression.fires(after: try Instant(iso8601: vector.after)).prefix(max(1, expected.count))
      #expect(Array(fires) == expected, "line \(vector.line): '\(vector.pattern)' in \(vector.zone) after \(vector.after)")
      #expect(expression.isReboot == vector.isReboot, "line \(vector.line)")
      for (earlier, later) in zip(expected, expected.dropFirst()) {
        #expect(expression.previous(before: later) == earlier, "line \(vector.line): '\(vector.pattern)' in \(vector.zone) before \(later)")
      }
    } catch {
      Issue.record("line \(vector.line): '\(vector.pattern)': \(error)")
    }
  }

  @Test func everyBadTextIsRefusedAtTheRightPlace() throws {
    let vectors = try CronFixtures.errors()
    #expect(vectors.count > 300)
    for vector in vectors {
      let error = #expect(throws: CronError.self, "line \(vector.line): '\(vector.pattern)'") {
        try CronExpression(parsing: vector.pattern, seed: vector.seed, zoneNamed: SystemZones.zone(named:))
      }
      let found = error.map { "\($0.code.rawValue) \($0.field?.rawValue ?? "-") \($0.position)" }
      #expect(
        found == "\(vector.code) \(vector.field ?? "-") \(vector.position)", "line \(vector.line): '\(vector.pattern)' (\(vector.origin))")
    }
  }
}
