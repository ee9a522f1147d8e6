import Scheduling
import Seams

/// Where requests may go, and where we are called.
extension ConfigurationReader {
  func egress(_ mapping: inout MappingReader) -> EgressRules {
    guard var reader = mapping.mapping("egress") else { return .standard }
    let rules = EgressRules(allow: places(&reader, "allow"), deny: places(&reader, "deny"))
    if reader.gives("allow"), rules.allow.isEmpty, !log.hasErrors {
      log.error(
        "allow names nothing, so that nothing could be called; leave it out to allow what is not denied", at: reader.keyPlace("allow"))
    }
    reader.finish()
    return rules
  }

  private func places(_ reader: inout MappingReader, _ key: String) -> [EgressRules.Place] {
    let items = reader.list(key, example: "[api.example.com, 10.0.0.0/8]") ?? []
    return items.compactMap { item in
      guard let text = reader.text(of: item, key) else { return nil }
      if let place = EgressRules.Place(text) { return place }
      log.error(
        "\(key) '\(MappingReader.shown(text))' is no host name, *.name, address or range of addresses such as 10.0.0.0/8; no scheme, port or path",
        at: item.place)
      return nil
    }
  }

  func publicURL(_ mapping: inout MappingReader) -> String? {
    guard let node = mapping.take("public_url"), let text = mapping.text(of: node, "public_url") else { return nil }
    do throws(ServerURLError) {
      return try ServerURL.plain(text, instead: "nothing: each callback has a token of its own")
    } catch {
      log.error("public_url \(error.sentence)", at: node.place)
      return nil
    }
  }
}
