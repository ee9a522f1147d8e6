import Scheduling
import ZenML

/// What snapshots and run templates there are to run.
extension ZenMLClient {
  func snapshotSource(_ choice: SnapshotTrigger.Choice, _ pipeline: PipelineChoice?) async throws(ZenMLError) -> RunSource {
    let snapshot =
      switch choice {
      case .named(let text): try await namedSnapshot(text, of: pipeline)
      case .newest(let tag): try await newestSnapshot(of: pipeline, tag: tag)
      }
    guard snapshot.isRunnable != false else {
      throw unresolved(.refused, "snapshot \(snapshot) has no build, so that the server cannot run it")
    }
    let parameters = RunParameters(.object(snapshot.pipelineSpec), isDynamic: snapshot.isDynamic)
    return RunSource(kind: .snapshot, id: snapshot.id, name: snapshot.name, parameters: parameters)
  }

  func templateSource(_ text: String) async throws(ZenMLError) -> RunSource {
    let template = try await ours(try await runTemplates.get(text))
    let specification = template.json["metadata"]?["pipeline_spec"] ?? .null
    let parameters = RunParameters(specification, isDynamic: nil)
    return RunSource(kind: .runTemplate, id: template.id, name: template.name, parameters: parameters)
  }

  /// Every run leaves an anonymous copy of its snapshot behind, with that run's own parameters: only what somebody has named
  /// can be meant by a name.
  private func namedSnapshot(_ text: String, of pipeline: PipelineChoice?) async throws(ZenMLError) -> ZenMLSnapshot {
    if let id = Identifier(text) { return try await ours(try await snapshots.get(id)) }
    var filter: ZenMLFilter<ZenMLSnapshot> = [.isNamed.equals(true)]
    if let pipeline { filter.terms.append(.pipeline.equals(pipeline.text)) }
    let found = try await snapshots.get(text, among: filter)
    guard pipeline.map({ $0.means(found.pipeline) }) ?? true else {
      throw unresolved(.notFound, "snapshot \(found) is not of pipeline \(pipeline?.text ?? "")")
    }
    return found
  }

  private func newestSnapshot(of pipeline: PipelineChoice?, tag: String?) async throws(ZenMLError) -> ZenMLSnapshot {
    guard let pipeline else {
      throw unresolved(.notFound, "the schedule has no pipeline, so the trigger must name one for its newest snapshot")
    }
    var filter: ZenMLFilter<ZenMLSnapshot> = [.isNamed.equals(true), .isRunnable.equals(true), .pipeline.equals(pipeline.text)]
    if let tag { filter.terms.append(.tags.equals(tag)) }
    // Ten, for a server that ignores one of the conditions.
    let page = try await snapshots.page(1, size: 10, sort: .descending(.created), filter: filter, hydrate: true)
    guard let newest = page.first(where: { pipeline.means($0.pipeline) && (tag.map($0.tags.contains) ?? true) }) else {
      let tagged = tag.map { " with tag '\($0)'" } ?? ""
      throw unresolved(.notFound, "pipeline \(pipeline.text) has no named snapshot\(tagged) that the server can run")
    }
    return newest
  }

  /// An id leads anywhere that the account can read; fires act in the configured project alone.
  func ours<Record: ZenMLRecord>(_ record: Record) async throws(ZenMLError) -> Record {
    let project = try await projectID()
    guard (record.projectID ?? project) == project else {
      throw unresolved(.notFound, "\(Record.kind.noun) \(record) is not in project '\(configuration.project)'")
    }
    return record
  }
}
