import Foundation
import Scheduling
import Seams
import Synchronization
import TestSupport

/// A ZenML server of one project over real sockets: what runs are started from, and the runs, with the answers of 0.98.0 or
/// 0.58.2; a deployment answers at `/live`. What it does with requests that start a run can be made to go wrong.
final class StandInServer: Sendable {
  struct Source {
    var kind: String
    var id: Identifier
    var name: String
    var pipeline = "training"
    var isRunnable = true
    var isDynamic = false
    var tags: [String] = []
    var created = 1
    var project = StandInServer.project
  }

  struct Run {
    var id: Identifier
    var name: String
    var status = "initializing"
    var tags: [String] = []
    var created = "2026-11-21T02:00:01.500000"
    var key: String?
    var deployment: Identifier?
  }

  struct State {
    var version = "0.98.0"
    var sources: [Source] = []
    var runs: [Run] = []
    var fault: StartFault?
    /// Error messages of failed steps, by run.
    var stepMessages: [Identifier: String] = [:]
    /// Words of a refusal that starting a run is answered with.
    var refusal: String?
    /// Such a server has no paths that start runs.
    var lacksWorkloadManager = false
    /// Runs that have not reached their orchestrator are ended too, which no server of today does.
    var stopsInitializing = false
    /// Requests come in, and nothing is answered.
    var isSilent = false
    /// Somebody has deleted it; with it goes what was in it, which is for the test to take away.
    var lacksProject = false
  }

  static let project = number(0xAAAA)
  static let deployment = number(30)
  static func number(_ number: UInt64) -> Identifier { Identifier(high: 0x1111_2222_3333_4444, low: number) }

  private let shared: Shared
  private let loopback: LoopbackServer

  init(version: String = "0.98.0", sources: [Source] = []) throws {
    let shared = Shared(State(version: version, sources: sources))
    loopback = try LoopbackServer { shared.answer($0) }
    shared.url.withLock { [url = loopback.url] in $0 = url }
    self.shared = shared
  }

  var url: String { loopback.url }
  var runs: [Run] { shared.state.withLock { $0.runs } }
  /// `POST /api/v1/pipeline_snapshots/…/runs`, in the order in which they came.
  var starts: [LoopbackRequest] {
    loopback.requests.filter { $0.method == "POST" && ($0.target.hasSuffix("/runs") || $0.target.hasSuffix("/submit")) }
  }
  var requests: [LoopbackRequest] { loopback.requests }
  func change(_ change: (inout State) -> Void) { shared.state.withLock { change(&$0) } }
  func stop() { loopback.stop() }
  func count(_ path: String) -> Int { loopback.requests.count { $0.target.hasPrefix("/api/v1\(path)") } }

  /// Lets every run that is initializing reach its orchestrator.
  func letRunsWork() {
    change { state in
      for index in state.runs.indices where state.runs[index].status == "initializing" { state.runs[index].status = "running" }
    }
  }
}

/// What the connections' threads share.
private final class Shared: Sendable {
  let state: Mutex<StandInServer.State>
  let url = Mutex("")

  init(_ state: sending StandInServer.State) { self.state = Mutex(state) }

  func answer(_ request: LoopbackRequest) -> LoopbackAnswer {
    let url = url.withLock { $0 }
    return state.withLock { $0.answer(request, at: url) }
  }
}
