/// `carillon-simulator run --seeds 10000 [--from N] [--jobs 2]` and `carillon-simulator replay SEED [--trace]`.
@main
enum Simulator {
  static let usage = """
    usage: carillon-simulator run [--seeds COUNT] [--from SEED] [--jobs COUNT] [--all]
           carillon-simulator replay SEED [--trace]
    """

  static func main() async {
    guard let command = SimulatorCommand(CommandLine.arguments.dropFirst()) else {
      print(usage)
      exitProcess(64)
    }
    exitProcess(await command.run() ? 0 : 1)
  }
}
