import Dispatch

/// The serial queue on which libcurl is called. Tasks may run on it too: what they send is then submitted, and its answer
/// taken, without a change of threads.
final class CurlQueue: TaskExecutor {
  let queue = DispatchQueue(label: "carillon.http")
  private let mark = DispatchSpecificKey<Void>()

  init() { queue.setSpecific(key: mark, value: ()) }

  /// True where the caller runs on the queue.
  var isCurrent: Bool { DispatchQueue.getSpecific(key: mark) != nil }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
