import Values

extension ZenMLClient {
  /// `GET /info`, open to anyone: is this a ZenML server, and which version?
  public func info() async throws(ZenMLError) -> ZenMLServerInfo {
    let call = ZenMLCall.get("/info")
    return try decode(try await sendOpenly(call), to: call) { (json) throws(ZenMLFieldError) in try ZenMLServerInfo(json) }
  }

  /// Who is asking: a user, or a service account (``ZenMLUser/isServiceAccount``).
  public func currentUser() async throws(ZenMLError) -> ZenMLUser { try await record(.get("/current-user")) }

  /// The configured project.
  public func activeProject() async throws(ZenMLError) -> ZenMLProject { try await project(configuration.project) }

  /// The configured stack.
  public func activeStack() async throws(ZenMLError) -> ZenMLStack { try await stacks.get(configuration.stack) }

  /// A project, in one request.
  /// - Parameter nameOrID: the exact name, or the id.
  public func project(_ nameOrID: String) async throws(ZenMLError) -> ZenMLProject {
    let call = ZenMLCall.get("/projects/\(PercentEncoding.encode(nameOrID))")
    guard dialect.declares(call) else { return try await projects.get(nameOrID) }
    let project: ZenMLProject = try await record(call)
    guard project.name == nameOrID || project.id == Identifier(nameOrID) else {
      throw unasked(call, "project '\(project.name)'")
    }
    return project
  }
}
