import Scheduling

extension ScheduleCatalog {
  /// Bindings of files that are for no schedule of the server, as it was last read; all of them before that.
  ///
  /// - Complexity: O(schedules), and as much again for each binding by pipeline or pattern.
  package var idleBindings: [FileBinding] {
    guard !files.bindings.isEmpty else { return [] }
    let names = Set(server.values.lazy.map(\.record.name))
    return files.bindings.filter { binding in
      switch binding.match {
      case .id(let id): server[id] == nil
      case .name(let name): !names.contains(name)
      // Few say it so; each looks at all.
      case .pipeline, .glob: !server.values.contains { binding.match.matches($0) }
      }
    }
  }
}
