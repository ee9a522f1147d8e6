import Commands
import Glibc
import Testing

/// What of the daemon gets through to a command: nothing.
@Suite(.timeLimit(.minutes(5)))
struct InheritanceTests {
  let fixture: RunsFixture

  init() throws { fixture = try RunsFixture() }

  @Test func theEnvironmentIsExactlyTheGivenOne() async throws {
    let environment = ["CARILLON_ATTEMPT": "1", "EMPTY": "", "TEXT": "a b=c \"ü\""]
    _ = try await fixture.run(CommandSpecification(argv: ["/usr/bin/env"], environment: environment))
    #expect(fixture.output == "CARILLON_ATTEMPT=1\nEMPTY=\nTEXT=a b=c \"ü\"\n")
  }

  @Test func anEmptyEnvironmentStaysEmpty() async throws {
    _ = try await fixture.run(CommandSpecification(argv: ["/usr/bin/env"]))
    #expect(fixture.output == "")
  }

  @Test func theProgramIsLookedUpInTheGivenPath() async throws {
    let exit = try await fixture.run(CommandSpecification(argv: ["env"], environment: ["PATH": "/no/such/place"]))
    #expect(exit.cause == .notExecuted(errno: ENOENT, stage: .program))
  }

  @Test func noOpenFileGetsThrough() async throws {
    let leak = open("/dev/null", O_RDONLY)
    defer { close(leak) }
    // 3 is the directory that ls itself reads.
    _ = try await fixture.run(CommandSpecification(argv: ["/bin/ls", "/proc/self/fd"]))
    #expect(fixture.output == "0\n1\n2\n3\n")
  }

  @Test func thereIsNoInput() async throws {
    #expect(try await fixture.run(CommandSpecification(argv: ["cat"])).isSuccess)
    #expect(fixture.output == "")
  }

  @Test func noSignalIsBlockedOrIgnored() async throws {
    _ = try await fixture.run(
      CommandSpecification(argv: ["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"]))
    #expect(fixture.output == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n")
  }

  @Test func theCommandLeadsASessionAndAGroupOfItsOwn() async throws {
    _ = try await fixture.run(CommandSpecification(argv: ["cat", "/proc/self/stat"]))
    // pid, (comm), state, ppid, process group, session
    let fields = fixture.output.split(separator: " ")
    #expect(fields[4] == fields[0])
    #expect(fields[5] == fields[0])
  }

  @Test func theWorkingDirectoryIsTheGivenOne() async throws {
    _ = try await fixture.run(CommandSpecification(argv: ["pwd"], workingDirectory: "/usr"))
    #expect(fixture.output == "/usr\n")
  }

  @Test func argumentsAreNotInterpreted() async throws {
    let arguments = ["$HOME", "*", "a  b", "", "--directory", "--"]
    _ = try await fixture.run(CommandSpecification(argv: ["printf", "[%s]"] + arguments))
    #expect(fixture.output == "[$HOME][*][a  b][][--directory][--]")
  }
}
