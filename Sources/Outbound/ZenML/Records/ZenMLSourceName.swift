import Values

/// Where a Python class or function is found.
public struct ZenMLSourceName: Sendable, Hashable, CustomStringConvertible {
  /// `zenml.integrations.github.code_repositories`.
  public var module: String
  /// `GitHubCodeRepository`.
  public var attribute: String?
  /// `builtin`, `distribution_package`, `user` …
  public var type: String

  /// A class or function of a module.
  public init(module: String, attribute: String?, type: String) {
    self.module = module
    self.attribute = attribute
    self.type = type
  }

  /// Nil for what names no module.
  init?(_ json: JSONValue?) {
    if let text = json?.stringValue {
      self.init(module: text, attribute: nil, type: "unknown")
    } else if let module = json?["module"]?.stringValue {
      self.init(module: module, attribute: json?["attribute"]?.stringValue, type: json?["type"]?.stringValue ?? "unknown")
    } else {
      return nil
    }
  }

  /// `package.module.Class`.
  public var description: String { [module, attribute].compactMap(\.self).joined(separator: ".") }
}

extension ZenMLSourceName: JSONWritable {
  var json: JSONValue {
    var members = BodyMembers()
    members.add("module", module)
    members.add("attribute", attribute)
    members.add("type", type)
    return .object(members.all)
  }
}
