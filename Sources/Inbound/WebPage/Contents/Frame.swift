import CivilTime
import ControlMessages

/// What every page is shown with.
package struct Frame: Sendable {
  /// By which relative times are counted.
  package var now: Instant
  package var viewer: Viewer
  /// Of the daemon.
  package var version: String

  package init(now: Instant, viewer: Viewer, version: String = CarillonVersion.current) {
    self.now = now
    self.viewer = viewer
    self.version = version
  }
}

/// Who looks at the page.
package struct Viewer: Sendable, Equatable {
  package var name: String
  package var role: Role
  /// What every form sends back; nil where no cookie vouches for the viewer.
  package var formToken: String?

  package init(name: String, role: Role, formToken: String? = nil) {
    self.name = name
    self.role = role
    self.formToken = formToken
  }

  var mayOperate: Bool { role >= .operator }
}
