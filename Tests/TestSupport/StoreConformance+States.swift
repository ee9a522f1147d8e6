import CivilTime
import Scheduling
import Seams
import Testing

extension StoreConformance {
  static let statePromises: [StorePromise] = [
    StorePromise("nothing is remembered of a new schedule") { subject in
      let store = try await subject.open()
      _ = try await store.commit([StoreSamples.batch { $0.revisions = [StoreSamples.revision()] }])
      #expect(try await store.restore().schedules.map(\.state) == [.initial])
    },
    StorePromise("what is remembered of a schedule comes back, also when it came with its first revision") { subject in
      let store = try await subject.open()
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision()]
          $0.states = [StoreSamples.nightly: StoreSamples.fullState, StoreSamples.hourly: StoreSamples.fullState]
        }
      ])
      #expect(try await store.restore().schedules.map(\.state) == [StoreSamples.fullState])
      _ = try await store.commit([StoreSamples.batch(2) { $0.states = [StoreSamples.nightly: .initial] }])
      #expect(try await store.restore().schedules.map(\.state) == [.initial])
    },
    StorePromise("a new revision leaves what is remembered, a schedule that returns has forgotten it") { subject in
      let store = try await subject.open()
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision()]
          $0.states = [StoreSamples.nightly: StoreSamples.fullState]
        },
        StoreSamples.batch(2) { $0.revisions = [StoreSamples.revision(2)] },
      ])
      #expect(try await store.restore().schedules.map(\.state) == [StoreSamples.fullState])
      _ = try await store.commit([
        StoreSamples.batch(3) { $0.removals = [StoreSamples.nightly] },
        StoreSamples.batch(4) { $0.revisions = [StoreSamples.revision(3)] },
      ])
      #expect(try await store.restore().schedules.map(\.state) == [.initial])
    },
    StorePromise("a definition with something in every field comes back whole") { subject in
      let store = try await subject.open()
      let revisions = [StoreSamples.fullRevision, StoreSamples.revision(of: StoreSamples.hourly, trigger: nil)]
      _ = try await store.commit([StoreSamples.batch { $0.revisions = revisions }])
      #expect(Set(try await store.restore().schedules.map(\.revision)) == Set(revisions))
    },
    StorePromise("triggers of every kind come back, in revisions and in rows") { subject in
      let store = try await subject.open()
      for (index, trigger) in StoreSamples.triggers.enumerated() {
        var row = StoreSamples.fire(Int64(index))
        row.trigger = trigger
        let claim = row
        _ = try await store.commit([
          StoreSamples.batch {
            $0.revisions = [StoreSamples.revision(index + 1, trigger: trigger)]
            $0.claims = [claim]
          }
        ])
        let stored = try #require(try await store.restore().schedules.first)
        #expect(stored.revision.definition.trigger == trigger)
        #expect(stored.latestRow?.trigger == trigger)
      }
    },
    StorePromise("a row keeps its trigger when its revision is written anew, and when it is deleted") { subject in
      let store = try await subject.open()
      var row = StoreSamples.fire(1, .scheduled, .started)
      row.trigger = StoreSamples.httpTrigger
      let claim = row
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision()]
          $0.claims = [claim]
        }
      ])
      #expect(try await store.rows(LedgerQuery()) == [claim])
      _ = try await store.commit([
        StoreSamples.batch(2) { $0.revisions = [StoreSamples.revision(trigger: StoreSamples.triggers[1])] }
      ])
      #expect(try await store.rows(LedgerQuery()) == [claim])
    },
    StorePromise("a row that retention leaves keeps its trigger, whatever becomes of its revision") { subject in
      let store = try await subject.open()
      let rows = [Outcome.started, .succeeded].enumerated().map { index, outcome in
        var row = StoreSamples.fire(Int64(index), .scheduled, outcome)
        row.trigger = StoreSamples.httpTrigger
        return row
      }
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [1, 2].map { StoreSamples.revision($0, owedFrom: StoreSamples.instant(Int64($0) - 2)) }
          $0.claims = rows
        }
      ])
      _ = try await store.prune(RetentionLimits(age: .zero), now: StoreSamples.instant(99), batch: 9)
      #expect(try await store.rows(LedgerQuery()) == [rows[0]])
    },
    StorePromise("failed fires that nobody has dealt with are dead letters, newest first") { subject in
      let store = try await subject.open()
      let rows = Outcome.allCases.enumerated().map { StoreSamples.fire(Int64($0), .scheduled, $1) }
      _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
      let dead = rows.filter { [.failed, .lost, .rejected, .timedOut].contains($0.outcome) }
      #expect(try await store.deadLetters(limit: 99) == dead.reversed())
      #expect(try await store.deadLetters(limit: 1) == [dead[3]])
      #expect(try await store.deadLetterCount(upTo: 99) == 4)
      #expect(try await store.deadLetterCount(upTo: 3) == 3)
      for row in rows { #expect(try await store.isDeadLetter(row.id) == dead.contains(row), "\(row.outcome)") }
    },
    StorePromise("a dead letter is settled once, and unknown ones are passed over") { subject in
      let store = try await subject.open()
      let rows = [Outcome.failed, .lost, .succeeded].enumerated().map { StoreSamples.fire(Int64($0), .scheduled, $1) }
      _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
      #expect(try await store.settleDeadLetters([rows[0].id, rows[2].id, .random()], as: .replayed) == 1)
      #expect(try await store.settleDeadLetters([rows[0].id], as: .dropped) == 0)
      #expect(try await store.deadLetters(limit: 9) == [rows[1]])
      #expect(try await store.deadLetterCount(upTo: 9) == 1)
      #expect(try await !store.isDeadLetter(rows[0].id))
      #expect(try await store.isDeadLetter(rows[1].id))
      #expect(try await !store.isDeadLetter(.random()))
    },
  ]
}
