import Exposition
import HostProcess

/// The process, under the names that every client library of Prometheus gives them.
enum ProcessFamilies {
  static func of(_ process: ProcessFigures) -> [MetricFamily] {
    var families: [MetricFamily] = []
    if let seconds = process.processorSeconds {
      families.append(.counter("process_cpu_seconds_total", "Seconds on processors, in user mode and in the kernel.", seconds))
    }
    return families + [
      .gauge("process_resident_memory_bytes", "Memory that is in use.", process.residentBytes.map(Double.init)),
      .gauge("process_virtual_memory_bytes", "Address space that is in use.", process.virtualBytes.map(Double.init)),
      .gauge("process_open_fds", "Open file descriptors.", process.openDescriptors.map(Double.init)),
      .gauge("process_max_fds", "How many file descriptors may be open.", process.descriptorLimit.map(Double.init)),
      .gauge("process_start_time_seconds", "When the process started, as Unix time.", process.startedAt),
    ]
  }
}
