import CivilTime
import ControlMessages
import Scheduling
import Testing

@testable import carillon

@Suite struct EventRingTests {
  private let start = Instant(secondsSinceEpoch: 1_795_226_400)

  private func ring(of count: Int, capacity: Int = 5) -> EventRing {
    var ring = EventRing(startedAt: start, capacity: capacity)
    for _ in 0..<count { _ = ring.append(.removed(.random())) }
    return ring
  }

  @Test func theNewestAreKeptInOrder() {
    let ring = ring(of: 12)
    let first = start.microsecondsSinceEpoch
    #expect(ring.after(0).map(\.id) == (7..<12).map { first + $0 })
    #expect(ring.after(first + 9).map(\.id) == [first + 10, first + 11])
    #expect(ring.after(first + 11).isEmpty)
  }

  @Test func whatIsGoneIsAGapAndWhatIsKeptIsNone() {
    let (ring, first) = (ring(of: 12), start.microsecondsSinceEpoch)
    #expect(ring.hasGap(after: first + 5))
    #expect(!ring.hasGap(after: first + 6))
    #expect(!ring.hasGap(after: first + 11))
    #expect(!ring.hasGap(after: 0))
  }

  @Test func whatComesIsBehindTheNewest() {
    var ring = ring(of: 0)
    let newest = ring.newestID
    #expect(!ring.hasGap(after: newest))
    let next = ring.append(.removed(.random()))
    #expect(ring.after(newest).map(\.id) == [next.id])
    #expect(ring.newestID == next.id)
  }

  @Test func aListenerIsToldWhereItBegins() async {
    let listener = EventListener(schedule: .random())
    #expect(listener.take(.start(41)))
    #expect(await listener.next() == EventMessage(id: 41, .heartbeat))
  }

  @Test func anEventOfAnEarlierLifeIsAGap() {
    #expect(ring(of: 0).hasGap(after: start.microsecondsSinceEpoch - 1_000_000))
    #expect(ring(of: 2).hasGap(after: start.microsecondsSinceEpoch - 1_000_000))
  }

  @Test func whatIsLeftOutIsAGap() {
    var ring = ring(of: 3)
    let last = ring.nextID - 1
    ring.skip(10)
    #expect(ring.hasGap(after: last))
    let next = ring.append(.removed(.random()))
    #expect(next.id == last + 11)
    #expect(!ring.hasGap(after: last + 10))
  }

  @Test func aListenerThatDoesNotReadIsToldAndCut() async {
    let listener = EventListener(schedule: nil, backlog: 3)
    let taken = (1...5).map { listener.take(.news(NumberedNews(id: $0, news: .removed(.random())))) }
    #expect(taken == [true, true, true, false, false])
    await confirmation { cut in listener.whenCut { cut() } }
    for id in Int64(1)...3 { #expect(await listener.next()?.id == id) }
    #expect(await listener.next() == EventMessage(.end(EventEnd(reason: .slow))))
    #expect(await listener.next() == nil)
  }

  @Test func aListenerHearsOfItsScheduleOnly() async {
    let (own, other) = (Identifier.random(), Identifier.random())
    let listener = EventListener(schedule: own, backlog: 1)
    #expect(listener.take(.news(NumberedNews(id: 1, news: .removed(other)))))
    #expect(listener.take(.news(NumberedNews(id: 2, news: .removed(own)))))
    listener.end(.shutdown)
    #expect(await listener.next()?.id == 2)
    #expect(await listener.next()?.content == .end(EventEnd(reason: .shutdown)))
  }
}
