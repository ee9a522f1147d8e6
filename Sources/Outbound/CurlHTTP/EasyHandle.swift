import CCurl

/// Owns one libcurl easy handle with the memory that it refers to. Not in a multi handle any more when it is released.
final class EasyHandle {
  let pointer: UnsafeMutableRawPointer
  private var headers: UnsafeMutablePointer<curl_slist>?
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
    curl_easy_reset(pointer)
    curl_slist_free_all(headers)
    headers = nil
    errorText[0] = 0
    ccurl_easy_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
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

  /// - Parameter lines: in the notation of CURLOPT_HTTPHEADER.
  func setHeaders(_ lines: [String]) throws(OptionRefused) {
    for line in lines {
      guard let longer = curl_slist_append(headers, line) else {
        throw OptionRefused(option: CURLOPT_HTTPHEADER, code: CURLE_OUT_OF_MEMORY)
      }
      headers = longer
    }
    try check(ccurl_easy_set_list(pointer, CURLOPT_HTTPHEADER, headers), CURLOPT_HTTPHEADER)
  }

  private func check(_ code: CURLcode, _ option: CURLoption) throws(OptionRefused) {
    if code != CURLE_OK { throw OptionRefused(option: option, code: code) }
  }
}
