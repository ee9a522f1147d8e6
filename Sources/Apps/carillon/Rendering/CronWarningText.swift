import Cron

extension CronWarning {
  /// The code, then the text with carets under the part meant and what there is to know about it; ended by a newline.
  func text(in expression: String) -> String {
    "warning \(code.rawValue):\n\(rendered(in: expression).printableLines)\n"
  }
}
