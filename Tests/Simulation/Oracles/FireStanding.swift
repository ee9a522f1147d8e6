import CivilTime
import Scheduling

/// What limits and turns a fire is under: fixed when it is claimed, or taken up by a later life.
struct FireStanding {
  enum Group: Hashable {
    case schedule(Identifier)
    case mutex(String)
  }

  let schedule: Identifier
  let kind: LedgerRow.Kind
  var group: Group?
  let tags: [String]
  let target: TargetName
}
