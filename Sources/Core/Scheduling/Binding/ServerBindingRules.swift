/// What a binding that the server holds may do beyond acting on that server: whoever may edit a schedule there can write one.
package struct ServerBindingRules: Hashable, Sendable {
  /// The kinds that act elsewhere than on the schedule's own server, and need to be named.
  package static let kinds: Set<Trigger.Kind> = [.jfrogDeployment, .jfrogExperiment, .jfrogInference, .chain]

  /// `host` or `host:port`, in lower case: where its requests may go.
  package var hosts: Set<String>
  /// Of `ServerBindingRules.kinds`.
  package var kinds: Set<Trigger.Kind>

  package init(hosts: Set<String> = [], kinds: Set<Trigger.Kind> = []) {
    self.hosts = hosts
    self.kinds = kinds
  }

  func refuses(_ kind: Trigger.Kind) -> Bool { Self.kinds.contains(kind) && !kinds.contains(kind) }
  func refuses(_ host: URLHost) -> Bool { !hosts.contains(host.name) && !hosts.contains(host.nameAndPort) }
}
