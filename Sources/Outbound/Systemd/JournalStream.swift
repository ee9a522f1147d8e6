import Glibc

/// Whether what this process writes ends in the journal.
package enum JournalStream {
  /// True when the descriptor is the stream that `JOURNAL_STREAM` names (`device:inode`): a variable alone says nothing, since it is
  /// inherited by processes whose output goes elsewhere.   Source: systemd.exec(5), systemd 252.
  package static func holds(descriptor: CInt, variable: String?) -> Bool {
    var status = stat()
    guard let variable, fstat(descriptor, &status) == 0 else { return false }
    return variable == "\(status.st_dev):\(status.st_ino)"
  }
}
