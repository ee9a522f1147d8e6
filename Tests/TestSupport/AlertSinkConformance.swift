import Alerts
import Scheduling
import Seams
import Testing

/// What every `AlertSink` promises, written once: each implementation's tests run all of it.
package enum AlertSinkConformance {
  /// A sink beside a world of the test's making.
  package struct Scene: Sendable {
    package let sink: any AlertSink
    /// The alerts' ids that reached the other side, as often as they did, where it can tell them.
    package let arrived: @Sendable () async throws -> [String]
    /// What may be in no answer and no error.
    package let secrets: [String]

    package init(_ sink: any AlertSink, secrets: [String], arrived: @escaping @Sendable () async throws -> [String]) {
      (self.sink, self.arrived, self.secrets) = (sink, arrived, secrets)
    }
  }

  package enum World: String, Sendable, CaseIterable {
    case working
    /// Answers, and takes nothing.
    case refusing
    /// Is not there.
    case away
  }

  /// One line for each promise that is not kept; empty when all are.
  package static func violations(_ scene: @Sendable (World) async throws -> Scene) async throws -> [String] {
    try await [takes(scene(.working)), throwsWords(scene(.refusing), "refusing"), throwsWords(scene(.away), "away")].flatMap { $0 }
  }

  private static func takes(_ scene: Scene) async throws -> [String] {
    let alert = AlertSamples.alert(schedule: "näm€ <!channel>\r\nBcc: x@example.com", sentence: "a\r\nb\u{0}c 'quoted' \"$(id)\" 🔔")
    var problems: [String] = []
    for _ in 1...2 { problems += check(try await scene.sink.deliver(alert), scene, "an answer") }
    let arrived = try await scene.arrived()
    if arrived != [alert.id.description, alert.id.description] { problems.append("both deliveries arrive with one id, not \(arrived)") }
    return problems
  }

  private static func throwsWords(_ scene: Scene, _ world: String) async throws -> [String] {
    do throws(AlertSinkError) {
      let answer = try await scene.sink.deliver(AlertSamples.alert())
      return ["a world that is \(world) takes nothing, and the answer was \(answer)"]
    } catch {
      return check(error.description, scene, "an error when the world is \(world)")
    }
  }

  private static func check(_ text: String, _ scene: Scene, _ what: String) -> [String] {
    var problems: [String] = []
    if text.isEmpty || text.contains(where: \.isNewline) { problems.append("\(what) is one line, not '\(text)'") }
    for secret in scene.secrets where text.contains(secret) { problems.append("\(what) holds a secret") }
    return problems
  }
}
