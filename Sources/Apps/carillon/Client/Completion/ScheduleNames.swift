import ArgumentParser
import ControlAPI
import ControlMessages
import Foundation
import Glibc

/// The names of the schedules that a daemon has, for a shell that completes a word.
struct ScheduleNames {
  /// The command line so far.
  let words: [String]
  /// What the name begins with, as far as it is typed.
  var beginning = ""
  /// Which one asks; nil: another one.
  var shell: CompletionShell?

  /// Nothing when no daemon answers at once.
  var all: [String] {
    guard let socket = try? location.resolve(), let body = QuickQuestion(socket: socket).answer(to: path),
      let list = try? JSONDecoder().decode(NameList.self, from: Data(body))
    else { return [] }
    return list.items.compactMap { $0.name.candidate(for: shell) }
  }

  private var path: String {
    let all = "\(ControlPaths.schedules)?size=\(ListQuery.sizes.upperBound)"
    // A quote that was typed is the shell's, and no part of a name.
    guard !beginning.isEmpty, !beginning.contains(where: { "\"'\\".contains($0) }) else { return all }
    return all + "&name=startswith:\(PercentCoding.encoded(beginning))"
  }

  private struct NameList: Decodable {
    struct Item: Decodable { var name: String }
    var items: [Item]
  }

  private var location: SocketLocation {
    SocketLocation(
      socket: value(of: "--socket"), configuration: value(of: "--config"), environment: ProcessInfo.processInfo.environment,
      fileExists: { access($0, F_OK) == 0 }, socketOfConfiguration: controlSocket(ofConfiguration:))
  }

  /// `--socket x` and `--socket=x`.
  private func value(of option: String) -> String? {
    if let word = words.first(where: { $0.hasPrefix("\(option)=") }) { return String(word.dropFirst(option.count + 1)) }
    guard let index = words.firstIndex(of: option), index + 1 < words.count else { return nil }
    return words[index + 1]
  }
}

extension CompletionKind {
  /// The names of the daemon's schedules.
  static var scheduleNames: CompletionKind {
    .custom { words, _, beginning in ScheduleNames(words: words, beginning: beginning, shell: .requesting).all }
  }
  static var yamlFiles: CompletionKind { .file(extensions: ["yaml", "yml"]) }
}
