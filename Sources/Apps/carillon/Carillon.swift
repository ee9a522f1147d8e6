import ArgumentParser
import ControlMessages

@main
struct Carillon: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "carillon",
    abstract: "Fires machine-learning pipelines on time, and answers whether last night's runs happened.",
    discussion: """
      Start the daemon with 'carillon serve'; the other commands ask it. Every list takes --json. On a terminal, what does not fit is \
      shortened and outcomes have colours, unless NO_COLOR is set; in a pipe everything is whole and plain.
      Example: carillon init
      Example: carillon serve --schedules schedules/demo
      Example: carillon why nightly-training
      """,
    version: "carillon \(CarillonVersion.current)",
    subcommands: [
      Init.self, Serve.self, Check.self, Next.self, Explain.self, Simulate.self, List.self, Show.self, Runs.self, Events.self, Why.self,
      Logs.self,
      Trigger.self, Create.self, Edit.self, Delete.self, AuditLog.self,
      Backfill.self, Pause.self, Resume.self, Cancel.self, DeadLetters.self, Sync.self, Apply.self, Pull.self, Status.self, Audit.self,
      AlertsCommand.self,
      StoreCommand.self, ZenMLCommand.self, JFrogCommand.self, Keys.self, SignIn.self, CronTools.self, ImportCommand.self,
      DoctorCommand.self,
      Completions.self, Version.self,
    ])

  static func main() async { await runAndExit() }
}
