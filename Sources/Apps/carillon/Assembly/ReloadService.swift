import ControlAPI
import Dispatch
import Glibc
import Logging
import ServiceLifecycle
import Services

/// Reads the schedule files and the certificate again on SIGHUP.
struct ReloadService: Service {
  let sync: ScheduleSync
  let watch: ServiceManagerWatch
  /// Nil without TLS.
  let certificate: TLSCertificate?
  let log: Logger

  func run() async throws {
    let (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    signal(SIGHUP, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
    source.setEventHandler { continuation.yield() }
    source.activate()
    defer { source.cancel() }
    await cancelWhenGracefulShutdown {
      for await _ in signals {
        watch.isReloading()
        log.notice("reading the schedule files again")
        await sync.reloadFiles()
        reloadCertificate()
        watch.isReady()
      }
    }
  }

  private func reloadCertificate() {
    do { try certificate?.reload() } catch {
      log.error("the certificate of before stays in use", metadata: ["error": "\(error)"])
    }
  }
}
