import ControlMessages

/// Where a link or a form leads: always a path of this daemon, whatever the parts of it are called.
package struct Address: Sendable, Equatable {
  package let text: String

  private init(safe text: String) { self.text = text }

  /// A path that is written in this source code.
  package init(_ path: StaticString) { text = "\(path)" }

  package static let overview = Address("/")
  package static let schedules = Address("/schedules")
  package static let runs = Address("/runs")
  package static let forecast = Address("/forecast")
  package static let deadLetters = Address("/dead-letters")
  package static let sync = Address("/sync")
  package static let audit = Address("/audit")

  package static func schedule(_ id: String) -> Address { schedules.within(id) }
  package static func run(_ fireID: String) -> Address { runs.within(fireID) }

  /// One more segment of the path.
  package func within(_ segment: String) -> Address { Address(safe: "\(text)/\(PercentCoding.encoded(segment))") }

  /// With a query; what is nil or empty is left out.
  package func with(_ values: [(name: String, value: String?)]) -> Address {
    let pairs = values.compactMap { name, value in
      value.flatMap { $0.isEmpty ? nil : "\(PercentCoding.encoded(name))=\(PercentCoding.encoded($0))" }
    }
    return pairs.isEmpty ? self : Address(safe: "\(text)?\(pairs.joined(separator: "&"))")
  }

  /// A place within the page.
  func at(_ fragment: StaticString) -> Address { Address(safe: "\(text)#\(fragment)") }
}
