// How fast the timer wheel takes and gives up timers. What the whole daemon does is measured from outside, by bench-engine.
//
//     engine-bench [timers=1000000] [rounds=7]     prints one JSON object: nanoseconds for each operation
let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let benchmark = WheelBenchmark(timerCount: arguments.first ?? 1_000_000)
print(benchmark.run(rounds: arguments.dropFirst().first ?? 7).json)
