import Scheduling
import Seams
import TestSupport

/// What can go wrong with a request that starts a run.
enum StartFault: String, Sendable, CaseIterable {
  case resetMidAnswer, answerLostAfterAcceptance, slowBody, unauthorized, conflict, unprocessable, tooManyRequests, noRoom, serverError,
    garbage, hugeAnswer

  /// The run is there all the same.
  var isAfterAcceptance: Bool {
    switch self {
    case .resetMidAnswer, .answerLostAfterAcceptance, .slowBody, .garbage, .hugeAnswer: true
    case .unauthorized, .conflict, .unprocessable, .tooManyRequests, .noRoom, .serverError: false
    }
  }

  /// - Parameter good: what would be answered without the fault.
  func answer(_ good: HTTPResponse) -> LoopbackAnswer {
    switch self {
    case .resetMidAnswer: .half(good)
    case .answerLostAfterAcceptance: .reset
    case .slowBody: .stall(Array("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{".utf8))
    case .unauthorized: .response(.json(401, ["detail": "Not authenticated"]))
    case .conflict: .response(.json(409, ["detail": ["EntityExistsError", "Pipeline run name already exists in this project."]]))
    case .unprocessable: .response(.json(422, ["ValueError", "1 validation error"]))
    case .tooManyRequests: .response(.json(429, ["error": "slow down"], headers: [HTTPHeader("Retry-After", "7")]))
    case .noRoom: .response(.json(429, ["detail": ["MaxConcurrentTasksError", "Maximum number of concurrent snapshot tasks reached."]]))
    case .serverError: .response(.json(500, ["detail": ["RuntimeError", "boom"]]))
    case .garbage: .response(200, [HTTPHeader("Content-Type", "application/json")], body: "{\"id\": ")
    case .hugeAnswer: .response(HTTPResponse(status: 200, body: [UInt8](repeating: UInt8(ascii: " "), count: 100 << 20)))
    }
  }
}
