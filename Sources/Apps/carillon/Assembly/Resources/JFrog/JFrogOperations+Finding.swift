import ControlMessages
import JFrogML

/// The one record that a person means.
extension JFrogOperations {
  /// - Parameter isExact: the whole id or name, and not the beginning of one.
  func record(_ reference: String, isExact: Bool) async throws -> Record {
    if let record = try await known(reference) { return record }
    let all = try await calls.list().whole()
    let named = all.filter { resource.called($0) == reference }
    let found = named.isEmpty && !isExact ? all.filter { begins($0, reference) } : named
    guard found.count <= 1 else { throw ambiguous(reference, found) }
    guard let record = found.first else {
      throw ControlProblem(.notFound, "\(server): there is no \(resource.noun) with the id or name '\(reference)'")
    }
    return record
  }

  /// Nil also when the server says that such a text cannot be an id.
  private func known(_ id: String) async throws -> Record? {
    do {
      return try await calls.get(id)
    } catch let error as JFrogMLError where error.kind == .notFound || error.kind == .refused {
      return nil
    }
  }

  private func begins(_ record: Record, _ reference: String) -> Bool {
    !reference.isEmpty && (record.id.hasPrefix(reference) || resource.called(record)?.hasPrefix(reference) == true)
  }

  private func ambiguous(_ reference: String, _ found: [Record]) -> ControlProblem {
    let names = found.prefix(10).map { "\(resource.called($0) ?? "?") (\($0.id))" }.joined(separator: ", ")
    return ControlProblem(
      .conflict,
      "\(server): '\(reference)' means several \(resource.noun)s: \(names)\(found.count > 10 ? ", …" : ""); write more of it, or an id")
  }
}
