import ControlMessages
import Foundation
import ScheduleFiles

/// What a configuration that cannot be used still says about where its daemon is.
struct ConfigurationRemains {
  /// As the file names it, or by default; nil when what stands there cannot be read.
  let stateDirectory: String?

  init(path: String) { self.init(text: (try? String(contentsOfFile: path, encoding: .utf8)) ?? "", path: path) }

  init(text: String, path: String) {
    let folder = URL(fileURLWithPath: path).absoluteURL.deletingLastPathComponent().path
    let key = "state_directory:"
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else {
      stateDirectory =
        path == SocketLocation.machineConfiguration ? Configuration.systemStateDirectory : "\(folder)/\(SocketLocation.localFolder)"
      return
    }
    stateDirectory = Self.path(line.dropFirst(key.count)).map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
  }

  /// Where its daemon listens, unless `listen` says otherwise.
  var socket: String? { stateDirectory.map { "\($0)/\(ControlSocketPath.defaultName)" } }

  /// Nil for what is not plainly a path.
  private static func path(_ value: Substring) -> String? {
    let text = (value.firstRange(of: " #").map { value[..<$0.lowerBound] } ?? value).trimmingCharacters(in: .whitespaces)
    let path = text.trimmingCharacters(in: ["\"", "'"])
    return path.isEmpty || path.contains(where: { "[]{}$&*|>\"'".contains($0) }) ? nil : path
  }
}

/// A configuration that cannot be used does not say where its daemon listens; one that runs has read it before.
struct UntoldSocket: Error, CustomStringConvertible {
  let error: ConfigurationError
  /// Where there is one.
  let socket: String?

  var description: String {
    let path = socket?.shellQuoted ?? "FILE (carillon.sock in its state directory)"
    return "\(error)\na daemon that runs has read it before, and is asked all the same with --socket \(path)"
  }
}
