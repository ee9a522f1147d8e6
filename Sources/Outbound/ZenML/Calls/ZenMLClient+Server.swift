import Scheduling

extension ZenMLClient {
  /// `GET /info`, open to anyone: is this a ZenML server, and which version?
  package func info() async throws(ZenMLError) -> ZenMLServerInfo {
    let call = ZenMLCall.get("/info")
    return try decode(ZenMLServerInfo.self, from: try await sendOpenly(call), to: call)
  }

  /// - Parameter nameOrID: of the project.
  package func project(_ nameOrID: String) async throws(ZenMLError) -> ZenMLProject {
    let call = ZenMLCall.get("/projects/\(PercentEncoding.encode(nameOrID))")
    let project = try await read(ZenMLProject.self, from: call)
    guard project.name == nameOrID || project.id == Identifier(nameOrID) else {
      throw unasked(call, "project '\(project.name)'")
    }
    return project
  }

  /// The server answered about something else than it was asked for.
  func unasked(_ call: ZenMLCall, _ what: String) -> ZenMLError {
    ZenMLError(.unexpected, "\(call.described(on: configuration.serverURL)): answered with \(what) instead")
  }
}
