import Hummingbird

/// How it is found out who asks.
package enum Admission: Sendable {
  /// By the user at the other end of the socket.
  case peers(PeerAdmission)
  /// By what the request brings along.
  case network(Gatehouse, NetworkDoor, RequestPace)

  /// - Parameters:
  ///   - callbacks: knows which callbacks are ours.
  ///   - problems: what shows people why they are refused; nil: nothing does.
  func add(
    to router: Router<ControlContext>, limits: ControlLimits, callbacks: any CallbackOperations, problems: ProblemPages? = nil
  ) {
    switch self {
    case .peers(let peers):
      router.add(middleware: peers)
      router.add(middleware: BodyLimit(bytes: limits.bodyBytes))
    case .network(let gatehouse, let door, let pace):
      let isTLS = door.certificate != nil
      router.add(
        middleware: NetworkAdmission(gatehouse: gatehouse, hosts: door.hosts, isTLS: isTLS, pace: pace, callbacks: callbacks))
      if let problems { router.add(middleware: problems) }
      router.add(middleware: BodyLimit(bytes: limits.bodyBytes))
      router.add(middleware: FormProof(hosts: door.hosts))
    }
    router.add(middleware: RoleGate())
  }
}
