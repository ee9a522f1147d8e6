import NIOCore
import NIOHTTPTypes

/// Ends a connection whose peer takes too long to send a request, byte by byte or not at all, or to take an answer.
///
/// The time is counted from the first moment to the last byte, so that a byte now and then does not buy more of it
/// ("slowloris"). While a request is being answered there is no limit.
final class RequestDeadlines: ChannelInboundHandler, ChannelOutboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart

  private let limits: ControlLimits
  // Touched only on the channel's event loop.
  private var deadline: Scheduled<Void>?
  private var writeDeadline: Scheduled<Void>?
  /// Requests of which something has come, and whose answer has not ended.
  private var underWay = 0

  init(_ limits: ControlLimits) { self.limits = limits }

  func handlerAdded(context: ChannelHandlerContext) { expect(limits.headTime, context) }

  func handlerRemoved(context: ChannelHandlerContext) { stop() }

  func channelInactive(context: ChannelHandlerContext) {
    stop()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      underWay += 1
      expect(limits.bodyTime, context)
    case .body: break
    case .end:
      deadline?.cancel()
      deadline = nil
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      underWay -= 1
      // The next request may begin: it has its time, and the rest between two.
      if underWay == 0 { expect(limits.idleTimeout + limits.headTime, context) }
    }
    context.write(data, promise: promise)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    writeDeadline?.cancel()
    writeDeadline = context.channel.isWritable ? nil : schedule(limits.answerTime, context)
    context.fireChannelWritabilityChanged()
  }

  private func expect(_ time: Duration, _ context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = schedule(time, context)
  }

  private func schedule(_ time: Duration, _ context: ChannelHandlerContext) -> Scheduled<Void> {
    let channel = context.channel
    return context.eventLoop.scheduleTask(in: TimeAmount(time)) { channel.close(promise: nil) }
  }

  private func stop() {
    deadline?.cancel()
    writeDeadline?.cancel()
    (deadline, writeDeadline) = (nil, nil)
  }
}
