/// Nanoseconds for each operation, one number a round.
struct WheelFigures {
  let timers: Int
  /// From an empty wheel to a full one.
  var insert: [Double] = []
  /// From a full one to an empty one, in any order.
  var cancel: [Double] = []
  /// To cancel one of a full wheel and to insert it again: both together.
  var replan: [Double] = []

  /// The medians.
  var json: String {
    let medians = [("insert", insert), ("cancel", cancel), ("replan", replan)].map { name, values in
      "\"\(name)\": \(values.sorted()[values.count / 2])"
    }
    return "{\"timers\": \(timers), \(medians.joined(separator: ", "))}"
  }
}
