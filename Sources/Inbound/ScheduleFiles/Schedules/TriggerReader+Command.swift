import Scheduling

extension TriggerReader {
  /// The names under which a command finds the fire that started it.
  private static let reservedPrefix = "CARILLON_"

  func command(_ mapping: inout MappingReader) -> CommandTrigger? {
    let argv = argv(&mapping)
    let cwd = cwd(&mapping)
    let env = environment(&mapping)
    let timeout = timeoutSeconds(&mapping)
    let limits = mapping.mapping("limits").map(limits)
    mapping.finish()
    guard let argv else { return nil }
    return CommandTrigger(argv: argv, cwd: cwd, env: env, timeoutSeconds: timeout, limits: limits)
  }

  /// systemd takes less than a mebibyte for a mistake.
  private static let memoryLeast = 1 << 20

  private func limits(_ reader: MappingReader) -> CommandTrigger.Limits {
    var reader = reader
    let limits = CommandTrigger.Limits(
      memoryBytes: reader.byteCount("memory", atLeast: Self.memoryLeast, written: "1MiB"),
      cpuPercent: reader.integer("cpu_percent", in: 1...1_000_000, hint: "100 is one whole processor"),
      processes: reader.integer("processes", in: 1...4_000_000))
    reader.finish()
    return limits
  }

  private func argv(_ mapping: inout MappingReader) -> [String]? {
    guard mapping.gives("argv") else {
      log.error("a command trigger needs argv: the program and its arguments", at: mapping.place)
      return nil
    }
    let example = #"["/bin/sh", "-c", "…"] to use a shell"#
    guard let items = mapping.list("argv", example: example) else { return nil }
    let empty = items.filter(\.isNull)
    for item in empty {
      log.error("argv has an item that is nothing; write \"\" for an empty argument, or \"null\" for that word", at: item.place)
    }
    guard empty.isEmpty else { return nil }
    let reader = mapping
    let argv = items.map { template($0, "argv", in: reader) }
    guard let program = argv.first, program != "" else {
      log.error("argv needs a program as its first item", at: mapping.keyPlace("argv"))
      return nil
    }
    return argv.contains(nil) ? nil : argv.compactMap { $0 }
  }

  private func cwd(_ mapping: inout MappingReader) -> String? {
    guard let node = mapping.take("cwd"), let cwd = template(node, "cwd", in: mapping) else { return nil }
    guard cwd.hasPrefix("/") || cwd.hasPrefix("{{") else {
      log.error("cwd '\(MappingReader.shown(cwd))' must be an absolute path", at: node.place)
      return nil
    }
    return cwd
  }

  /// Numbers and truth values are taken as they are written; nothing is the empty text.
  private func environment(_ mapping: inout MappingReader) -> [String: String] {
    let entries = mapping.entries("env")
    let reader = mapping
    return entries.reduce(into: [:]) { env, entry in
      guard checkName(entry) else { return }
      env[entry.key] = entry.value.isNull ? "" : template(entry.value, "env.\(entry.key)", in: reader)
    }
  }

  private func checkName(_ entry: YAMLEntry) -> Bool {
    let shown = MappingReader.shown(entry.key)
    guard Self.isVariableName(entry.key) else {
      log.error("env: '\(shown)' is not a variable's name (letters, digits and _, not a digit first)", at: entry.keyPlace)
      return false
    }
    guard !entry.key.hasPrefix(Self.reservedPrefix) else {
      log.error("env: '\(shown)' is reserved; Carillon sets the \(Self.reservedPrefix) variables itself", at: entry.keyPlace)
      return false
    }
    return true
  }

  /// POSIX.1-2017, section 8.1, with small letters allowed.
  private static func isVariableName(_ name: String) -> Bool {
    guard let first = name.first, !first.isNumber else { return false }
    return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
