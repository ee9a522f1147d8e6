import CivilTime
import JFrogML
import Scheduling
import Seams

/// Whether something on JFrog ML that bears a fire's name was made by that fire. The server promises no unique names.
enum JFrogClaim: Sendable {
  case ours, anothers
  /// What would tell is not in the answer.
  case unknown

  /// How far a server's clock may lag behind ours before something of ours looks older than its claim.
  static let clockDifferenceAllowed: Duration = .seconds(5)

  /// For a name that other fires bear as well: nothing older than the claim is this fire's.
  init(createdAt: Instant?, for fire: Fire, allowing difference: Duration = clockDifferenceAllowed) {
    guard let createdAt else { self = .unknown; return }
    self = createdAt >= fire.claimedAt.advanced(by: .zero - difference) ? .ours : .anothers
  }
}

extension LookUpResult {
  /// The newest of what is the fire's own.
  /// - Parameter kind: `deployment`.
  init<Record: JFrogRecord>(_ found: [(record: Record, claim: JFrogClaim)], kind: String, createdAt: (Record) -> Instant?) {
    let ours = found.filter { $0.claim == .ours }.map(\.record)
    let newest = ours.max { (createdAt($0) ?? .distantPast) < (createdAt($1) ?? .distantPast) }
    if let newest {
      self = .running(runID: newest.id, sentAt: createdAt(newest))
    } else if let unclear = found.first(where: { $0.claim == .unknown }) {
      let sentence = "\(kind) \(unclear.record.id) has its name, and JFrog ML does not say enough to tell whether this fire made it"
      self = .settled(.lost, Reason("cannot_tell", sentence))
    } else {
      self = .notStarted
    }
  }
}

/// What came of looking for what a fire has made.
struct JFrogFinding: Sendable {
  let result: LookUpResult
  /// Whether anything bears its name, whoever made that.
  var isNameTaken = false

  /// The meaning of a 409 to the request that was to make it, once it is known who bears the name.
  func afterConflict(_ error: JFrogMLError, begun: Instant) -> AttemptResult {
    switch result {
    case .running(let runID, let sentAt): .started(runID: runID, sentAt: sentAt ?? begun)
    // Where nobody bears it, the name is not what stands in the way.
    case .notStarted, .cannotBeAsked, .finished:
      isNameTaken ? .refused(.rejected, Reason("name_taken", error.wholeDescription)) : error.afterSending
    case .settled(let outcome, let reason): .refused(outcome, reason)
    case .unavailable(let reason): .unclear(reason)
    }
  }
}
