import Scheduling

/// A trigger as it is sent, and what fills in its later URLs.
struct HTTPRendering {
  let http: HTTPTrigger
  let renderer: TemplateRenderer
  let secrets: SecretMask

  init(of fire: Fire, from sources: TemplateSources) async throws(RenderingError) {
    try await self.init(of: fire, from: sources, needsCallback: true)
  }

  private init(of fire: Fire, from sources: TemplateSources, needsCallback: Bool) async throws(RenderingError) {
    let renderer = try await TemplateRenderer(fire: fire, sources: sources).withSecrets()
    let rendering = try renderer.rendering()
    guard case .http(let http) = rendering.trigger.action else { preconditionFailure("not an http fire") }
    var secrets = rendering.secrets
    for values in [http.headers, http.query ?? [:], http.form ?? [:]] { secrets.addCredentials(of: values) }
    if case .calledBack? = http.ending {
      if let url = sources.callbacks?.url(for: fire) {
        secrets.add(url, writtenAs: Template.Part.callbackURL.written)
        // Whoever has the token, or its code alone, can end the fire.
        for sign: Character in ["/", "."] { secrets.add(url.split(separator: sign).last.map(String.init) ?? url, writtenAs: nil) }
      } else if needsCallback {
        throw RenderingError.noPublicURL
      }
    }
    (self.http, self.renderer, self.secrets) = (http, renderer, secrets)
  }

  /// Of a fire that was sent before, perhaps by an earlier daemon.
  init(ofSent fire: Fire, from sources: TemplateSources) async throws(RenderingError) {
    guard !fire.trigger.lacksSecrets else { throw RenderingError("its \(fire.trigger.wordsForMissingSecrets)") }
    try await self.init(of: fire, from: sources, needsCallback: false)
  }

  /// With all that a quote of an answer must not repeat.
  var allSecrets: SecretMask {
    var mask = secrets
    mask.addEverything(of: http)
    return mask
  }
}
