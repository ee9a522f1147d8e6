import HTTPTypes
import Hummingbird
import NIOCore
import WebPage

/// What the pages need besides themselves.
extension PageRoutes {
  func addAssets(to router: Router<ControlContext>) {
    router.get("/assets/:name") { request, context in
      guard let asset = Assets.all.first(where: { $0.name == context.parameters.get("name") }) else { throw HTTPError(.notFound) }
      return Self.answer(asset, to: request)
    }
  }

  /// Under an address with its version a browser keeps it for ever; under the plain one it asks whether there is a newer one.
  private static func answer(_ asset: Asset, to request: Request) -> Response {
    let tag = "\"\(asset.version)\""
    let isVersioned = request.uri.query == "v=\(asset.version)"
    let headers: HTTPFields = [
      .contentType: asset.mediaType, .eTag: tag,
      .cacheControl: isVersioned ? "public, max-age=31536000, immutable" : "no-cache",
    ]
    if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: asset.text)))
  }
}
