import ControlMessages
import Synchronization
import Testing

@testable import carillon

@Suite struct ListReadingTests {
  @Test func onePageIsReadUnlessAllAreAskedFor() async throws {
    let (page, lines) = try await read([["a", "b"], ["c"]], ResourceQuery())
    #expect(page.rows.map(\.id) == ["a", "b"] && !page.isLast && page.notes == ["page 1"])
    #expect(lines == [])
  }

  @Test func allPagesAreReadWithALineForEach() async throws {
    let (page, lines) = try await read([["a", "b"], ["c", "d"], ["e"]], ResourceQuery(readsAll: true))
    #expect(page.rows.map(\.id) == ["a", "b", "c", "d", "e"])
    #expect(page.isLast && page.notes == ["page 1", "page 2", "page 3"])
    #expect(lines == ["2 of 5 widgets\n", "4 of 5 widgets\n", "5 of 5 widgets\n"])
  }

  @Test func aListOfOnePageNeedsNoLine() async throws {
    #expect(try await read([["a"]], ResourceQuery(readsAll: true)).lines == [])
  }

  @Test func aRecordThatANewerOneMovesToTheNextPageIsShownOnce() async throws {
    let (page, _) = try await read([["a", "b"], ["b", "c"]], ResourceQuery(readsAll: true))
    #expect(page.rows.map(\.id) == ["a", "b", "c"])
  }

  @Test func pagesOfWhichNothingFitsAreReadOver() async throws {
    let progress = PageProgress(isTerminal: false) { _ in }
    let widgets = PagedWidgets(pages: [["a"], ["u", "v"], ["w", "x"], ["b"]], hasNotes: false, unasked: ["u", "v", "w", "x"])
    let page = try await ListReading(operations: widgets, resource: .sample(), progress: progress).read(ResourceQuery(readsAll: true))
    #expect(page.rows.map(\.id) == ["a", "b"])
    #expect(page.notes == ["2 left out", "2 left out"])
  }

  @Test(arguments: [[], ["a"]] as [Set<String>]) func aServerThatGivesTheSamePageAgainIsNotReadForEver(_ unasked: Set<String>) async {
    let progress = PageProgress(isTerminal: false) { _ in }
    let widgets = PagedWidgets(pages: [["a"], ["a"], ["a"]], hasNotes: false, unasked: unasked)
    let reading = ListReading(operations: widgets, resource: .sample(), progress: progress)
    let problem = await #expect(throws: ControlProblem.self) { try await reading.read(ResourceQuery(readsAll: true)) }
    #expect(problem?.message == "the server gave widgets again that it had given before: it does not go on to the next page")
  }

  @Test func onATerminalTheLineChangesAndGoes() {
    let lines = Mutex<[String]>([])
    var progress = PageProgress(isTerminal: true) { line in lines.withLock { $0.append(line) } }
    progress.show(500, of: 1204, "runs")
    progress.show(1000, of: nil, "runs")
    progress.end()
    progress.end()
    #expect(lines.withLock { $0 } == ["\r500 of 1204 runs\u{1B}[K", "\r1000 runs\u{1B}[K", "\r\u{1B}[K"])
  }

  private func read(_ pages: [[String]], _ query: ResourceQuery) async throws -> (page: ResourcePage, lines: [String]) {
    let lines = Mutex<[String]>([])
    let progress = PageProgress(isTerminal: false) { line in lines.withLock { $0.append(line) } }
    let reading = ListReading(operations: PagedWidgets(pages: pages), resource: .sample(), progress: progress)
    return (try await reading.read(query), lines.withLock { $0 })
  }
}
