import CronOracle
import Testing

/// No text brings the parser down; what is refused has a place, what is read answers every question. `make fuzz` tries a million texts.
@Suite struct CronRobustnessTests {
  @Test func noMutationOfAnExpressionCrashesTheParser() throws {
    try forAll(seed: 50_000, count: 5_000, generate: TextSample.random, check: TextSample.problem)
  }

  @Test func noTextOfTheLettersOfTheGrammarCrashesTheParser() throws {
    let alphabet = Array("0123456789*/-,?#+LWHR() \t@:=._~JANMONSUNTZéß\u{0}\n".unicodeScalars)
    let generate = { (generator: inout SplitMix64) in
      String(String.UnicodeScalarView((0..<Int.random(in: 0...40, using: &generator)).map { _ in generator.pick(alphabet) }))
    }
    try forAll(seed: 60_000, count: 5_000, generate: generate, check: TextSample.problem)
  }
}
