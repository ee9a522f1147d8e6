import Glibc

/// What this process takes of the machine. A figure that the kernel does not tell is nil.
/// Source: proc(5), Linux 6.1; the names that Prometheus' client libraries give them.
package struct ProcessFigures: Sendable {
  /// Seconds on processors, in user mode and in the kernel.
  package var processorSeconds: Double?
  package var residentBytes: Int?
  package var virtualBytes: Int?
  package var openDescriptors: Int?
  /// nil: no limit.
  package var descriptorLimit: Int?
  /// Seconds since 1970.
  package var startedAt: Double?

  package static func ofThisProcess() -> ProcessFigures {
    var figures = ProcessFigures()
    if let text = ProcText("/proc/self/stat")?.text { figures.read(text, bootTime: ProcText("/proc/stat")?.number(after: "btime ")) }
    figures.openDescriptors = openDescriptorCount()
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur != rlim_t.max {
      figures.descriptorLimit = Int(limit.rlim_cur)
    }
    return figures
  }

  /// The fields behind the program's name, which stands in parentheses and may hold any character.
  private mutating func read(_ stat: String, bootTime: Double?) {
    let fields = stat.split(separator: ")").last?.split(separator: " ").map { Double($0) } ?? []
    guard fields.count > 21 else { return }
    let (ticks, page) = (Double(sysconf(Int32(_SC_CLK_TCK))), Double(sysconf(Int32(_SC_PAGESIZE))))
    // utime and stime are fields 14 and 15, starttime 22, vsize 23, rss 24; the state, field 3, comes first here.
    if let user = fields[11], let system = fields[12] { processorSeconds = (user + system) / ticks }
    if let start = fields[19], let bootTime { startedAt = bootTime + start / ticks }
    virtualBytes = fields[20].map { Int($0) }
    residentBytes = fields[21].map { Int($0 * page) }
  }

  /// The folder itself is open while it is read, and not counted.
  private static func openDescriptorCount() -> Int? {
    guard let folder = opendir("/proc/self/fd") else { return nil }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    // "." and ".." as well.
    return max(0, count - 3)
  }
}

/// A file of /proc, which has no length before it is read.
private struct ProcText {
  let text: String

  init?(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// What follows `name` at the beginning of a line.
  func number(after name: String) -> Double? {
    text.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap { Double($0.dropFirst(name.count)) }
  }
}
