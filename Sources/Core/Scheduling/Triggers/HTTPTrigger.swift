/// One request to any HTTP API. Its answer decides, or what the API says later about the work that it took on.
package struct HTTPTrigger: Hashable, Sendable, Codable {
  package var method: String
  package var url: String
  package var headers: [String: String]
  package var body: JSONValue?
  /// The statuses that mean the request was accepted.
  package var success: [ClosedRange<Int>]
  /// From the first try to connect to the last byte of the answer.
  package var timeoutSeconds: Int

  // Optional, so that rows which were written before there were these can be read.

  /// Appended to the URL, names and values percent-encoded, in the order of the names.
  package var query: [String: String]?
  /// Sent as `application/x-www-form-urlencoded`, in the order of the names. Never beside `body`.
  package var form: [String: String]?
  /// What the JSON of an accepted answer has to say besides; all of it.
  package var expect: [AnswerExpectation]?
  /// How the end of the work is learned; nil: the answer is the end.
  package var ending: HTTPEnding?
  package var connection: HTTPConnection?

  package init(
    method: String = "POST", url: String, headers: [String: String] = [:], body: JSONValue? = nil,
    success: [ClosedRange<Int>] = HTTPTrigger.successDefault, timeoutSeconds: Int = HTTPTrigger.timeoutSecondsDefault,
    query: [String: String]? = nil, form: [String: String]? = nil,
    expect: [AnswerExpectation]? = nil, ending: HTTPEnding? = nil, connection: HTTPConnection? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.success = success
    self.timeoutSeconds = timeoutSeconds
    self.query = query
    self.form = form
    self.expect = expect
    self.ending = ending
    self.connection = connection
  }

  /// One array for all.
  package static let successDefault = [200...299]

  /// Long enough for an API that does its work before it answers, short enough to notice a dead one.
  package static let timeoutSecondsDefault = 60
}

extension HTTPTrigger {
  /// The URLs that are called after the answer; their templates may read it.
  package var laterURLs: [String] {
    guard case .polled(let polling)? = ending else { return [] }
    return [polling.url, polling.cancel?.url].compactMap { $0 }
  }

  /// The URLs whose hosts the trigger names itself. Whatever else it calls is of the server of `url`.
  package var namedURLs: [String] {
    [url] + laterURLs.filter { !$0.hasPrefix("/") && !$0.hasPrefix("{{") }
  }

  /// Why a server's binding may not say this; nil: it may. Whoever can write a Schedule must not choose files of this machine,
  /// nor ways past the hosts that the configuration names.
  package var refusalFromServer: String? {
    guard let connection else { return nil }
    if [connection.authoritiesFile, connection.certificateFile, connection.keyFile].contains(where: { $0 != nil }) {
      return "it names files of this machine (tls); only files may"
    }
    if connection.proxy != nil { return "it names a proxy; only files may" }
    return connection.followsRedirects == true ? "it follows redirects, which may lead to any host; only files may" : nil
  }
}
