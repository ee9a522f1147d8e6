import ArgumentParser
import ControlMessages
import Testing

@testable import carillon

@Suite struct ExitStatusTests {
  @Test(arguments: [["nonsense"], ["runs", "--limit", "0"], ["list", "--colour"], ["next", "0 2 * * *", "--from", "then"], ["cron"]])
  func aCommandThatIsAskedWronglyEndsWith2(arguments: [String]) {
    let error = #expect(throws: (any Error).self) { try Carillon.parseAsRoot(arguments) }
    #expect(error.map { ExitStatus.of($0, in: Carillon.self) } == 2)
  }

  @Test(arguments: [["--help"], ["--version"], ["list", "--help"]])
  func helpEndsWith0(arguments: [String]) throws {
    do {
      var command = try Carillon.parseAsRoot(arguments)
      try command.run()
    } catch {
      #expect(ExitStatus.of(error, in: Carillon.self) == 0)
    }
  }

  @Test func aNameOfSeveralEndsWith2AndListsTheIds() {
    let problem = ControlProblem(.ambiguous, "two schedules are named x", candidates: ["id1", "id2"])
    #expect(ExitStatus.of(problem, in: Carillon.self) == 2)
    #expect(problem.sentence == "two schedules are named x\n  id1\n  id2")
  }

  @Test(arguments: [ControlProblem.Code.notFound, .conflict, .forbidden, .unavailable, .failure])
  func otherProblemsEndWith1(code: ControlProblem.Code) {
    #expect(ExitStatus.of(ControlProblem(code, "m"), in: Carillon.self) == 1)
  }
}
