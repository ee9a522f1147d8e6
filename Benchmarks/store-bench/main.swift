import Scheduling
print(MemoryLayout<StoredSchedule>.stride, MemoryLayout<LedgerRow>.stride, MemoryLayout<ScheduleDefinition>.stride, MemoryLayout<Policy>.stride, MemoryLayout<Trigger>.stride, MemoryLayout<ScheduleRecord>.stride)
