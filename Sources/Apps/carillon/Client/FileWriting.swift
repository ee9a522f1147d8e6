import ControlMessages
import Foundation
import Glibc

/// What commands do to files that they were asked for.
enum FileWriting {
  /// - Parameter advice: what to do where it cannot be done.
  /// - Throws: what was tried, on what, and why it could not be, in words for people.
  static func doing(_ what: String, _ path: String, orElse advice: String, _ work: () throws -> Void) throws {
    do { try work() } catch {
      let reason = (error as? CocoaError)?.underlying as? POSIXError
      let words = reason.map { String(cString: strerror($0.code.rawValue)) } ?? "\(error.localizedDescription)"
      throw ControlProblem(.failure, "cannot \(what) \(path): \(words); \(advice)")
    }
  }
}
