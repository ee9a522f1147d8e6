import ControlMessages
import Exposition
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// `/healthz`, `/readyz` and `/metrics`: what probes and Prometheus ask.
struct MonitoringRoutes {
  let operations: any MonitoringOperations
  let traffic: ControlTraffic

  /// What may be asked without a login; says no more than codes.
  func addProbes(to router: some RouterMethods<ControlContext>) {
    router.get(RouterPath(ControlPaths.health)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Self.answer(await operations.health(), problem: "not healthy")
    }
    router.get(RouterPath(ControlPaths.readiness)) { request, _ in
      try QueryParameters(request, allowed: [])
      return try Self.answer(await operations.readiness(), problem: "not ready")
    }
  }

  func addMetrics(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.metrics)) { _, _ in
      let text = MetricText.of(await operations.metrics() + traffic.families)
      return Response(
        status: .ok, headers: [.contentType: MetricText.contentType, .cacheControl: "no-store"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
  }

  private static func answer(_ health: HealthMessage, problem: String) throws -> Response {
    if health.reasons.isEmpty { return try .json(health) }
    var response = try Response.json(HealthProblem(title: problem, reasons: health.reasons), status: .serviceUnavailable)
    response.headers[.contentType] = "application/problem+json"
    return response
  }
}

/// Source: RFC 9457, section 3.
private struct HealthProblem: Encodable {
  var type = "about:blank"
  let title: String
  var status = 503
  let reasons: [HealthMessage.Reason]
}
