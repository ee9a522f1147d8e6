import CLinux
import ControlAPI
import Logging
import ServiceLifecycle
import Services

/// Reads the schedule files and the certificate again when told to, and the files of a start that did not wait for them.
struct ReloadService: Service {
  let sync: ScheduleSync
  let watch: ServiceManagerWatch
  /// Nil without TLS.
  let certificate: TLSCertificate?
  let log: Logger
  private let wishes: AsyncStream<Wish>
  private let continuation: AsyncStream<Wish>.Continuation

  private enum Wish { case files, everything }

  init(sync: ScheduleSync, watch: ServiceManagerWatch, certificate: TLSCertificate?, log: Logger) {
    (self.sync, self.watch, self.certificate, self.log) = (sync, watch, certificate, log)
    (wishes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(2))
  }

  /// Has the schedule files read, of which nothing is news so far.
  func readFiles() { continuation.yield(.files) }

  /// Has everything read again that can be, and the service manager told of it.
  func readEverything() { continuation.yield(.everything) }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      for await wish in wishes {
        switch wish {
        case .files:
          await sync.reloadFiles()
          linux_forget_the_start()
        case .everything: await reload()
        }
      }
    }
  }

  private func reload() async {
    watch.isReloading()
    log.notice("reading the schedule files again")
    await sync.reloadFiles()
    reloadCertificate()
    watch.isReady()
  }

  private func reloadCertificate() {
    do { try certificate?.reload() } catch {
      log.error("the certificate of before stays in use", metadata: ["error": "\(error)"])
    }
  }
}
