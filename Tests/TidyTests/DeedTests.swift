import Testing

/// Time is asked of `WallClock`, waiting is for events, and words for people leave in one place.
struct DeedTests {
  private let tree = Tree.package

  @Test(arguments: Deed.allCases) func happensOnlyWhereItIsAllowed(_ deed: Deed) {
    let places = AllowedPlace.all
    for file in tree.code where !places.contains(where: { $0.covers(file, deed) }) {
      expectNone(findings(deed, in: file))
    }
  }

  @Test func whatIsAllowedIsAlsoNeeded() {
    for place in AllowedPlace.all {
      let files = tree.code.filter { place.covers($0, place.deed) }
      let isNeeded = files.contains { !findings(place.deed, in: $0).isEmpty }
      #expect(isNeeded, "nothing in \(place.path) \(place.deed.rawValue) any more: take it out of AllowedPlaces.swift")
    }
  }

  private func findings(_ deed: Deed, in file: TextFile) -> [Finding] {
    file.findings(in: file.code) { line in
      deed.words.first { $0.stands(in: line) }.map { "\(deed.rawValue) with \($0.text); if it must, say why in AllowedPlaces.swift" }
    }
  }
}
