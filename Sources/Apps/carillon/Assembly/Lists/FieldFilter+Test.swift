import CivilTime
import ControlMessages
import Scheduling
import Seams

extension FieldFilter {
  var textTest: TextTest {
    switch operation {
    case .notequals: .differs(value)
    case .contains: .contains(value)
    case .startswith: .begins(value)
    case .endswith: .ends(value)
    case .oneof: .oneOf(values)
    case .equals, .gte, .gt, .lte, .lt: .equals(value)
    }
  }

  func instantTest() throws(ControlProblem) -> InstantTest {
    let comparison: InstantTest.Comparison =
      switch operation {
      case .notequals: .differs
      case .gte: .atOrAfter
      case .gt: .after
      case .lte: .atOrBefore
      case .lt: .before
      case .equals, .contains, .startswith, .endswith, .oneof: .equals
      }
    return InstantTest(comparison, try instant)
  }

  func flag() throws(ControlProblem) -> Bool {
    guard let flag = ["true": true, "false": false][value] else {
      throw ControlProblem(.badRequest, "\(field)=\(value): true or false is needed")
    }
    return flag
  }

  /// The texts as ids.
  func identifiers() throws(ControlProblem) -> Set<Identifier> {
    var ids: Set<Identifier> = []
    for text in values {
      guard let id = Identifier(text) else {
        throw ControlProblem(.badRequest, "\(field): '\(text)' is no id: give 32 hex digits with hyphens")
      }
      ids.insert(id)
    }
    return ids
  }

  /// The texts as members of an enumeration; those that are meant, also by `notequals`.
  func members<Member: RawRepresentable & CaseIterable & Hashable>(
    of type: Member.Type
  ) throws(ControlProblem) -> Set<Member> where Member.RawValue == String {
    var members: Set<Member> = []
    for text in values {
      guard let member = Member(rawValue: text) else {
        let known = Member.allCases.map(\.rawValue).joined(separator: ", ")
        throw ControlProblem(.badRequest, "\(field): there is no '\(text)'; there are \(known)")
      }
      members.insert(member)
    }
    return operation == .notequals ? Set(Member.allCases).subtracting(members) : members
  }

  private var instant: Instant {
    get throws(ControlProblem) {
      do throws(ISO8601ParseError) {
        return try Instant(iso8601: isoText)
      } catch {
        throw ControlProblem(.badRequest, "\(field)=\(value): \(error)")
      }
    }
  }

  /// `2026-11-21 02:00:00` is how a ZenML server is asked; and in a query, a plus sign is a space.
  private var isoText: String {
    guard let space = value.firstIndex(of: " ") else { return value }
    if value.contains("T") { return value.replacing(" ", with: "+") }
    return value[..<space] + "T" + value[value.index(after: space)...] + "Z"
  }
}
