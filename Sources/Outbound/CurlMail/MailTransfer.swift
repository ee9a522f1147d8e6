import CCurl
import Glibc

/// One message on its way. Used on one thread only.
final class MailTransfer {
  private let server: MailServer
  private let message: [UInt8]
  /// How much of the message libcurl has taken.
  private var position = 0
  /// The server's last line.
  private var answer = ""
  /// The last line that said no. Behind it libcurl says goodbye, which the server answers as well.
  private var refusal = ""
  /// The recipient whom the server is asked about; nil: it is asked something else.
  private var asked: String?
  private var refusals: [MailReceipt.Refusal] = []
  private var recipients: UnsafeMutablePointer<curl_slist>?
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  init(_ server: MailServer, _ message: [UInt8]) {
    (self.server, self.message) = (server, message)
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_slist_free_all(recipients)
    errorText.deallocate()
  }

  private static let connectMilliseconds = 10_000
  private static let totalMilliseconds = 45_000

  func perform(from sender: String, to addresses: [String]) -> Result<MailReceipt, MailError> {
    guard let easy = curl_easy_init() else { return .failure(MailError("\(server.name): no memory for a connection", isRefused: false)) }
    defer { curl_easy_cleanup(easy) }
    for address in addresses { recipients = curl_slist_append(recipients, "<\(address)>") }
    let code = [connect, encrypt, logIn, listen, { self.fill($0, sender) }].reduce(CURLE_OK) { $0 == CURLE_OK ? $1(easy) : $0 }
    guard code == CURLE_OK else { return .failure(error(code, easy)) }
    let result = curl_easy_perform(easy)
    guard result == CURLE_OK else { return .failure(error(result, easy)) }
    return .success(MailReceipt(answer: answer.isEmpty ? "taken" : answer, refusals: refusals))
  }

  // MARK: Options

  private typealias Easy = UnsafeMutableRawPointer

  private func connect(_ easy: Easy) -> CURLcode {
    ccurl_easy_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    return firstFailure(
      ccurl_easy_set_string(easy, CURLOPT_URL, server.url), ccurl_easy_set_string(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
      ccurl_easy_set_string(easy, CURLOPT_NOPROXY, "*"), ccurl_easy_set_long(easy, CURLOPT_NOSIGNAL, 1),
      ccurl_easy_set_long(easy, CURLOPT_QUICK_EXIT, 1),
      ccurl_easy_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.connectMilliseconds),
      ccurl_easy_set_long(easy, CURLOPT_TIMEOUT_MS, Self.totalMilliseconds),
      ccurl_easy_set_open_socket(easy) { _, _, address in address.map { ccurl_open_socket($0) } ?? CURL_SOCKET_BAD })
  }

  private func encrypt(_ easy: Easy) -> CURLcode {
    let code = firstFailure(
      ccurl_easy_set_long(easy, CURLOPT_USE_SSL, Int(server.encryption == .none ? CURLUSESSL_NONE.rawValue : CURLUSESSL_ALL.rawValue)),
      ccurl_easy_set_long(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2), ccurl_easy_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
      ccurl_easy_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2))
    guard code == CURLE_OK, let file = server.authoritiesFile else { return code }
    // Without the folder of the system's authorities, into which Debian's libcurl looks too.
    return firstFailure(ccurl_easy_set_string(easy, CURLOPT_CAINFO, file), ccurl_easy_set_string(easy, CURLOPT_CAPATH, nil))
  }

  private func logIn(_ easy: Easy) -> CURLcode {
    guard let login = server.login else { return CURLE_OK }
    return firstFailure(
      ccurl_easy_set_string(easy, CURLOPT_USERNAME, login.user), ccurl_easy_set_string(easy, CURLOPT_PASSWORD, login.password))
  }

  /// Libcurl does not say whom the server refuses: that is read from the dialogue.
  private func listen(_ easy: Easy) -> CURLcode {
    let context = Unmanaged.passUnretained(self).toOpaque()
    return firstFailure(
      ccurl_easy_set_long(easy, CURLOPT_VERBOSE, 1), ccurl_easy_set_pointer(easy, CURLOPT_DEBUGDATA, context),
      ccurl_easy_set_debug(easy) { _, kind, bytes, count, context in
        if kind == CURLINFO_HEADER_OUT { MailTransfer.from(context).note(command: UnsafeRawBufferPointer(start: bytes, count: count)) }
        return 0
      },
      ccurl_easy_set_pointer(easy, CURLOPT_HEADERDATA, context),
      ccurl_easy_set_write(easy, CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
        MailTransfer.from(context).take(line: UnsafeRawBufferPointer(start: bytes, count: count))
      })
  }

  private func fill(_ easy: Easy, _ sender: String) -> CURLcode {
    let context = Unmanaged.passUnretained(self).toOpaque()
    return firstFailure(
      ccurl_easy_set_string(easy, CURLOPT_MAIL_FROM, "<\(sender)>"), ccurl_easy_set_list(easy, CURLOPT_MAIL_RCPT, recipients),
      ccurl_easy_allow_refused_recipients(easy),
      ccurl_easy_set_long(easy, CURLOPT_UPLOAD, 1), ccurl_easy_set_pointer(easy, CURLOPT_READDATA, context),
      ccurl_easy_set_read(easy, CURLOPT_READFUNCTION) { buffer, size, count, context in
        MailTransfer.from(context).give(UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
      })
  }

  private func firstFailure(_ codes: CURLcode...) -> CURLcode { codes.first { $0 != CURLE_OK } ?? CURLE_OK }

  // MARK: Callbacks

  private static func from(_ context: UnsafeMutableRawPointer?) -> MailTransfer {
    guard let context else { preconditionFailure("libcurl called back without its transfer") }
    return Unmanaged<MailTransfer>.fromOpaque(context).takeUnretainedValue()
  }

  private func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    let piece = message[position..<min(message.count, position + buffer.count)]
    buffer.copyBytes(from: piece)
    position += piece.count
    return piece.count
  }

  /// Nothing else is kept of what is sent: a password is among it.
  private func note(command: UnsafeRawBufferPointer) {
    let start = Array("RCPT TO:<".utf8)
    guard command.starts(with: start) else { return asked = nil }
    asked = String(decoding: command.dropFirst(start.count).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
  }

  private func take(line: UnsafeRawBufferPointer) -> Int {
    let text = String(decoding: line.prefix(200), as: UTF8.self)
    answer = String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
    if answer.hasPrefix("4") || answer.hasPrefix("5") {
      refusal = answer
      if let asked { refuse(asked) }
    }
    return line.count
  }

  /// Of an answer of several lines the last one counts.
  private func refuse(_ recipient: String) {
    if refusals.last?.recipient == recipient { refusals.removeLast() }
    refusals.append(MailReceipt.Refusal(recipient: recipient, answer: answer))
  }

  // MARK: Errors

  /// The server's own last words say most.
  private func error(_ code: CURLcode, _ easy: Easy) -> MailError {
    var status = 0
    ccurl_easy_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    let said = status >= 400 && !refusal.isEmpty ? ": \(refusal)" : ""
    let curl = String(cString: errorText)
    let words = curl.isEmpty ? String(cString: curl_easy_strerror(code)) : curl
    let final = [CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED, CURLE_LOGIN_DENIED, CURLE_SSL_CACERT_BADFILE]
    return MailError("\(server.name): \(words)\(said)", isRefused: final.contains(code) || (500..<600).contains(status))
  }
}
