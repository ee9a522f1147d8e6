import ControlMessages
import HTTPTypes
import Hummingbird
import NIOCore

/// `/callbacks`: where services say that the work is done which a trigger with `callback: true` gave them. The token in the
/// path is all that they need to show.
struct CallbackRoutes {
  let operations: any CallbackOperations

  func add(to router: Router<ControlContext>) {
    router.post(RouterPath(ControlPaths.callbacks + "/:token")) { request, context in
      try QueryParameters(request, allowed: [])
      let body = try await request.body.collect(upTo: .max)
      let token = try context.pathText("token")
      let isEmpty = body.readableBytes == 0
      try await operations.callBack(token, isEmpty ? CallbackMessage() : try await request.with(body).json(CallbackMessage.self))
      return Response(status: .noContent)
    }
  }
}

extension Request {
  /// The same with a body that has been read.
  fileprivate func with(_ body: ByteBuffer) -> Request {
    var request = self
    request.body = RequestBody(buffer: body)
    return request
  }
}
