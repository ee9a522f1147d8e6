/// Times at which nothing is to start, under names that policies use.
extension ConfigurationReader {
  func calendars(_ mapping: inout MappingReader) -> [CalendarDefinition] {
    let reader = CalendarDefinitionReader(log: log, directory: directory)
    return mapping.entries("calendars").compactMap(reader.read)
  }
}
