import Scheduling
import Seams
import ZenML

/// One call of a deployment: what a fire sends.
package struct ZenMLDeploymentRequest: Sendable, Equatable {
  /// Up to 255 characters; braces would be expanded. A name that exists in the project is refused: the guard against doubles.
  package var runName: String
  /// An object: the pipeline's parameters. Null counts as none.
  package var parameters: JSONValue
  /// Sent as they are, beside content type and authorization.
  package var headers: [HTTPHeader]

  package init(runName: String, parameters: JSONValue, headers: [HTTPHeader] = []) {
    self.runName = runName
    self.parameters = parameters
    self.headers = headers
  }

  func httpRequest(to url: String, authKey: String?, timeouts: HTTPTimeouts) -> HTTPRequest {
    var headers = HTTPHeader.toDeployment + [HTTPHeader("Content-Type", "application/json")]
    if let authKey { headers.append(HTTPHeader("Authorization", "Bearer \(authKey)")) }
    let parameters = parameters == .null ? [:] : parameters
    let body: JSONValue = ["run_name": .string(runName), "parameters": parameters]
    return HTTPRequest("POST", url, headers: headers + self.headers, body: body.utf8, timeouts: timeouts)
  }
}

extension HTTPHeader {
  /// What every request to a deployment carries.
  ///
  /// No connection is kept: a deployment closes one after each of its 500s (a name that is taken, for one) without saying so,
  /// and a POST that meets the closing may or may not have started a run. Observed on 0.98.0.
  static let toDeployment = [HTTPHeader("Accept", "application/json"), HTTPHeader("Connection", "close")]
}
