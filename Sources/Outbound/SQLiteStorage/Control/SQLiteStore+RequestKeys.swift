import CivilTime
import GRDB
import Seams

extension SQLiteStore: RequestKeyStore {
  package func claimRequestKey(_ key: RequestKey, at now: Instant) async throws(StoreError) -> RequestKeyClaim {
    try await write(.writingRequestKeys) { database in
      try database.execute(
        sql: "INSERT INTO request_key (who, key, fingerprint, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        arguments: [key.who, key.key, key.fingerprint, now])
      if database.changesCount == 1 { return .claimed }
      let row = try Row.fetchOne(
        database, sql: "SELECT fingerprint, status, location, etag, body FROM request_key WHERE who = ? AND key = ?",
        arguments: [key.who, key.key])
      guard let row, row["fingerprint"] == key.fingerprint else { return .otherRequest }
      guard let status: Int = row["status"] else { return .unanswered }
      return .answered(KeptAnswer(status: status, location: row["location"], etag: row["etag"], body: row["body"] ?? ""))
    }
  }

  package func keepAnswer(_ answer: KeptAnswer, for key: RequestKey) async throws(StoreError) {
    try await write(.writingRequestKeys) { database in
      try database.execute(
        sql: "UPDATE request_key SET status = ?, location = ?, etag = ?, body = ? WHERE who = ? AND key = ? AND fingerprint = ?",
        arguments: [answer.status, answer.location, answer.etag, answer.body, key.who, key.key, key.fingerprint])
    }
  }

  package func releaseRequestKey(_ key: RequestKey) async throws(StoreError) {
    try await write(.writingRequestKeys) { database in
      try database.execute(
        sql: "DELETE FROM request_key WHERE who = ? AND key = ? AND fingerprint = ? AND status IS NULL",
        arguments: [key.who, key.key, key.fingerprint])
    }
  }

  package func forgetRequestKeys(before horizon: Instant) async throws(StoreError) -> Int {
    try await write(.writingRequestKeys) { database in
      try database.execute(sql: "DELETE FROM request_key WHERE at < ?", arguments: [horizon])
      return database.changesCount
    }
  }
}
