import ControlMessages

/// Where people sign in, and where they go from there.
enum SignInPath {
  static let page = "/sign-in"
  static let once = "/sign-in/once/:token"
  static let out = "/sign-out"
  static let home = "/"

  /// - Parameter isUndone: something was asked for that was not done: the page says so.
  static func leading(backTo target: String, isUndone: Bool = false) -> String {
    let query = (target == home ? [] : ["to=\(PercentCoding.encoded(safe(target)))"]) + (isUndone ? ["undone=true"] : [])
    return query.isEmpty ? page : "\(page)?\(query.joined(separator: "&"))"
  }

  /// `target` when it is a path of ours; otherwise the first page, for a link must not lead elsewhere by way of us.
  static func safe(_ target: String?) -> String {
    guard let target, target.utf8.count <= 2000, target.hasPrefix("/") else { return home }
    // Browsers take /\ for //, which begins another host's name, and drop tabs and line breaks.
    guard target.dropFirst().first.map({ !"/\\".contains($0) }) ?? true else { return home }
    guard target.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) && $0 != "\\" }) else { return home }
    return target.hasPrefix(page) ? home : target
  }
}
