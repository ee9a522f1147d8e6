import ControlMessages
import Hummingbird
import Logging

/// Admits the users whose processes may ask: the daemon's own and root. Everyone else is refused with 403.
package struct PeerAdmission: RouterMiddleware {
  /// Besides root.
  private let userID: UInt32

  package init(userID: UInt32) {
    self.userID = userID
  }

  package func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    let peer = try await PeerCredentials.ofPeer(on: context.channel)
    if admits(peer) {
      var context = context
      context.caller = Caller(name: "user \(peer.userID)", account: .machine, role: .admin)
      context.voucher = .machine
      return try await next(request, context)
    }
    context.logger.warning(
      "control request refused: the peer is neither the daemon's user nor root",
      metadata: ["peer_user": "\(peer.userID)", "peer_process": "\(peer.processID)"])
    return try .lastWords(refusal(of: peer), to: request, on: context.channel)
  }

  package func admits(_ peer: PeerCredentials) -> Bool {
    peer.userID == userID || peer.userID == 0
  }

  private func refusal(of peer: PeerCredentials) -> ControlProblem {
    ControlProblem(
      .forbidden, "user \(peer.userID) may not control this daemon; ask as user \(userID) (the daemon's own) or as root")
  }
}
