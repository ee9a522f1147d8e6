// swift-tools-version: 6.2
// A package of its own, so that nobody who builds Carillon builds its benchmarks. Run it with ./bench-cron.
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "carillon-benchmarks",
  dependencies: [.package(name: "carillon", path: "..")],
  targets: [
    .target(name: "CAllocations", cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "cron-bench", dependencies: ["CAllocations", .product(name: "Cron", package: "carillon")], swiftSettings: strict),
  ]
)
