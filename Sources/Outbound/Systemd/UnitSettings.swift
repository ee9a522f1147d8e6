/// The settings of one section of a unit and its drop-ins, as systemd takes them together.   Source: systemd.unit(5), systemd 252.
package struct UnitSettings: Sendable {
  private var values: [String: String] = [:]

  package init() {}

  /// Adds a file over those before it: of a setting that can have one value, the last counts.
  /// - Parameter section: without brackets.
  package mutating func add(_ text: String, section wanted: String = "Service") {
    var section = ""
    for line in text.split(whereSeparator: \.isNewline).map(Self.trimmed) where !line.hasPrefix("#") && !line.hasPrefix(";") {
      if line.hasPrefix("["), line.hasSuffix("]") {
        section = String(line.dropFirst().dropLast())
      } else if section == wanted, let equals = line.firstIndex(of: "=") {
        values[Self.trimmed(line[..<equals])] = Self.trimmed(line[line.index(after: equals)...])
      }
    }
  }

  package subscript(_ name: String) -> String? { values[name] }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}

extension UnitSettings {
  /// What keeps from commands what many of them need: homes, devices such as GPUs, and code that is made while it runs.
  private static let hindrances = ["ProtectHome", "PrivateDevices", "MemoryDenyWriteExecute", "PrivateUsers"]
  /// Homes that can be read are enough for most.
  private static let harmless: Set<String> = ["", "no", "false", "off", "0", "read-only"]

  /// Those of them that are in force, as `NAME=value`.
  package var hindrancesForCommands: [String] {
    Self.hindrances.compactMap { name in
      guard let value = values[name], !Self.harmless.contains(value.lowercased()) else { return nil }
      return "\(name)=\(value)"
    }
  }
}
