import Glibc

/// The environment's exceptions from its proxies, with this machine always among them; as CURLOPT_NOPROXY names hosts, with
/// nothing but commas between them.
func unproxiedHosts() -> String {
  let given = (getenv("no_proxy") ?? getenv("NO_PROXY")).map { String(cString: $0) } ?? ""
  let hosts = given.split { " \t,".contains($0) }.map(String.init)
  // An asterisk counts only when it stands alone.
  return hosts == ["*"] ? "*" : (hosts + ["localhost", "127.0.0.0/8", "::1"]).joined(separator: ",")
}
