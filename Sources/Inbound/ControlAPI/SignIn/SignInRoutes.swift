import ControlMessages
import HTTPTypes
import Hummingbird
import NIOCore

/// `/sign-in` and `/sign-out`: how a browser becomes somebody.
struct SignInRoutes {
  let gatehouse: Gatehouse
  let journal: any WriteJournal

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(SignInPath.page)) { request, context -> Response in
      let query = try QueryParameters(request, allowed: ["to", "undone"])
      let target = SignInPath.safe(query["to"])
      if context.caller != nil { return .redirect(to: target) }
      let problem: String? = try query.flag("undone") ? SignInPage.undone : nil
      return .page(SignInPage.form(target: target, takesPasswords: gatehouse.takesPasswords, problem: problem))
    }
    router.post(RouterPath(SignInPath.page)) { request, context in try await signIn(try await request.form(), context) }
    router.get(RouterPath(SignInPath.once)) { request, context -> Response in
      // Who only looks what a link leads to (HEAD) has not used it.
      guard request.method == .get else { return .page("") }
      guard let link = await gatehouse.redeem(link: try context.pathText("token")) else {
        _ = gatehouse.countFailure(from: context.remoteAddressText)
        return .page(SignInPage.usedUp, status: .gone)
      }
      return try await welcome(link.visitor, link.voucher, SignInPath.home, context)
    }
    router.post(RouterPath(SignInPath.out)) { _, context -> Response in
      if let token = context.sessionToken { gatehouse.sessions.close(token) }
      var response = Response.redirect(to: SignInPath.page)
      SessionCookie(context).clear(in: &response)
      return response
    }
  }

  private func signIn(_ form: FormFields, _ context: ControlContext) async throws -> Response {
    let target = SignInPath.safe(form["to"])
    switch await gatehouse.signIn(SignInAttempt(form), from: context.remoteAddressText) {
    case .admitted(let caller, let voucher, _): return try await welcome(caller, voucher, target, context)
    case .refused(let refusal):
      let page = SignInPage.form(target: target, takesPasswords: gatehouse.takesPasswords, problem: refusal.sentence)
      return .page(page, status: refusal.code.status)
    }
  }

  private func welcome(_ caller: Caller, _ voucher: Voucher, _ target: String, _ context: ControlContext) async throws -> Response {
    try await journal.noteSignIn(of: caller, "sign_in", context)
    // What the browser showed so far is over: nobody else can know the session that begins.
    if let old = context.sessionToken { gatehouse.sessions.close(old) }
    var response = Response.page(SignInPage.welcome(target: target))
    SessionCookie(context).set(gatehouse.sessions.open(for: caller, voucher: voucher).text, in: &response)
    return response
  }
}

/// `POST /api/v1/sign-in-links`: a one-time link, for those who may do anything.
struct SignInLinkRoutes {
  let gatehouse: Gatehouse

  func add(to router: Router<ControlContext>) {
    router.post(RouterPath(ControlPaths.signInLinks)) { request, context in
      try QueryParameters(request, allowed: [])
      guard let caller = context.caller, let voucher = context.voucher else {
        throw ControlProblem(.unauthorized, "nobody vouches for whoever asks for a link")
      }
      guard let link = gatehouse.makeSignInLink(for: caller, voucher) else {
        throw ControlProblem(.conflict, "there is no page to sign in to: give the daemon an address, listen: 127.0.0.1:PORT")
      }
      return try Response.json(SignInLink(url: link.url, expiresInSeconds: Int(link.life.components.seconds)), status: .created)
    }
  }
}

extension Response {
  static func page(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

extension ControlContext {
  /// The address from which the request came; a word for those that have none.
  var remoteAddressText: String { channel.remoteAddress?.ipAddress ?? "socket" }
}
