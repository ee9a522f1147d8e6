import Foundation
import HTTP
import Testing
import Values

@testable import JFrogML

@Suite(.timeLimit(.minutes(5))) struct ListingTests {
  /// A server with so many models, which gives at most `most` of them at a time.
  private func server(_ count: Int, most: Int = 1000, counts: Bool = true, ignoresOffset: Bool = false) -> ScriptedTransport {
    ScriptedTransport { request throws(HTTPTransportError) in
      let items = URLComponents(string: request.url)?.queryItems ?? []
      func number(_ name: String) -> Int { items.first { $0.name == name }?.value.flatMap { Int($0) } ?? 0 }
      let start = ignoresOffset ? 0 : number("offset")
      let rows = (0..<count).dropFirst(start).prefix(min(number("limit"), most)).map { #"{"id": "m\#($0)"}"# }
      return .json(#"{"models": [\#(rows.joined(separator: ", "))]\#(counts ? #", "total_count": \#(count)"# : "")}"#)
    }
  }

  @Test func pagesAreFetchedWhileTheyAreRead() async throws {
    let transport = server(60)
    var ids: [String] = []
    for try await model in try client(transport).models.list() {
      ids.append(model.id)
      if ids.count == 26 { break }
    }
    #expect(ids == (0..<26).map { "m\($0)" })
    #expect(transport.lines == ["GET /v1/models?limit=25&offset=0", "GET /v1/models?limit=25&offset=25"])
  }

  @Test(arguments: [0, 1, 9, 10, 11, 20, 25])
  func aListEndsWhereTheServersCountSays(count: Int) async throws {
    let transport = server(count)
    #expect(try await client(transport).models.list(pageSize: 10).all().map(\.id) == (0..<count).map { "m\($0)" })
    #expect(transport.requests.count == max(1, (count + 9) / 10))
  }

  @Test func aServerThatDoesNotCountIsReadToAnEmptyPage() async throws {
    let transport = server(20, counts: false)
    #expect(try await client(transport).models.list(pageSize: 10).all().count == 20)
    #expect(transport.requests.count == 3)
  }

  @Test(arguments: [true, false])
  func aServerMayGiveFewerThanItWasAskedFor(counts: Bool) async throws {
    #expect(try await client(server(20, most: 7, counts: counts)).models.list(pageSize: 10).all().map(\.id) == (0..<20).map { "m\($0)" })
  }

  @Test func aServerThatIgnoresOffsetIsNotReadForEver() async throws {
    let error = await #expect(throws: JFrogMLError.self) {
      try await client(server(20, counts: false, ignoresOffset: true)).models.list(pageSize: 10).all()
    }
    #expect(error?.description == "the page at offset 10 is the one before it again: the server ignores offset")
  }

  @Test func aPageIsACollection() async throws {
    let page = try await client(server(60)).models.page(limit: 10, offset: 55)
    #expect(page.count == 5 && page[0].id == "m55" && page.last?.id == "m59" && page.totalCount == 60 && page.offset == 55)
    #expect(page.map(\.id).sorted() == page.rows.map(\.id))
  }

  @Test func pagesCanBeReadThemselves() async throws {
    var counts: [Int] = []
    for try await page in try client(server(25)).models.list(pageSize: 10).pages { counts.append(page.count) }
    #expect(counts == [10, 10, 5])
  }

  @Test func aListIsReadAnewEachTime() async throws {
    let transport = server(5)
    let list = try client(transport).models.list()
    _ = try await list.all()
    _ = try await list.all()
    #expect(transport.requests.count == 2)
  }

  @Test func aRowThatCannotBeReadCostsNoOther() async throws {
    let transport = ScriptedTransport(inTurn: .json(#"{"deployments": [{"id": "d1"}, {"name": "x"}, 7, {"id": "d2"}]}"#))
    let list = try client(transport).deployments.list()
    var pages = list.pages.makeAsyncIterator()
    let page = try await pages.next()
    #expect(page?.map(\.id) == ["d1", "d2"])
    #expect(page?.unreadable == ["a deployment 'x' without an id", "a deployment that is no JSON object"])
    #expect(try await pages.next() == nil)
  }

  @Test func whatHasNoPagesIsOne() async throws {
    let transport = ScriptedTransport(inTurn: .json(#"{"experiments": [{"id": "e1"}], "total_count": 2}"#))
    #expect(try await client(transport).experiments.list().all().map(\.id) == ["e1"])
    #expect(transport.lines == ["GET /v1/experiments"])
  }

  @Test(arguments: [
    (#"[{"id": "d1"}, {"name": "x"}]"#, 2, "it holds a deployment 'x' without an id"),
    (#"[{"id": "d1"}]"#, 2, "the server counts 2 rows, and gave 1"), ("[]", 1, "the server counts 1 rows, and gave 0"),
  ])
  func whoLooksForSomethingIsToldThatTheListIsNotWhole(rows: String, count: Int, why: String) async throws {
    let transport = ScriptedTransport(inTurn: .json(#"{"deployments": \#(rows), "total_count": \#(count)}"#))
    let error = await #expect(throws: JFrogMLError.self) { try await client(transport).deployments.list().whole() }
    #expect(error?.kind == .unexpected && error?.description == "JFrog ML's list cannot be searched: \(why)")
  }

  @Test(arguments: [true, false]) func aWholeListIsReadToItsEnd(counts: Bool) async throws {
    #expect(try await client(server(20, most: 7, counts: counts)).models.list(pageSize: 10).whole().count == 20)
  }

  @Test func aPagedListThatEndsBeforeItsCountIsNotWhole() async throws {
    let transport = ScriptedTransport(
      inTurn: .json(#"{"models": [{"id": "m1"}], "total_count": 2}"#), .json(#"{"models": [], "total_count": 2}"#))
    let error = await #expect(throws: JFrogMLError.self) { try await client(transport).models.list().whole() }
    #expect(error?.kind == .unexpected)
  }

  @Test func aListThatIsNullIsEmpty() async throws {
    #expect(try await client(ScriptedTransport(inTurn: .json(#"{"versions": null}"#))).versions(ofModel: "m").list().all().isEmpty)
  }

  @Test(arguments: ["{}", "[]", #"{"deployments": {}}"#])
  func anAnswerWithoutAListIsNoEmptyList(text: String) async throws {
    let error = await #expect(throws: JFrogMLError.self) {
      try await client(ScriptedTransport(inTurn: .json(text))).deployments.list().all()
    }
    #expect(error?.kind == .unexpected)
    #expect(error?.description == "GET \(base)/v1/deployments: answered 200 with JSON without a list 'deployments'")
  }
}
