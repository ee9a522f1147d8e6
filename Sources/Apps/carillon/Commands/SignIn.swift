import ArgumentParser
import ControlAPI
import ControlMessages

struct SignIn: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign-in",
    abstract: "Make a link that signs a browser in to the page, once.",
    discussion: """
      Whoever opens it first may do what the daemon's user may; it is good for ten minutes. The daemon has to listen on TCP \
      (listen: 127.0.0.1:8470).

      Example: carillon sign-in
      """)

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let link = try await daemon.accessOperations().signInLink()
    try daemon.show(link) { _ in "\(link.url)\n" }
  }
}
