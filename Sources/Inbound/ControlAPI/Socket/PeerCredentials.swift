import CLinux
import Glibc
import NIOCore

/// Who connected: recorded by the kernel when the connection was made, so that asking again gives the same answer.
package struct PeerCredentials: Sendable, Equatable {
  package var userID: UInt32
  package var groupID: UInt32
  /// The process that connected; it may have ended since, and its number be another's.
  package var processID: Int32

  package init(userID: UInt32, groupID: UInt32, processID: Int32) {
    self.userID = userID
    self.groupID = groupID
    self.processID = processID
  }

  /// Source: unix(7), SO_PEERCRED.
  static func ofPeer(on channel: any Channel) async throws -> PeerCredentials {
    guard let socket = channel as? any SocketOptionProvider else { throw PeerUnknown() }
    let credentials: linux_peer_credentials = try await socket.unsafeGetSocketOption(
      level: NIOBSDSocket.OptionLevel(rawValue: SOL_SOCKET),
      name: NIOBSDSocket.Option(rawValue: linux_peer_credentials_option)
    ).get()
    return PeerCredentials(
      userID: credentials.user_id, groupID: credentials.group_id, processID: credentials.process_id)
  }
}

/// The connection is not a socket, so that nobody vouches for its peer.
struct PeerUnknown: Error {}
