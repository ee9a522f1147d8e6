import Glibc

/// Why the service manager could not be told.
package enum SystemdError: Error, Equatable, CustomStringConvertible {
  /// NOTIFY_SOCKET names neither a path nor an abstract socket, or is too long for one.
  case unusableSocketName(String)
  /// `call` failed with `errno`.
  case failed(call: String, socketName: String, errno: CInt)

  package var description: String {
    switch self {
    case .unusableSocketName(let name):
      "NOTIFY_SOCKET is \"\(name)\": expected \"/path\" or \"@abstract-name\" of at most "
        + "\(SocketAddress.nameLimit) bytes"
    case .failed(let call, let name, let code):
      "notifying the service manager at \(name): \(call): \(String(cString: strerror(code)))"
    }
  }
}
