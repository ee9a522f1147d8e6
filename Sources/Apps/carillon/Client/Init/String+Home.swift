extension String {
  /// As a shell takes it: `~` and `~/…` are in `home`. Nobody else's home is looked for.
  func expandingHome(_ home: String) -> String {
    self == "~" ? home : hasPrefix("~/") ? "\(home)\(dropFirst())" : self
  }
}
