/// The number of this release, in the one place that holds it (Semantic Versioning 2.0.0).
package enum CarillonVersion {
  package static let current = "0.1.0"
}
