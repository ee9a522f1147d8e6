/// How help speaks of the records of a kind.
extension ResourceKind {
  /// `zenml runs`, for examples.
  static var path: String { "\(resource.server) \(resource.name)" }
  /// What an example calls one of the records.
  static var sample: String { (resource.isNamed ? "nightly" : "6c188f67-1f0e-4b6e-9d3a-0f3f7c2c1e11") + sampleParent }
  /// ` --of reader` where it is needed.
  static var sampleParent: String { resource.parent == nil ? "" : " --of reader" }
  /// How a record is named: `name or id`.
  static var words: String { resource.isNamed ? "name or id" : "id" }
  /// The same, as usage writes it.
  static var placeholder: String { resource.isNamed ? "name|id" : "id" }
}
