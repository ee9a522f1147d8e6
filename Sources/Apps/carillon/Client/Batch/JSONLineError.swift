/// Why a line is not a JSON object.
struct JSONLineError: Error, Equatable {
  /// Bytes of the line before the problem.
  let position: Int
  let message: String
}
