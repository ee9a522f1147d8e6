import ControlMessages

/// Where the daemon answers.
extension ConfigurationReader {
  struct Listening {
    /// Absolute.
    var socket: String?
    var addresses: [ListenAddress] = []
    var tls: Configuration.TLS?
  }

  func listening(_ mapping: inout MappingReader) -> Listening {
    var listening = Listening()
    var places: [Place] = []
    for item in listenItems(&mapping) {
      guard let text = mapping.text(of: item, "listen") else { continue }
      if let path = Self.socketPath(text) {
        if listening.socket != nil { log.error("listen names two sockets; one is enough, and it is always there", at: item.place) }
        listening.socket = AbsolutePath.of(path, in: directory)
      } else if let address = ListenAddress(text) {
        if listening.addresses.contains(address) { log.error("listen names \(address) twice", at: item.place) }
        listening.addresses.append(address)
        places.append(item.place)
      } else {
        log.error(
          "listen '\(MappingReader.shown(text))' is neither unix:PATH nor an address and a port such as 127.0.0.1:8470, [::1]:8470 or 0.0.0.0:8470",
          at: item.place)
      }
    }
    listening.tls = tls(&mapping)
    refusePlain(listening, places)
    return listening
  }

  /// One, or a list.
  private func listenItems(_ mapping: inout MappingReader) -> [YAMLNode] {
    if case .list = mapping.entry("listen")?.value.content {
      return mapping.list("listen", example: "[unix:carillon.sock, 127.0.0.1:8470]") ?? []
    }
    return mapping.take("listen").map { [$0] } ?? []
  }

  private static func socketPath(_ text: String) -> String? {
    let scheme = "unix:"
    return text.hasPrefix(scheme) && text != scheme ? String(text.dropFirst(scheme.count)) : nil
  }

  private func refusePlain(_ listening: Listening, _ places: [Place]) {
    guard listening.tls == nil else { return }
    for (address, place) in zip(listening.addresses, places) where !address.isLoopback {
      log.error(
        "listen \(address) can be reached from other machines, so that keys and cookies would cross the network in the clear: add tls: "
          + "{certificate: FILE, key: FILE}, or listen on 127.0.0.1 behind a reverse proxy that speaks TLS", at: place)
    }
  }

  private func tls(_ mapping: inout MappingReader) -> Configuration.TLS? {
    guard var reader = mapping.mapping("tls") else { return nil }
    let certificate = path(&reader, "certificate")
    let key = path(&reader, "key")
    reader.finish()
    guard let certificate, let key else { return nil }
    if SecretFile.isReadableByOthers(key) {
      log.warning("key '\(key)' can be read by every user of this machine; chmod 600 \(key)", at: reader.keyPlace("key"))
    }
    return Configuration.TLS(certificate: certificate, key: key)
  }

  private func path(_ reader: inout MappingReader, _ key: String) -> String? {
    guard let text = reader.text(key) else {
      if !reader.gives(key) { log.error("tls needs \(key): a PEM file", at: reader.place) }
      return nil
    }
    return AbsolutePath.of(text, in: directory)
  }
}
