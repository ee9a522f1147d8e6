import Foundation

/// The configuration and the first schedule of somebody who begins.
struct FirstFiles {
  /// Nil: schedules come from files alone.
  var server: String?
  /// Absolute, or relative to the configuration.
  var apiKeyFile: String?
  /// An IANA name.
  var timeZone: String

  static let configurationName = "carillon.yaml"
  static let scheduleName = "schedules/first.yaml"
  static let name = "first-schedule"

  var configuration: String {
    """
    # Carillon's configuration. All keys are in docs/configuration.md and carillon.yaml(5).
    #
    #   carillon check --config \(Self.configurationName)     what is wrong with it, and with the schedule files
    #   carillon doctor --config \(Self.configurationName)    what is wrong with this machine, the server and the triggers
    #   carillon serve --config \(Self.configurationName)     starts the daemon
    #
    # Relative paths count from the folder of this file.

    # Files that hold schedules: folders, files, patterns with * and ?.
    schedules: [schedules]

    \(serverSection)
    # Where the ledger and the output of commands are. Left out: .carillon beside this file; /var/lib/carillon for a file in /etc/carillon.
    # state_directory: .carillon

    # How much is started at a time, of all schedules together and of those with a tag.
    # limits:
    #   in_flight: 1000
    #   tags:
    #     gpu: {in_flight: 2}

    """
  }

  private var serverSection: String {
    guard let server else {
      return """
        # The ZenML server whose schedules are fired too.
        # server:
        #   url: https://zenml.example.com
        #   api_key_file: api-key       # of a service account; chmod 600

        """
    }
    let login = apiKeyFile.map { "\n  # The key of a service account; chmod 600.\n  api_key_file: \(Self.quoted($0))" }
    return """
      # The ZenML server whose schedules are fired too.
      server:
        url: \(Self.quoted(server))\(login ?? "")

      """
  }

  var schedule: String {
    """
    # One schedule; a file may hold several, with --- between them. All keys are in docs/schedule-files.md.
    #
    #   carillon next '0 7 * * *' --tz \(timeZone)     when it is due
    #   carillon trigger \(Self.name) --wait           run it now
    #   carillon logs \(Self.name)                     what it wrote

    # Unique among your files; its id follows from it for ever.
    name: \(Self.name)
    # minute, hour, day, month, day of week; the quotes are needed, since * means something in YAML.
    cron_expression: "0 7 * * *"
    # Summer time is handled: every morning once, none twice.
    time_zone: \(Self.quoted(timeZone))

    # What is done: a command here; or http, deployment, snapshot, … : docs/triggers.md
    trigger:
      kind: command
      # A program and its arguments. There is no shell, unless it is one: [/bin/sh, -c, "…"].
      argv: [/bin/echo, "{{schedule}} rings, due {{due}}"]
      timeout: 5m

    policy:
      # The daemon was down at seven? One fire makes up for all that was missed. Or: all, skip.
      misfire: last
      # The last one still runs? This one is left out, and the ledger says so. Or: allow, buffer_one, cancel_other, …
      overlap: skip

    """
  }

  /// Double quotes, in which JSON and YAML mean the same.
  static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    // Text can always be encoded.
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
