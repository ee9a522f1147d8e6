import Foundation

/// Checks that take too long for a test: every time zone against the scanner, and millions of damaged inputs.
@main
enum CronCheck {
  static let usage = """
    usage: cron-check zones [--slice K/N]
           cron-check fuzz [--seed S] [--count N]

      zones   fifty expressions in every zone of this host, two days around each clock change of 2015 to 2037 and one full year, against
              a scan of every minute (and second); --slice 1/4 checks the first quarter of the zones
      fuzz    damaged texts for the cron parser and damaged files for the reader of time zones, N of each (1000000)
    """

  static func main() async {
    do throws(UsageError) {
      exit(try await isGood(CommandLine.arguments.dropFirst()) ? 0 : 1)
    } catch {
      report("cron-check: \(error.text)\n\(usage)")
      exit(64)
    }
  }

  private static func isGood(_ arguments: ArraySlice<String>) async throws(UsageError) -> Bool {
    let options = try Options(arguments.dropFirst())
    switch arguments.first {
    case "zones": return await ZonesCommand(slice: try options.slice()).run()
    case "fuzz": return try await FuzzCommand(options).run()
    default: throw UsageError(text: "the first argument must be zones or fuzz")
    }
  }

  /// Progress and problems: one line on standard error.
  static func report(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
  }
}

/// The command line says nothing that can be done.
struct UsageError: Error {
  let text: String
}
