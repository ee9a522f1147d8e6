import TestSupport

/// One daemon on the shared server for all tests that leave it alone: each has schedules of its own. It reads the
/// server every second, so that "within one poll" is soon.
actor HouseDaemon {
  static let shared = HouseDaemon()

  struct House: Sendable {
    let daemon: DaemonProcess
    let server: ZenMLServer
    /// The only host that bindings on the server may call.
    let target: RecordingTarget
  }

  private var starting: Task<House, any Error>?

  func house() async throws -> House {
    if let starting { return try await starting.value }
    let task = Task {
      let server = try await ZenMLFixture.shared.server()
      let target = try RecordingTarget()
      let place = try DaemonPlace(
        """
        server: {url: "\(server.facts.url)", api_key_file: key}
        sync_interval: 1s
        server_bindings: {http_hosts: ["\(target.host)"]}
        """)
      try place.writeSecret(server.facts.apiKey, to: "key")
      return House(daemon: try await DaemonProcess.start(place), server: server, target: target)
    }
    starting = task
    return try await task.value
  }
}

/// A name that no other schedule of the server has.
func uniqueName(_ name: String) -> String { "\(name)-\(UInt32.random(in: 0 ... .max))" }
