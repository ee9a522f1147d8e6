import Glibc
import Seams

/// Where the values come from that templates refer to.
package struct TemplateSources: Sendable {
  /// The ZenML server's secret store; nil without a server.
  package var secrets: (any SecretSource)?
  /// Where systemd puts a service's credentials (systemd.exec(5), `LoadCredential=`); nil: it has given none.
  package var credentialsDirectory: String?
  /// Nil where nobody can call us.
  package var callbacks: CallbackURLs?

  package init(secrets: (any SecretSource)? = nil, credentialsDirectory: String? = nil, callbacks: CallbackURLs? = nil) {
    self.secrets = secrets
    self.credentialsDirectory = credentialsDirectory
    self.callbacks = callbacks
  }

  /// What this process was given: its environment, its credentials, files.
  package static var ofProcess: TemplateSources {
    TemplateSources(credentialsDirectory: getenv("CREDENTIALS_DIRECTORY").map { String(cString: $0) })
  }
}
