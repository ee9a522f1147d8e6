import CivilTime
import Scheduling
import Seams
import Synchronization

/// A ZenML server of one project in memory, with the deployments at their own addresses: lists, filters, pages, submits and
/// stops as 0.98.0 does.
package final class FakeZenML: HTTPTransport {
  package struct State {
    /// Of the one project, which is named `default`; nil: it has been deleted.
    package var project: Identifier? = FakeZenML.project
    package var schedules: [FakeSchedule] = []
    package var pipelines: [Identifier: String] = [:]
    /// Flavor name, and whether it is custom.
    package var components: [Identifier: (flavor: String, isCustom: Bool)] = [:]
    package var deployments: [FakeDeployment] = []
    package var runs: [FakeRun] = []
    /// Error messages of failed steps, by run.
    package var stepMessages: [Identifier: String] = [:]
    /// False: like an orchestrator that knows no stopping, which answers 501 and stops all the same.
    package var stopsNatively = true
    /// Answers with everything, as the server does for a filter that it does not know.
    package var ignoresFilters = false
    /// Answers 500 to every question that touches one of these runs.
    package var poisonedRuns: Set<Identifier> = []
    /// Left out of lists, as when a page moves on between two requests.
    package var hiddenRuns: Set<Identifier> = []
    package var isDown = false
    /// Called before a page of schedules is made.
    package var beforeSchedulePage: (@Sendable (Int, inout State) -> Void)?
    package var metadata: [JSONValue] = []
    package var requests: [HTTPRequest] = []
    /// The number of the next run that a deployment makes.
    var nextRun: UInt64 = 99
  }

  package static let project = id(0xAAAA)
  private let state = Mutex(State())

  package init() {}

  /// An identifier from a small number.
  package static func id(_ number: UInt64) -> Identifier { Identifier(high: 0x1111_2222_3333_4444, low: number) }

  package func change(_ change: (inout sending State) -> Void) { state.withLock { change(&$0) } }
  package var runs: [FakeRun] { state.withLock { $0.runs } }
  package var requests: [HTTPRequest] { state.withLock { $0.requests } }
  package var metadata: [JSONValue] { state.withLock { $0.metadata } }
  package func forgetRequests() { state.withLock { $0.requests = [] } }
  /// How many requests had a URL that contains all of `texts`.
  package func count(_ texts: String...) -> Int { requests.count { request in texts.allSatisfy(request.url.contains) } }

  package func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse { try answer(request) }

  /// What `send` answers, for a server's thread, which cannot wait for a task.
  package func answer(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse {
    let response = state.withLock { state -> HTTPResponse? in
      state.requests.append(request)
      guard !state.isDown else { return nil }
      defer { state.endStoppingRuns(after: request) }
      return state.answer(request)
    }
    guard let response else { throw HTTPTransportError(.connect, request, mayHaveBeenSent: false, "connection refused") }
    return response
  }
}

extension FakeZenML {
  /// Lets every run that is initializing reach its orchestrator.
  package func letRunsWork() {
    change { state in
      for index in state.runs.indices where state.runs[index].status == "initializing" { state.runs[index].status = "running" }
    }
  }
}
