/// The fifty expressions with which every zone is checked.
package enum ZoneExpressions {
  /// Around the hours in which clocks change, on both sides of the rule between fixed times and the wall clock, and every kind of day.
  package static let fiveFields = [
    "* * * * *", "*/15 * * * *", "0 * * * *", "30 * * * *", "59 */2 * * *", "*/20 0-6 * * *", "30 */2 * * *", "*/30 2 * * *",
    "0 0 * * *", "30 0 * * *", "0 1 * * *", "30 1 * * *", "0 2 * * *", "30 2 * * *", "0,30 2 * * *", "0 2,3 * * *", "15 3 * * *",
    "0 3 * * *", "59 23 * * *", "0-59 2 * * *", "30 0-23 * * *", "0-30 1 * * *", "0/15 1-3 * * *", "0 22-4 * * *", "45 23-1 * * *",
    "50-10 0-3 * * *", "0 0 * * 0", "30 2 * * SUN", "0 2 L * *", "0 0 LW * *", "30 1 15W * *", "30 2 * * 7L", "30 2 * 3,10 0#2",
    "0 0 1,15 * 3", "0 0 */2 * +1", "30 2 28-3 * *", "15 2 L-3 * *", "H H * * *", "H H/3 * * *", "H(0-29) 1-2 * * *",
  ]

  /// Seconds before, on and after full minutes.
  package static let sixFields = [
    "*/30 * 1-3 * * *", "0 30 2 * * *", "15 0 0 * * *", "59 59 23 * * *", "0,30 0 2,3 * * *", "30 */30 2 * * 0", "10 0-59/10 1 * * *",
    "1 30 0-4 29-31 * *", "H H 2 * * 1-5", "0 0 3 * 3,4,9-11 * 2015-2037",
  ]

  package static let all = fiveFields + sixFields
}
