import Alerts
import Testing

struct MailAddressTests {
  @Test(arguments: ["ops@example.com", "a.b+c@sub.example.co.uk", "x_y@localhost"])
  func plainAddressesAreTaken(text: String) { #expect(MailAddress(text)?.text == text) }

  @Test(arguments: [
    "", "ops", "@example.com", "ops@", "ops@example.com\r\nBcc: all@example.com", "ops@example.com, other@example.com", "<ops@example.com>",
    "Ops <ops@example.com>", "ops @example.com", "ops@exa mple.com", "öps@example.com", "a@b@c", "-x@example.com", "ops@-example.com",
    ".ops@example.com", "ops@example.com.", "ops@[127.0.0.1]", "\"a b\"@example.com",
  ])
  func anythingElseIsNot(text: String) { #expect(MailAddress(text) == nil) }
}
