import CivilTime
import Scheduling
import Seams

extension Fire {
  /// The identity that every request carries. A resend of the same attempt has the same.
  var identityHeaders: [HTTPHeader] {
    [
      HTTPHeader("Idempotency-Key", id.description),
      HTTPHeader("X-Carillon-Due", due.iso8601),
      HTTPHeader("X-Carillon-Run-Name", runName),
      HTTPHeader("X-Carillon-Attempt", String(attempt)),
    ]
  }
}
