import Foundation
import Glibc
import TestSupport

/// A secret that is easy to find, and everything of a daemon in which it must not be found.
struct Canary {
  /// With characters that look different in a URL and in Base64.
  var value = "canary+\(UInt32.random(in: .min ... .max))/nest"

  /// Every way in which it might be written.
  var forms: [String] {
    let percent = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value
    let base64 = String(Data(value.utf8).base64EncodedString().replacing("=", with: "").dropLast(2))
    let urlSafe = base64.replacing("+", with: "-").replacing("/", with: "_")
    return [value, percent, percent.lowercased(), value.replacing("/", with: "\\/"), base64, urlSafe]
  }

  /// Where it is found: files of the state directory, the log, and what the commands answer.
  /// - Parameter names: of schedules.
  func places(around daemon: DaemonProcess, _ names: [String]) async throws -> [String] {
    var texts = ["the log": Data(daemon.log.utf8)]
    let state = daemon.place.directory.path("state")
    for file in FileManager.default.enumerator(atPath: state)?.compactMap({ $0 as? String }) ?? [] where isReadable("\(state)/\(file)") {
      texts[file] = FileManager.default.contents(atPath: "\(state)/\(file)")
    }
    for arguments in [["list"], ["status"]] + names.flatMap({ [["show", $0], ["runs", $0], ["explain", $0], ["why", $0]] }) {
      for form in [[], ["--json"]] {
        let result = try await CLI.run(arguments + form + ["--config", daemon.place.configurationPath])
        texts["carillon \((arguments + form).joined(separator: " "))"] = Data((result.output + result.errors).utf8)
      }
    }
    return texts.filter { _, text in forms.contains { text.range(of: Data($0.utf8)) != nil } }.keys.sorted()
  }

  /// False for sockets, pipes and folders.
  private func isReadable(_ path: String) -> Bool {
    let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    return type == .typeRegular
  }
}
