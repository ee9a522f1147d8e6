import CivilTime
import Scheduling
import Seams
import Testing

extension StoreConformance {
  static let schedulePromises: [StorePromise] = [
    StorePromise("a revision comes back as it was written, without secrets") { subject in
      let store = try await subject.open()
      let secret = Trigger.http(HTTPTrigger(url: "https://api.example", headers: ["Authorization": "Bearer s3cret"]))
      let revisions = [StoreSamples.revision(), StoreSamples.revision(3, of: StoreSamples.hourly, trigger: secret)]
      _ = try await store.commit([StoreSamples.batch { $0.revisions = revisions }])
      let stored = try await store.restore().schedules.map(\.revision)
      let expected = revisions.map { Revision(definition: $0.definition.withoutSecrets, number: $0.number, owedFrom: $0.owedFrom) }
      #expect(Set(stored) == Set(expected))
    },
    StorePromise("the newest revision is in force") { subject in
      let store = try await subject.open()
      let newest = StoreSamples.revision(3, owedFrom: StoreSamples.instant(9))
      _ = try await store.commit([1, 2].map { number in StoreSamples.batch(number) { $0.revisions = [StoreSamples.revision(number)] } })
      _ = try await store.commit([StoreSamples.batch(3) { $0.revisions = [newest] }])
      #expect(try await store.restore().schedules.map(\.revision) == [newest])
    },
    StorePromise("a new schedule is covered up to where it starts, until a batch says otherwise") { subject in
      let store = try await subject.open()
      _ = try await store.commit([StoreSamples.batch { $0.revisions = [StoreSamples.revision()] }])
      #expect(try await store.restore().schedules.map(\.coveredUntil) == [StoreSamples.instant(0)])
      for minutes: Int64 in [8, 5] {
        _ = try await store.commit([StoreSamples.batch { $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(minutes)] }])
        #expect(try await store.restore().schedules.map(\.coveredUntil) == [StoreSamples.instant(minutes)])
      }
    },
    StorePromise("a new revision leaves the cover as it is") { subject in
      let store = try await subject.open()
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision()]
          $0.coveredUntil = [StoreSamples.nightly: StoreSamples.instant(5)]
        },
        StoreSamples.batch(2) { $0.revisions = [StoreSamples.revision(2, owedFrom: StoreSamples.instant(9))] },
      ])
      #expect(try await store.restore().schedules.map(\.coveredUntil) == [StoreSamples.instant(5)])
    },
    StorePromise("a removed schedule leaves its rows and its last revision number") { subject in
      let store = try await subject.open()
      let row = StoreSamples.fire(0)
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision(4), StoreSamples.revision(of: StoreSamples.hourly)]
          $0.claims = [row]
        },
        StoreSamples.batch(2) { $0.removals = [StoreSamples.nightly] },
      ])
      let state = try await store.restore()
      #expect(state.schedules.map(\.revision.scheduleID) == [StoreSamples.hourly])
      #expect(state.retired.mapValues(\.revision) == [StoreSamples.nightly: 4])
      #expect(try await store.rows(LedgerQuery()) == [row])
    },
    StorePromise("claims say themselves how far they cover, in this life and the next, and when their schedule goes") { subject in
      let store = try await subject.open()
      var revision = StoreSamples.revision()
      (revision.definition.policy.mutex, revision.definition.policy.maxRuns) = ("gpu", 3)
      (revision.definition.policy.pauseAfterFailures, revision.definition.policy.timeout) = (4, .milliseconds(90_500))
      let row = StoreSamples.fire(7)
      _ = try await store.commit([
        StoreSamples.batch { $0.revisions = [revision] },
        StoreSamples.batch(2) {
          $0.claims = [row]
          $0.coveredUntil = [StoreSamples.nightly: row.due]
        },
      ])
      #expect(try await store.restore().schedules.map(\.coveredUntil) == [row.due])
      let answering = try await store.revisions(answeringIn: StoreSamples.instant(0)..<StoreSamples.instant(60))
      #expect(answering.map(\.through) == [row.due])
      _ = try await store.commit([StoreSamples.batch(3) { $0.removals = [StoreSamples.nightly] }])
      let retired = RetiredSchedule(
        revision: 1, coveredUntil: row.due, source: .zenml, mutex: "gpu", timeout: .milliseconds(90_500), hasMaxRuns: true,
        pauseAfterFailures: 4)
      #expect(try await store.restore().retired == [StoreSamples.nightly: retired])
    },
    StorePromise("what is remembered of a schedule is kept while it is gone") { subject in
      let store = try await subject.open()
      _ = try await store.commit([
        StoreSamples.batch {
          $0.revisions = [StoreSamples.revision()]
          $0.states = [StoreSamples.nightly: StoreSamples.fullState]
        }
      ])
      _ = try await store.commit([StoreSamples.batch(2) { $0.removals = [StoreSamples.nightly] }])
      #expect(try await store.restore().retired.mapValues(\.state) == [StoreSamples.nightly: StoreSamples.fullState])
    },
    StorePromise("a schedule that returns starts anew, with the number that it is given") { subject in
      let store = try await subject.open()
      _ = try await store.commit([StoreSamples.batch { $0.revisions = [StoreSamples.revision()] }])
      _ = try await store.commit([StoreSamples.batch(2) { $0.removals = [StoreSamples.nightly] }])
      let returned = StoreSamples.revision(2, owedFrom: StoreSamples.instant(30))
      _ = try await store.commit([StoreSamples.batch(3) { $0.revisions = [returned] }])
      let state = try await store.restore()
      #expect(state.schedules.map(\.revision) == [returned])
      #expect(state.schedules.map(\.coveredUntil) == [StoreSamples.instant(30)])
      #expect(state.retired.isEmpty)
    },
    StorePromise("a schedule that one batch removes and puts is in force") { subject in
      let store = try await subject.open()
      _ = try await store.commit([StoreSamples.batch { $0.revisions = [StoreSamples.revision()] }])
      _ = try await store.commit([
        StoreSamples.batch(2) {
          $0.removals = [StoreSamples.nightly]
          $0.revisions = [StoreSamples.revision(2)]
        }
      ])
      #expect(try await store.restore().schedules.map(\.revision.number) == [2])
    },
    StorePromise("what is said about a schedule that was never put is passed over") { subject in
      let store = try await subject.open()
      _ = try await store.commit([
        StoreSamples.batch {
          $0.removals = [StoreSamples.nightly]
          $0.coveredUntil = [StoreSamples.hourly: StoreSamples.instant(0)]
        }
      ])
      let state = try await store.restore()
      #expect(state.schedules.isEmpty)
      #expect(state.retired.isEmpty)
    },
  ]
}
