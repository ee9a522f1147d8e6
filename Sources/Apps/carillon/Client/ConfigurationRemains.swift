import ControlMessages
import Foundation
import ScheduleFiles

/// What a configuration that cannot be used still says about where its daemon is.
struct ConfigurationRemains {
  /// As the file names it, or by default; nil when what stands there cannot be read.
  let stateDirectory: String?
  /// Where its daemon listens; nil when neither `listen` nor the state directory says it.
  let socket: String?

  init(path: String) { self.init(text: (try? String(contentsOfFile: path, encoding: .utf8)) ?? "", path: path) }

  init(text: String, path: String) {
    let folder = URL(fileURLWithPath: path).absoluteURL.deletingLastPathComponent().path
    let lines = text.split(separator: "\n").map(Self.withoutComment)
    let state = Self.state(in: lines, folder, isOfMachine: path == SocketLocation.machineConfiguration)
    stateDirectory = state
    socket =
      Self.listened(in: lines).map { Self.absolute($0, folder) } ?? state.map { "\($0)/\(ControlSocketPath.defaultName)" }
  }

  private static func state(in lines: [Substring], _ folder: String, isOfMachine: Bool) -> String? {
    let key = "state_directory:"
    guard let line = lines.first(where: { $0.hasPrefix(key) }) else {
      return isOfMachine ? Configuration.systemStateDirectory : "\(folder)/\(SocketLocation.localFolder)"
    }
    return path(line.dropFirst(key.count)).map { absolute($0, folder) }
  }

  /// The path behind `unix:`, on the line of `listen` or on those of its list.
  private static func listened(in lines: [Substring]) -> String? {
    let scheme = "unix:"
    guard let start = lines.firstIndex(where: { $0.hasPrefix("listen:") }) else { return nil }
    let more = lines[(start + 1)...].prefix { line in " -".contains(line.first ?? " ") }
    let words = ([lines[start]] + more).flatMap { line in line.split(whereSeparator: { " \t[],\"'".contains($0) }) }
    return words.first { $0.hasPrefix(scheme) && $0.count > scheme.count }.map { String($0.dropFirst(scheme.count)) }
  }

  /// A comment begins at a `#` that is the line's first character or stands behind a blank.
  private static func withoutComment(_ line: Substring) -> Substring {
    let start = line.indices.first { line[$0] == "#" && ($0 == line.startIndex || " \t".contains(line[line.index(before: $0)])) }
    return line[..<(start ?? line.endIndex)]
  }

  private static func absolute(_ path: String, _ folder: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

  /// Nil for what is not plainly a path.
  private static func path(_ value: Substring) -> String? {
    let path = value.trimmingCharacters(in: .whitespaces).trimmingCharacters(in: ["\"", "'"])
    return path.isEmpty || path.contains(where: { "[]{}$&*|>\"'".contains($0) }) ? nil : path
  }
}

/// A configuration that cannot be used does not say where its daemon listens; one that runs has read it before.
struct UntoldSocket: Error, CustomStringConvertible {
  let error: ConfigurationError
  /// Where there is one.
  let socket: String?

  var description: String {
    let path = socket?.shellQuoted ?? "FILE (what its listen names; else carillon.sock in its state directory)"
    return "\(error)\na daemon that runs has read it before, and is asked all the same with --socket \(path)"
  }
}
