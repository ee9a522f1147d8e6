/// The order of a list.
public struct ZenMLSort<Record: ZenMLRecord>: Sendable, Equatable {
  /// A field that lists can be sorted by.
  public struct Field: Sendable, Equatable {
    /// The column's name on the server.
    public let name: String

    /// A field that this client has no name for; the server refuses those that it does not know.
    public init(_ name: String) { self.name = name }

    /// When the record was made.
    public static var created: Field { Field("created") }
    /// When it was last changed.
    public static var updated: Field { Field("updated") }
    /// Its name.
    public static var name: Field { Field("name") }
    /// Its id.
    public static var id: Field { Field("id") }
  }

  /// `desc:created`.
  public let text: String

  /// `desc:created`, or `created` for ascending.
  public init(reading text: String) {
    self.init(text: text.contains(":") ? text : "asc:\(text)")
  }

  private init(text: String) { self.text = text }

  /// The smallest, oldest or first in the alphabet first.
  public static func ascending(_ field: Field) -> ZenMLSort { ZenMLSort(text: "asc:\(field.name)") }

  /// The greatest, newest or last in the alphabet first.
  public static func descending(_ field: Field) -> ZenMLSort { ZenMLSort(text: "desc:\(field.name)") }
}
