import Foundation
import Glibc
import HostProcess
import Testing

@Suite(.serialized) struct ProcessFiguresTests {
  @Test func theFiguresAreThoseOfThisProcess() throws {
    let figures = ProcessFigures.ofThisProcess()
    #expect(try #require(figures.processorSeconds) > 0)
    #expect(try #require(figures.residentBytes) > 1 << 20)
    #expect(try #require(figures.virtualBytes) > #require(figures.residentBytes))
    #expect(try #require(figures.openDescriptors) >= 3)
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    #expect(figures.descriptorLimit.map { rlim_t($0) } == (limit.rlim_cur == rlim_t.max ? nil : limit.rlim_cur))
  }

  /// The same by another way: the folder that the kernel makes with the process.
  @Test func itStartedWhenTheKernelSays() throws {
    let started = try #require(ProcessFigures.ofThisProcess().startedAt)
    var status = stat()
    #expect(stat("/proc/self", &status) == 0)
    // The folder's time is when it was first looked at: not before the process.
    #expect(started <= Double(status.st_mtim.tv_sec) + 2)
    #expect(started > Double(status.st_mtim.tv_sec) - 86_400)
  }

  /// In a process of its own, where no other test opens and closes descriptors.
  @Test func anOpenFileIsOneDescriptorMore() async {
    await #expect(processExitsWith: .success) {
      let before = try #require(ProcessFigures.ofThisProcess().openDescriptors)
      for _ in 0..<50 { #expect(open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0) }
      let after = try #require(ProcessFigures.ofThisProcess().openDescriptors)
      // Whatever watches the process may open or close some meanwhile.
      #expect((45...55).contains(after - before), "\(before), and then \(after)")
    }
  }
}
