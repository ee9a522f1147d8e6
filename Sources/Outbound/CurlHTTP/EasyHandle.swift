import CCurl
import HTTP

/// Owns one libcurl easy handle with the memory that it refers to. Not in a multi handle any more when it is released.
final class EasyHandle {
  let pointer: UnsafeMutableRawPointer
  private var headers: UnsafeMutablePointer<curl_slist>?
  /// Where header lines are put together.
  private var line: [UInt8] = []
  /// Of requests for which every option is set that they have in common; nil: of none.
  var form: RequestForm?
  private let errorText: UnsafeMutablePointer<CChar>

  /// nil without memory.
  init?() {
    guard let pointer = curl_easy_init() else { return nil }
    self.pointer = pointer
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    ccurl_easy_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
  }

  /// As if it were new, but for what libcurl keeps between transfers: nothing of a request or its answer.
  func reset() {
    form = nil
    curl_easy_reset(pointer)
    forgetHeaders()
    errorText[0] = 0
    ccurl_easy_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
  }

  /// Lets go of a transfer that is over. As long as the form is kept, URL and body are too: until the next request replaces them.
  func forget(keepingForm keepsForm: Bool) {
    guard keepsForm else { return reset() }
    forgetHeaders()
    errorText[0] = 0
  }

  private func forgetHeaders() {
    ccurl_easy_set_list(pointer, CURLOPT_HTTPHEADER, nil)
    curl_slist_free_all(headers)
    headers = nil
  }

  deinit {
    curl_easy_cleanup(pointer)
    curl_slist_free_all(headers)
    errorText.deallocate()
  }

  /// What libcurl said about the last failure; empty when it said nothing.
  var lastError: String { String(cString: errorText) }

  /// The last `errno` of connecting or sending; 0 without one.
  var systemError: CInt { CInt(truncatingIfNeeded: number(CURLINFO_OS_ERRNO)) }

  /// The URL of the request that is being sent: after a redirect, of the last one.
  var currentURL: String? {
    var text: UnsafeMutablePointer<CChar>?
    guard ccurl_easy_get_string(pointer, CURLINFO_EFFECTIVE_URL, &text) == CURLE_OK, let text else { return nil }
    return String(cString: text)
  }

  func number(_ info: CURLINFO) -> Int {
    var value = 0
    return ccurl_easy_get_long(pointer, info, &value) == CURLE_OK ? value : 0
  }
}

/// A libcurl option was refused: no memory, or a libcurl built without it.
struct OptionRefused: Error {
  let option: CURLoption
  let code: CURLcode
}

extension EasyHandle {
  func set(_ option: CURLoption, _ value: Int) throws(OptionRefused) {
    try check(ccurl_easy_set_long(pointer, option, value), option)
  }

  /// libcurl keeps a copy.
  func set(_ option: CURLoption, _ value: String) throws(OptionRefused) {
    try check(ccurl_easy_set_string(pointer, option, value), option)
  }

  /// As if the option, which is a text, had no default either.
  func clear(_ option: CURLoption) throws(OptionRefused) {
    try check(ccurl_easy_set_string(pointer, option, nil), option)
  }

  /// The pointer has to stay valid as long as the handle.
  func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) throws(OptionRefused) {
    try check(ccurl_easy_set_pointer(pointer, option, value), option)
  }

  func set(_ option: CURLoption, _ value: @escaping curl_write_callback) throws(OptionRefused) {
    try check(ccurl_easy_set_write(pointer, option, value), option)
  }

  func setBeforeRequest(_ value: @escaping curl_prereq_callback) throws(OptionRefused) {
    try check(ccurl_easy_set_prerequest(pointer, value), CURLOPT_PREREQFUNCTION)
  }

  func setOpenSocket(_ value: @escaping curl_opensocket_callback) throws(OptionRefused) {
    try check(ccurl_easy_set_open_socket(pointer, value), CURLOPT_OPENSOCKETFUNCTION)
  }

  /// libcurl keeps a copy.
  func setBody(_ bytes: [UInt8]) throws(OptionRefused) {
    try check(ccurl_easy_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count)), CURLOPT_POSTFIELDSIZE_LARGE)
    // An empty array may have no address, and without one libcurl would read the body from standard input.
    let code =
      bytes.isEmpty
      ? ccurl_easy_set_string(pointer, CURLOPT_COPYPOSTFIELDS, "")
      : bytes.withUnsafeBytes { ccurl_easy_set_bytes(pointer, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
    try check(code, CURLOPT_COPYPOSTFIELDS)
  }

  /// Sends these headers, and with them none of `others`, which libcurl would add.
  func setHeaders(_ fields: [HTTPHeader], without others: [String]) throws(OptionRefused) {
    // In the notation of CURLOPT_HTTPHEADER "Name:" removes one, and "Name;" sends an empty one.
    for field in fields { try appendHeader(field.name, field.value.isEmpty ? ";" : ": ", field.value) }
    for name in others where !fields.contains(where: { $0.isNamed(name) }) { try appendHeader(name, ":", "") }
    try check(ccurl_easy_set_list(pointer, CURLOPT_HTTPHEADER, headers), CURLOPT_HTTPHEADER)
  }

  private func appendHeader(_ name: String, _ separator: String, _ value: String) throws(OptionRefused) {
    line.removeAll(keepingCapacity: true)
    for part in [name, separator, value] { line.append(contentsOf: part.utf8) }
    line.append(0)
    let longer = line.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { curl_slist_append(headers, $0.baseAddress) }
    }
    guard let longer else { throw OptionRefused(option: CURLOPT_HTTPHEADER, code: CURLE_OUT_OF_MEMORY) }
    headers = longer
  }

  private func check(_ code: CURLcode, _ option: CURLoption) throws(OptionRefused) {
    if code != CURLE_OK { throw OptionRefused(option: option, code: code) }
  }
}
