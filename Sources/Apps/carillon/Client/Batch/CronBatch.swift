import CivilTime
import Cron

/// Answers the lines of a batch: one JSON object each, and one as the answer. It keeps nothing from line to line.
struct CronBatch {
  let zoneNamed: (String) -> ZoneRules?
  /// What `from` means when it is missing.
  let now: () -> Instant

  /// Appends the answer and a newline to `output`; nothing for a line of blanks.
  func answer(_ line: [UInt8], to output: inout [UInt8]) {
    guard line.contains(where: { !Self.isBlank($0) }) else { return }
    let request = CronBatchRequest(line)
    output.append(text: "{\"id\":")
    output += request.id
    do throws(CronBatchError) {
      appendFires(of: try expression(of: request), request, to: &output)
    } catch {
      Self.append(error, to: &output)
    }
    output.append(text: "}\n")
  }

  private func expression(of request: CronBatchRequest) throws(CronBatchError) -> CronExpression {
    if let error = request.error { throw error }
    let zone = try zone(of: request)
    do throws(CronError) {
      return try CronExpression(parsing: request.pattern ?? "", zone: zone, seed: request.seed, zoneNamed: zoneNamed)
    } catch {
      throw CronBatchError(error)
    }
  }

  private func zone(of request: CronBatchRequest) throws(CronBatchError) -> ZoneRules {
    guard let (name, range) = request.zone else { return .utc }
    guard let zone = zoneNamed(name) else {
      throw CronBatchError(CronBatchError.badTimeZone, at: range, "tz: unknown time zone '\(name)'")
    }
    return zone
  }

  private func appendFires(of expression: CronExpression, _ request: CronBatchRequest, to output: inout [UInt8]) {
    if expression.isReboot { return output.append(text: ",\"event\":\"reboot\"") }
    output.append(text: ",\"next\":")
    output.append(jsonStrings: expression.fires(after: request.from ?? now()).prefix(request.count).lazy.map(\.iso8601))
    output.append(text: ",\"warnings\":")
    output.append(jsonStrings: expression.warnings.lazy.map(\.code.rawValue))
  }

  private static func append(_ error: CronBatchError, to output: inout [UInt8]) {
    output.append(text: ",\"error\":{\"code\":")
    output.append(jsonString: error.code)
    output.append(text: ",\"field\":")
    if let field = error.field { output.append(jsonString: field) } else { output.append(text: "null") }
    output.append(text: ",\"pos\":\(error.position),\"length\":\(error.length),\"message\":")
    output.append(jsonString: error.message)
    output.append(text: "}")
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
