import Scheduling
import Seams
import Testing

@testable import ZenML
@testable import ZenMLServer

struct SourceErrorTests {
  @Test func aBusyServerIsAwayForAsLongAsItAsksFor() {
    let error = SourceError(ZenMLError(.unavailable, "busy", status: 429, retryAfter: .seconds(7)))
    #expect(error.retryAfter == .seconds(7))
    #expect(error.kind == .unavailable)
  }
}
