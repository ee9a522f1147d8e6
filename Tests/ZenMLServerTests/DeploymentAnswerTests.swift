import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenML
@testable import ZenMLServer

/// The answers are those of 0.98.0.
struct DeploymentAnswerTests {
  private func meaning(_ status: Int, _ value: JSONValue, headers: [HTTPHeader] = []) -> ZenMLDeploymentAnswer {
    ZenMLDeploymentAnswer(.json(status, value, headers: headers), now: Instant(secondsSinceEpoch: 0))
  }

  private let run = id(1)

  @Test func aSubmissionNamesItsRun() {
    #expect(meaning(200, ["run_id": .string(run.description)]) == .submitted(runID: run))
  }

  @Test func aFinishedInvocationNamesRunAndError() {
    let metadata: JSONValue = ["run_id": .string(run.description), "run_name": "inv-1"]
    #expect(meaning(200, ["success": true, "outputs": [:], "metadata": metadata, "error": nil]) == .invoked(runID: run, error: nil))
    let failed = meaning(200, ["success": false, "metadata": metadata, "error": "Failed to execute pipeline"])
    #expect(failed == .invoked(runID: run, error: "Failed to execute pipeline"))
  }

  @Test func aTakenNameIsSeenInBothForms() {
    let words: JSONValue = "Pipeline run name 'inv-1' already exists in this project."
    #expect(meaning(500, ["detail": words]) == .nameTaken)
    #expect(meaning(200, ["success": false, "metadata": ["run_id": nil], "error": words]) == .nameTaken)
  }

  @Test func aServerThatIsAwayIsSeenInBothForms() {
    let words: JSONValue = "HTTPConnectionPool(host='127.0.0.1', port=8080): Max retries exceeded with url: /api/v1/runs"
    guard case .serverAway = meaning(500, ["detail": words]),
      case .serverAway = meaning(200, ["success": false, "metadata": ["run_id": nil], "error": words])
    else {
      Issue.record("not seen as an outage")
      return
    }
  }

  @Test func aRefusedKeyIsNoRefusalOfTheWork() {
    #expect(meaning(401, ["detail": "Invalid authentication token"]) == .unauthorized("answered 401: Invalid authentication token"))
  }

  @Test func wrongParametersAreRefusedByName() {
    let problem: JSONValue = ["type": "extra_forbidden", "loc": ["body", "parameters", "nope"], "msg": "Extra inputs are not permitted"]
    #expect(meaning(422, ["detail": [problem]]) == .refused("answered 422: parameters.nope: Extra inputs are not permitted"))
    #expect(
      meaning(500, ["detail": "Could not format the name template `{x}`."])
        == .refused("answered 500: Could not format the name template `{x}`."))
    #expect(
      meaning(500, ["detail": "1 validation error for PipelineRunRequest"])
        == .refused("answered 500: 1 validation error for PipelineRunRequest"))
  }

  @Test(arguments: [400, 404, 405, 410, 413])
  func anyOtherFourHundredIsFinal(status: Int) {
    #expect(meaning(status, ["detail": "no"]) == .refused("answered \(status): no"))
  }

  @Test(arguments: [408, 425, 429, 503])
  func aBusyDeploymentSaysWhenToComeBack(status: Int) {
    #expect(meaning(status, nil, headers: [HTTPHeader("Retry-After", "3")]) == .busy("answered \(status)", retryAfter: .seconds(3)))
  }

  @Test func whatAProxyDoesNotFindIsNoRefusal() {
    let answer = ZenMLDeploymentAnswer(.text(404, "404 page not found"), now: Instant(secondsSinceEpoch: 0))
    #expect(answer == .unclear("answered 404: 404 page not found"))
  }

  /// It may have made a run before it fell over: the name tells.
  @Test(arguments: [500, 502, 504])
  func aDeploymentThatFellOverIsUnclear(status: Int) {
    #expect(meaning(status, ["detail": "boom"]) == .unclear("answered \(status): boom"))
  }

  @Test func whateverElseIsUnclear() {
    #expect(ZenMLDeploymentAnswer(.dashboard, now: Instant(secondsSinceEpoch: 0)) == .unclear("answered 200 with HTML"))
    #expect(meaning(200, ["ok": true]) == .unclear("answered 200: no run was named"))
  }
}
