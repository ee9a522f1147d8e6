import ControlMessages
import Hummingbird

/// `POST /api/v1/login`: a key, or a user and password, for a token that is soon over; in the shape of ZenML's.
struct LoginRoutes {
  let gatehouse: Gatehouse
  let journal: any WriteJournal

  func add(to router: Router<ControlContext>) {
    router.post(RouterPath(ControlPaths.login)) { request, context in
      try QueryParameters(request, allowed: [])
      switch await gatehouse.signIn(SignInAttempt(try await request.form()), from: context.remoteAddressText) {
      case .admitted(let caller, let voucher, let life):
        try await journal.noteSignIn(of: caller, "login", context)
        let token = gatehouse.tokens.open(for: caller, voucher: voucher, prefix: Gatehouse.tokenPrefix)
        // It ends with what stands behind it.
        let seconds = min(SessionLimits.tokenSeconds, life.map { max(0, Int($0.components.seconds)) } ?? .max)
        return try Response.json(LoginToken(accessToken: token.text, expiresIn: seconds))
      case .refused(.wrong): return try Response.unauthorized(request, SignInRefusal.wrong.sentence)
      case .refused(let refusal): throw ControlProblem(refusal.code, refusal.sentence)
      }
    }
  }
}
