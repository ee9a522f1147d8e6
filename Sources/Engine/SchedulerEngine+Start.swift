import Scheduling

extension SchedulerEngine {
  /// The schedules as they are resolved now, by their ids.
  package var schedules: [Identifier: Schedule] { scheduler.schedules }
}
