import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// A connection over the network: HTTP/1.1, inside TLS where there is a certificate.
struct NetworkChannel: ServerChildChannel {
  let http: HTTP1Channel
  let certificate: TLSCertificate?

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    channel.eventLoop.makeCompletedFuture {
      guard let certificate else { return }
      try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: certificate.context))
    }.flatMap { http.setup(channel: channel, logger: logger) }
  }

  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    await http.handle(value: value, logger: logger)
  }
}
