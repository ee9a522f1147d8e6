import ControlMessages
import Glibc

/// The socket file on its way from nothing to its place and back.
///
/// It is bound in a folder that only this user may enter, closed to others there, and then renamed to its place: at no
/// moment can anyone else connect, and what was stale is replaced at once.
struct ListeningSocket {
  private let path: ControlSocketPath
  private let nursery: String
  /// Where to bind.
  let birthplace: ControlSocketPath

  /// - Throws: when somebody listens at `path`, when it is no socket, or when its folder cannot be written.
  init(_ path: ControlSocketPath) throws(ControlServerError) {
    switch SocketProbe(path) {
    case .absent, .stale: break
    case .listening: throw ControlServerError(path, .inUse)
    case .notASocket: throw ControlServerError(path, .notASocket)
    case .unknown(let errno): throw ControlServerError(path, .system("look at it", errno: errno))
    }
    self.path = path
    nursery = try Self.makeNursery(for: path)
    do {
      birthplace = try ControlSocketPath(nursery + "/s")
    } catch {
      rmdir(nursery)
      throw ControlServerError(path, .folderTooLong)
    }
  }

  /// Moves the bound socket to its place, with mode 0600.
  func publish() throws(ControlServerError) -> PublishedSocket {
    guard chmod(birthplace.text, S_IRUSR | S_IWUSR) == 0 else { throw system("close it to others") }
    guard rename(birthplace.text, path.text) == 0 else { throw system("move it to its place") }
    rmdir(nursery)
    do {
      return PublishedSocket(path: path, file: try FileIdentity(path.text))
    } catch {
      throw ControlServerError(path, .system("find it again", errno: error.number))
    }
  }

  /// True when the server has closed the socket again, which takes its file away.
  var isClosed: Bool { access(nursery, F_OK) == 0 && access(birthplace.text, F_OK) != 0 }

  /// Leaves nothing behind of a socket that was not published.
  func discard() {
    unlink(birthplace.text)
    rmdir(nursery)
  }

  /// A new folder of mode 0700 beside `path`; its name is short so that the socket's path fits.
  private static func makeNursery(for path: ControlSocketPath) throws(ControlServerError) -> String {
    var template = Array((path.folder + "/.XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw ControlServerError(path, .system("make a folder beside it", errno: errno)) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private func system(_ attempt: String) -> ControlServerError {
    ControlServerError(path, .system(attempt, errno: errno))
  }
}

/// The socket file in its place.
struct PublishedSocket: Sendable {
  let path: ControlSocketPath
  fileprivate let file: FileIdentity

  /// Removes the file, unless another daemon has put its own there.
  func remove() {
    if (try? FileIdentity(path.text)) == file { unlink(path.text) }
  }
}
