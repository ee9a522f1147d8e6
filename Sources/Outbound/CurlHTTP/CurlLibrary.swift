import CCurl

/// The libcurl that this process has loaded.
package enum CurlLibrary {
  /// `libcurl/7.88.1 OpenSSL/3.0.19 …`, in libcurl's own words.
  package static var version: String { String(cString: curl_version()) }
}
