import Scheduling

/// The names of the schedules of all lines of a crontab.
///
/// A line whose schedule the folder has already keeps that name, and so its file, wherever it stands now and whatever became of the lines
/// beside it: nothing is started twice. The other lines get names that nothing has.
struct CrontabNames {
  struct Line {
    /// The name that it has where nothing else has it.
    let wanted: String
    let start: CrontabStart
  }

  struct Given {
    let name: String
    /// The folder's file that has it already, where that is none that an import would write: renamed, or put together with others.
    var elsewhere: String?
  }

  /// One of each line. No two are the same, whatever their case.
  let names: [Given]

  init(_ lines: [Line], in folder: CrontabFolder?) {
    var taken: Set<String> = []
    let kept = Self.kept(lines, in: folder, &taken)
    var names: [Given] = []
    for (line, given) in zip(lines, kept) {
      if let given {
        names.append(given)
      } else {
        let argv = line.start.command.argv
        names.append(Given(name: CrontabName.unique(line.wanted, taken: &taken) { folder?.holder(of: $0, otherThan: argv) != nil }))
      }
    }
    self.names = names
  }

  /// The names that lines have in the folder. All lines look for what is sure before any takes what is less so.
  private static func kept(_ lines: [Line], in folder: CrontabFolder?, _ taken: inout Set<String>) -> [Given?] {
    var names: [Given?] = lines.map { _ in nil }
    guard let folder else { return names }
    for likeness in CrontabStart.Likeness.allCases {
      for (index, line) in lines.enumerated() where names[index] == nil {
        guard let given = folder.name(of: line, likeness, except: taken) else { continue }
        taken.insert(given.name.lowercased())
        names[index] = given
      }
    }
    return names
  }
}
