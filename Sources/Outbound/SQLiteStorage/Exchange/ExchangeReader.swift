import GRDB
import Scheduling
import Seams

/// The first line of an exported store.
struct ExchangeHeader {
  let schema: Int
  let installation: String
}

/// Reads the text of a store into an empty one, line by line; every refusal names the line.
struct ExchangeReader {
  private var lines: TextLines
  private var sum = SHA256.Stream()
  private var counts = Dictionary(uniqueKeysWithValues: ExchangedTable.all.map { ($0.name, 0) })

  init(_ lines: TextLines) { self.lines = lines }

  // MARK: The header

  mutating func header() throws(StoreError) -> ExchangeHeader {
    guard let line = try lines.next() else { throw lines.refusal("the file is empty", at: 1) }
    guard let header = try? Self.value(line), let about = header[ExchangeText.headerKey], case .integer(let format)? = about["format"],
      case .integer(let schema)? = about["schema"], let installation = header["installation"]?.stringValue
    else { throw lines.refusal("this is not what 'carillon store export' writes") }
    guard format == ExchangeText.format else {
      throw lines.refusal("format \(format) of a newer Carillon, this one knows \(ExchangeText.format); import it with the newer one")
    }
    guard schema <= Schema.version else {
      throw lines.refusal("schema \(schema) of a newer Carillon, this one knows up to \(Schema.version); import it with the newer one")
    }
    guard schema >= ExchangeText.oldestSchema else { throw lines.refusal("schema \(schema): no Carillon has exported that") }
    add(line)
    return ExchangeHeader(schema: Int(schema), installation: installation)
  }

  // MARK: The rows

  /// To be called once, inside a transaction on a store that holds nothing but what its migrations put there.
  mutating func rows(_ header: ExchangeHeader, _ database: Database) throws -> ExchangeSummary {
    try database.execute(sql: "DELETE FROM installation")
    var table: ExchangedTableWriter?
    var place = 0
    while true {
      guard let line = try lines.next() else { throw cutOff }
      let value = try parsed(line)
      if let end = value["end"] {
        try finish(end, header, database)
        return ExchangeSummary(schema: header.schema, installation: header.installation, rows: counts)
      }
      guard lines.hasFeed else { throw cutOff }
      guard let name = value["table"]?.stringValue, let next = ExchangedTable.named(name), case .object(let row)? = value["row"] else {
        throw lines.refusal("this is no row of a table that this Carillon knows")
      }
      guard next >= place else {
        throw lines.refusal("a row of \(name) after those of \(ExchangedTable.all[place].name): lines were moved")
      }
      if table == nil || next > place { table = try ExchangedTableWriter(ExchangedTable.all[next], database) }
      place = next
      try insert(row, table)
      counts[name, default: 0] += 1
      add(line)
    }
  }

  private func insert(_ row: [String: JSONValue], _ table: ExchangedTableWriter?) throws {
    do {
      try table?.insert(row)
    } catch let problem as ExchangedTableWriter.Problem {
      throw lines.refusal(problem.sentence)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT || error.resultCode == .SQLITE_MISMATCH {
      throw lines.refusal("SQLite refuses the row: \(error.message ?? "\(error.resultCode)")")
    }
  }

  // MARK: The end

  private mutating func finish(_ end: JSONValue, _ header: ExchangeHeader, _ database: Database) throws {
    guard case .object(let stated)? = end["rows"], let digest = end["sha256"]?.stringValue else {
      throw lines.refusal("the last line does not say how many rows there were")
    }
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) where stated[name] != .integer(Int64(count)) {
      let said = if case .integer(let number)? = stated[name] { String(number) } else { "none" }
      throw lines.refusal("there were \(count) rows of \(name), and the last line says \(said): lines are gone, or there twice")
    }
    guard digest == sum.hexadecimalDigest else {
      throw lines.refusal("the lines are not those that were written: their SHA-256 differs")
    }
    guard counts["installation"] == 1 else { throw lines.refusal("it has no row of installation") }
    if try lines.next() != nil { throw lines.refusal("nothing may follow the last line") }
    // Unique as they are in every store: the writer looks for a row in both.
    do { try LedgerFiling().file(database) } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw lines.refusal("two rows of the ledger have the same id, or the same instant of a schedule")
    }
    try database.execute(sql: "UPDATE installation SET row_count = (SELECT count(*) FROM ledger)")
  }

  private var cutOff: StoreError {
    lines.refusal("the file ends here, without the line that says how many rows there are: it is cut off")
  }

  private func parsed(_ line: ArraySlice<UInt8>) throws -> JSONValue {
    do { return try Self.value(line) } catch { throw lines.hasFeed ? lines.refusal("this is not JSON") : cutOff }
  }

  /// - Throws: when it is not one JSON value, in UTF-8.
  private static func value(_ line: ArraySlice<UInt8>) throws -> JSONValue {
    guard String(validating: line, as: UTF8.self) != nil else { throw JSONScanner.Failure() }
    return try line.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      let value = try scanner.value()
      guard scanner.isAtEnd() else { throw JSONScanner.Failure() }
      return value
    }
  }

  private mutating func add(_ line: ArraySlice<UInt8>) {
    line.withUnsafeBufferPointer { sum.add($0) }
    [UInt8(ascii: "\n")].withUnsafeBufferPointer { sum.add($0) }
  }
}

/// Writes the rows of one table.
private struct ExchangedTableWriter {
  /// Of a row; the reader knows its line.
  struct Problem: Error {
    let sentence: String
  }

  private let columns: [ExchangedColumn]
  private let names: Set<String>
  private let statement: PreparedStatement

  init(_ table: ExchangedTable, _ database: Database) throws {
    // SQLite has begun it when rows came into the others, and finds its rows without a key.
    if table.name == "sqlite_sequence" { try database.execute(sql: "DELETE FROM sqlite_sequence") }
    columns = try table.columns(database)
    names = Set(columns.map(\.name))
    let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    statement = try PreparedStatement(
      database, "INSERT INTO \(table.name) (\(columns.map(\.name).joined(separator: ", "))) VALUES (\(places))")
  }

  func insert(_ row: [String: JSONValue]) throws {
    if let unknown = row.keys.filter({ !names.contains($0) }).min() { throw Problem(sentence: "there is no column \(unknown)") }
    try statement.run { binder in
      for column in columns { try bind(row[column.name], column, &binder) }
    }
  }

  private func bind(_ value: JSONValue?, _ column: ExchangedColumn, _ binder: inout ColumnBinder) throws {
    switch value {
    case nil: binder.bind(String?.none)
    case .integer(let number)? where !column.isIdentifier: binder.bind(number)
    case .string(let text)? where column.isIdentifier:
      guard let id = Identifier(text) else { throw Problem(sentence: "\(column.name) is not an identifier") }
      binder.bind(id)
    case .string(var text)?: text.withUTF8 { binder.bind(utf8: $0) }
    default: throw Problem(sentence: "\(column.name) is neither a text nor a whole number")
    }
  }
}
