import Dispatch

/// Goes off at a moment that is moved often, mostly to later: a Dispatch timer is set anew only for an earlier one, and when
/// it goes off too early it is set again. Not safe to share: everything is called on the queue.
final class LazyTimer {
  private let source: any DispatchSourceTimer
  /// When it is to go off; nil: not at all.
  private var wanted: DispatchTime?
  /// When the source goes off; nil: not at all.
  private var armed: DispatchTime?

  init(on queue: DispatchQueue) {
    source = DispatchSource.makeTimerSource(queue: queue)
    source.schedule(deadline: .distantFuture)
  }

  deinit {
    source.cancel()
  }

  /// Once, before anything else. `onTime` runs on the queue; after it the timer is off until it is set again.
  func start(_ onTime: @escaping () -> Void) {
    source.setEventHandler { [weak self] in
      if self?.isDue() == true { onTime() }
    }
    source.activate()
  }

  func set(_ moment: DispatchTime?) {
    wanted = moment
    guard let moment, armed.map({ moment < $0 }) ?? true else { return }
    arm(moment)
  }

  private func arm(_ moment: DispatchTime) {
    armed = moment
    source.schedule(deadline: moment)
  }

  private func isDue() -> Bool {
    armed = nil
    guard let wanted else { return false }
    guard wanted <= .now() else {
      arm(wanted)
      return false
    }
    self.wanted = nil
    return true
  }
}
