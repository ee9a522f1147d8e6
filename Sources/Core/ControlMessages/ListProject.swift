/// The project of what is in none: schedules of files, and those made over the control API.
package enum ListProject {
  package static let none = "00000000-0000-0000-0000-000000000000"
}
