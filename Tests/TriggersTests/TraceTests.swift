import CurlHTTP
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers

/// Every request that starts something says which trace it belongs to. (Commands: `aCommandKnowsWhichFireItIs`.)
@Suite(.timeLimit(.minutes(5))) struct TraceTests {
  @Test func anHTTPRequestCarriesTheTraceOfItsFire() async throws {
    let server = try LoopbackServer { _ in .response(503) }
    let scene = HTTPScene()
    let (first, second) = (scene.fire(HTTPTrigger(url: server.url)), scene.fire(HTTPTrigger(url: server.url), attempt: 2))
    for fire in [first, first, second] { _ = await scene.target.start(fire) }
    #expect(server.requests.map { $0.header("traceparent") } == [first.traceparent, first.traceparent, second.traceparent])
    #expect(first.traceparent != second.traceparent)
  }

  @Test func aTriggerWithATraceOfItsOwnKeepsIt() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let trigger = HTTPTrigger(url: server.url, headers: ["TraceParent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"])
    _ = await HTTPScene().start(trigger)
    let sent = try #require(server.requests.first).headers.filter { $0.name.lowercased() == "traceparent" }
    #expect(sent.map(\.value) == ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"])
  }

  @Test(arguments: ServerKind.allCases) func aRunOfAServerCarriesTheTraceOfItsFire(_ kind: ServerKind) async throws {
    let server = try kind.server()
    let fire = kind.fire()
    _ = try await kind.target(on: server) { _ in await Task.yield() }.start(fire)
    #expect(server.starts.map { $0.header("traceparent") } == [fire.traceparent])
  }

  @Test func whatJFrogMLIsToMakeCarriesTheTraceOfItsFire() async throws {
    let scene = try JFrogScene()
    let deployment = JFrogScene.fire(.jfrogDeployment(JFrogDeploymentTrigger(name: "a", model: "churn", version: .version("1.0"))))
    let experiment = JFrogScene.fire(.jfrogExperiment(JFrogExperimentTrigger(name: "a", parameters: [:])), attempt: 2)
    _ = await scene.deploying.start(deployment)
    _ = await scene.experimenting.start(experiment)
    let sent = scene.server.requests.filter { $0.method == "POST" }.map { $0.header("traceparent") }
    #expect(sent == [deployment.traceparent, experiment.traceparent])
  }
}
