import Glibc

/// The environment's exceptions from its proxies, with this machine always among them; as CURLOPT_NOPROXY names hosts.
func unproxiedHosts() -> String {
  let given = (getenv("no_proxy") ?? getenv("NO_PROXY")).map { String(cString: $0) } ?? ""
  // An asterisk counts only when it stands alone.
  if given.split(whereSeparator: { $0 == " " || $0 == "," }) == ["*"] { return "*" }
  return ([given].filter { !$0.isEmpty } + ["localhost", "127.0.0.0/8", "::1"]).joined(separator: ",")
}
