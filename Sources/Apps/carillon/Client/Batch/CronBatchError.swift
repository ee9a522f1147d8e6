import Cron

/// Why a line of a batch has no fires as its answer.
struct CronBatchError: Error, Equatable {
  /// A cron error's own code, or one of ``badJSON`` and its neighbours. Stable: programs rely on it.
  let code: String
  /// The cron field; nil where none applies.
  let field: String?
  /// UTF-8 bytes before the part meant: of the pattern when the pattern is wrong, otherwise of the line.
  let position: Int
  /// UTF-8 bytes of the part; zero when something is missing at `position`.
  let length: Int
  let message: String

  /// The line is no JSON object, or a member has the wrong type.
  static let badJSON = "bad-json"
  static let badTimeZone = CronError.Code.badTimeZone.rawValue
  static let badFrom = "bad-from"
  static let badCount = "bad-count"

  init(_ code: String, at range: Range<Int>, _ message: String) {
    self.code = code
    field = nil
    position = range.lowerBound
    length = range.count
    self.message = message
  }

  init(_ error: CronError) {
    code = error.code.rawValue
    field = error.field?.rawValue
    position = error.position
    length = error.length
    message = error.message
  }
}
