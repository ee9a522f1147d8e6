import Scheduling
import Testing

@Suite struct TemplateTests {
  private func problem(_ text: String) -> String? {
    do throws(TemplateError) {
      _ = try Template(parsing: text)
      return nil
    } catch { return error.problem }
  }

  @Test func textAndVariablesAreToldApart() throws {
    #expect(try Template(parsing: "a {{due}}b{{ run_name }}").parts == [.text("a "), .variable(.due), .text("b"), .variable(.runName)])
  }

  @Test func textWithoutBracesIsText() throws { #expect(try Template(parsing: "{x} }} y").parts == [.text("{x} }} y")]) }

  @Test func anUnknownVariableIsAnErrorThatNamesTheKnown() {
    #expect(
      problem("{{dew}}")
        == "'{{dew}}' is not a variable; known are due, fire_id, schedule, run_name, attempt, missed_count, missed_first, missed_last, env:NAME, file:PATH"
    )
  }

  @Test func anOpenBraceIsAnError() { #expect(problem("x {{due") == "'{{' is never closed by '}}'") }

  @Test(arguments: ["{{env:HOME}}", "x{{file:/etc/passwd}}"]) func whatReadsTheMachineIsKnownToDoSo(_ text: String) throws {
    #expect(try Template(parsing: text).readsMachine)
    #expect(try !Template(parsing: "{{due}}").readsMachine)
  }
}

@Suite struct TriggerSecretsTests {
  private let trigger = Trigger.http(
    HTTPTrigger(
      url: "https://jobs.example/", headers: ["Authorization": "Bearer s3cret", "X-Key": "{{env:KEY}}", "X-Both": "{{env:USER}}:s3cret"]))

  @Test func valuesOfHeadersAreLeftOutAndReferencesKept() {
    guard case .http(let http) = trigger.withoutSecrets else { return #expect(Bool(false)) }
    #expect(http.headers == ["Authorization": "(not stored)", "X-Key": "{{env:KEY}}", "X-Both": "(not stored)"])
    #expect(trigger.withoutSecrets.lacksSecrets)
  }

  @Test func valuesOfTheEnvironmentAreLeftOut() {
    let command = Trigger.command(CommandTrigger(argv: ["run"], env: ["TOKEN": "s3cret"]))
    #expect(!"\(command.withoutSecrets)".contains("s3cret"))
  }

  @Test func theyComeBackFromTheScheduleThatHasThem() {
    #expect(trigger.withoutSecrets.restoringSecrets(from: trigger) == trigger)
    #expect(trigger.withoutSecrets.restoringSecrets(from: nil).lacksSecrets)
  }
}
