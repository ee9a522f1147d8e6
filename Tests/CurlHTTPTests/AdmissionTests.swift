import Seams
import Testing

@testable import CurlHTTP

struct AdmissionTests {
  private final class Waiter {}

  private func origin(_ host: String) throws -> Origin { try Origin(of: HTTPRequest("GET", "http://\(host)/")) }

  private func admission(perHost: Int, overAll: Int, waiting: Int = 10) -> Admission<Waiter> {
    var limits = CurlLimits()
    limits.maximumConnectionsPerHost = perHost
    limits.maximumConnections = overAll
    limits.maximumWaiting = waiting
    return Admission(limits: limits)
  }

  @Test func aBusyHostDoesNotHoldUpAnother() throws {
    var admission = admission(perHost: 1, overAll: 2)
    #expect(admission.ask(Waiter(), for: try origin("a")) == .start)
    #expect(admission.ask(Waiter(), for: try origin("a")) == .wait)
    #expect(admission.ask(Waiter(), for: try origin("b")) == .start)
  }

  @Test func theLimitOverAllHostsHolds() throws {
    var admission = admission(perHost: 1, overAll: 2)
    #expect(try ["a", "b", "c"].map { admission.ask(Waiter(), for: try origin($0)) } == [.start, .start, .wait])
  }

  @Test func theFirstThatMayStartDoes() throws {
    var admission = admission(perHost: 1, overAll: 2)
    let (waitsForA, waitsForC) = (Waiter(), Waiter())
    #expect(try ["a", "b"].map { admission.ask(Waiter(), for: try origin($0)) } == [.start, .start])
    #expect(admission.ask(waitsForA, for: try origin("a")) == .wait)
    #expect(admission.ask(waitsForC, for: try origin("c")) == .wait)
    #expect(admission.release(try origin("b")) === waitsForC)
    #expect(admission.release(try origin("a")) === waitsForA)
    #expect(admission.release(try origin("a")) == nil)
  }

  @Test func oneThatWithdrewIsNotStarted() throws {
    var admission = admission(perHost: 1, overAll: 1)
    let (gone, next) = (Waiter(), Waiter())
    #expect(admission.ask(Waiter(), for: try origin("a")) == .start)
    #expect(admission.ask(gone, for: try origin("a")) == .wait)
    #expect(admission.ask(next, for: try origin("a")) == .wait)
    admission.withdraw(gone)
    #expect(admission.release(try origin("a")) === next)
  }

  @Test func thoseWhoStayKeepTheirOrderWhenOthersLeave() throws {
    var admission = admission(perHost: 1, overAll: 1, waiting: 100)
    let waiters = (0..<100).map { _ in Waiter() }
    #expect(admission.ask(Waiter(), for: try origin("a")) == .start)
    for waiter in waiters { #expect(admission.ask(waiter, for: try origin("a")) == .wait) }
    for index in stride(from: 0, to: 100, by: 3) { admission.withdraw(waiters[index]) }
    for index in 0..<100 where index % 3 != 0 {
      #expect(admission.release(try origin("a")) === waiters[index], "waiter \(index)")
    }
    #expect(admission.release(try origin("a")) == nil)
  }

  @Test func whoHasLeftMakesRoomInTheLine() throws {
    var admission = admission(perHost: 1, overAll: 1, waiting: 2)
    let (first, second) = (Waiter(), Waiter())
    #expect(try [Waiter(), first, second].map { admission.ask($0, for: try origin("a")) } == [.start, .wait, .wait])
    admission.withdraw(second)
    #expect(try [second, Waiter()].map { admission.ask($0, for: try origin("a")) } == [.wait, .refuse])
  }

  @Test func moreThanMayWaitAreRefused() throws {
    var admission = admission(perHost: 1, overAll: 1, waiting: 1)
    #expect(try (1...3).map { _ in admission.ask(Waiter(), for: try origin("a")) } == [.start, .wait, .refuse])
  }

  @Test(arguments: [("HTTP://ZEN.example", "http://zen.example:80/x?y"), ("https://a", "https://me:pw@a:443/")])
  func urlsOfOneServerShareAnOrigin(one: String, other: String) throws {
    #expect(try Origin(of: HTTPRequest("GET", one)) == Origin(of: HTTPRequest("GET", other)))
  }

  @Test func schemeAndPortTellServersApart() throws {
    let origins = try ["http://a", "https://a", "http://a:8080", "http://b"].map { try Origin(of: HTTPRequest("GET", $0)) }
    #expect(Set(origins).count == 4)
  }
}
