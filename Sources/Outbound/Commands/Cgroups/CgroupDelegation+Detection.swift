import CLinux
import Glibc

extension CgroupDelegation {
  /// Looks only: nothing is made or written.
  package static func ofThisProcess() -> CgroupDelegation { of(process: "self") }

  static func of(process: String) -> CgroupDelegation {
    let place = CgroupPlace(membership: text(of: "/proc/\(process)/cgroup"), mounts: text(of: "/proc/self/mountinfo"))
    return switch place {
    case .none(let reason): .absent(reason: reason)
    case .directory(let path): CgroupDelegation(Facts(of: path))
    }
  }

  fileprivate static func text(of path: String) -> String {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return "" }
    // A machine with many containers has many mounts.
    let bytes = OwnedDescriptor(number).read(upTo: 1 << 20) ?? []
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension CgroupDelegation.Facts {
  fileprivate init(of path: String) {
    self.init(path: path)
    isRoot = access("\(path)/cgroup.events", F_OK) != 0
    type = CgroupDelegation.text(of: "\(path)/cgroup.type").split(separator: "\n").first.map(String.init) ?? "unknown"
    isWritable = access(path, W_OK | X_OK) == 0 && access("\(path)/cgroup.procs", W_OK) == 0
    isMarked = ["trusted.delegate", "user.delegate"].contains { Self.isSet($0, on: path) }
    isSuperuser = geteuid() == 0
    systemdRuns = access("/run/systemd/system", F_OK) == 0
  }

  private static func isSet(_ attribute: String, on path: String) -> Bool {
    var value: UInt8 = 0
    return linux_read_attribute(path, attribute, &value, 1) == 1 && value == UInt8(ascii: "1")
  }
}
