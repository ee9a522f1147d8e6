// swift-tools-version: 6.2
// The targets are the rooms of README's map: arrows point down, Inbound and Outbound meet only in Apps.
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

/// A Swift target in `Sources/<path>`.
func room(_ name: String, _ path: String, _ dependencies: [Target.Dependency] = [], without: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/\(path)", exclude: without, swiftSettings: strict)
}

/// The tests of one room, in `Tests/<name>`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)", swiftSettings: strict)
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let core: [Target] = [
  room("CivilTime", "Core/CivilTime"),
  room("Cron", "Core/Cron", ["CivilTime"]),
  room("Timers", "Core/Timers"),
  room("Values", "Core/Values"),
  room("Exposition", "Core/Exposition"),
  room("Scheduling", "Core/Scheduling", ["CivilTime", "Cron", "Timers", "Values"]),
  room("Alerts", "Core/Alerts", ["CivilTime", "Scheduling"]),
  room("ControlMessages", "Core/ControlMessages", ["Values"]),
]

let middle: [Target] = [
  room("HTTP", "Seams/HTTP", ["CivilTime"]),
  room("Seams", "Seams", ["Alerts", "CivilTime", "HTTP", "Scheduling"], without: ["HTTP"]),
  room("Engine", "Engine", ["CivilTime", "Exposition", "Scheduling", "Seams", logging]),
  room("Services", "Services", ["Alerts", "CivilTime", "Engine", "Scheduling", "Seams", logging, lifecycle]),
]

let outbound: [Target] = [
  room("HostTime", "Outbound/HostTime", ["CivilTime", "Seams", "CLinux"]),
  room("SQLiteStorage", "Outbound/SQLiteStorage", ["Alerts", "CivilTime", "Scheduling", "Seams", "CLinux", "CSQLite", grdb, sqlite]),
  room("CurlHTTP", "Outbound/CurlHTTP", ["HTTP", "CCurl", "CLinux"]),
  room("CurlMail", "Outbound/CurlMail", ["CCurl"]),
  room("AlertSinks", "Outbound/AlertSinks", ["Alerts", "CivilTime", "Commands", "CurlMail", "Scheduling", "Seams"]),
  room("ZenML", "Outbound/ZenML", ["CivilTime", "HTTP", "Values"]),
  room("ZenMLServer", "Outbound/ZenMLServer", ["CivilTime", "Scheduling", "Seams", "ZenML"]),
  room("JFrogML", "Outbound/JFrogML", ["CivilTime", "HTTP", "Values"]),
  room("Commands", "Outbound/Commands", ["CLinux"]),
  room("Triggers", "Outbound/Triggers", ["CivilTime", "Commands", "JFrogML", "Scheduling", "Seams", "ZenML", "ZenMLServer"]),
  room("Systemd", "Outbound/Systemd", [logging]),
  room("HostProcess", "Outbound/HostProcess"),
]

let inbound: [Target] = [
  room("ScheduleFiles", "Inbound/ScheduleFiles", ["Alerts", "CivilTime", "Cron", "Scheduling", "Seams", "ControlMessages", yams]),
  // The web page: values in, HTML out.
  room("WebPage", "Inbound/WebPage", ["CivilTime", "ControlMessages"]),
  room(
    "ControlAPI", "Inbound/ControlAPI",
    [
      "ControlMessages", "Values", "CLinux", "Exposition", hummingbird, .product(name: "HummingbirdCore", package: "hummingbird"), logging,
      lifecycle,
      "CivilTime", "Scheduling", "Seams", "WebPage", .product(name: "NIOSSL", package: "swift-nio-ssl"),
      .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
      .product(name: "HTTPTypes", package: "swift-http-types"),
    ]),
]

let c: [Target] = [
  .target(name: "CLinux", path: "Sources/C/CLinux"),
  .target(name: "CCurl", path: "Sources/C/CCurl", linkerSettings: [.linkedLibrary("curl")]),
  .target(name: "CSQLite", path: "Sources/C/CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
  .executableTarget(
    name: "carillon-supervisor", path: "Sources/C/supervisor",
    cSettings: [
      .define("_GNU_SOURCE"), .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
      .unsafeFlags(["-std=c11"]),
    ],
    // Static and without the Swift runtime's start file: a waiting supervisor stays under 1 MiB.
    linkerSettings: [.unsafeFlags(["-static-executable", "-nostartfiles"])]),
]

let apps: [Target] = [
  .executableTarget(
    name: "carillon",
    dependencies: [
      "Alerts", "AlertSinks", "CurlMail", "CivilTime", "Cron", "Scheduling", "ControlMessages", "Seams", "Engine", "Services", "HostTime",
      "SQLiteStorage",
      "CurlHTTP", "ZenML", "ZenMLServer", "JFrogML", "Commands", "Triggers", "Systemd", "ScheduleFiles", "ControlAPI", "CLinux",
      "Exposition", "HostProcess",
      "WebPage", arguments,
      logging,
      lifecycle,
    ],
    path: "Sources/Apps/carillon", swiftSettings: strict),
  // Makes the manual's pages of what the program says about itself: `make man`.
  .executableTarget(name: "carillon-manual", path: "Sources/Apps/manual", swiftSettings: strict),
]

let testTargets: [Target] = [
  .target(
    name: "TestSupport", dependencies: ["Alerts", "CivilTime", "Scheduling", "Seams"], path: "Tests/TestSupport", swiftSettings: strict),
  // What judges Cron and CivilTime, and shares no code with them.
  .target(name: "CronOracle", dependencies: ["CivilTime", "Cron"], path: "Tests/CronOracle", swiftSettings: strict),
  .executableTarget(name: "cron-check", dependencies: ["CivilTime", "Cron", "CronOracle"], path: "Tests/CronCheck", swiftSettings: strict),
  // The core under a virtual clock, with faults and crashes from a seed; built with -c release.
  .executableTarget(
    name: "carillon-simulator", dependencies: ["CivilTime", "Cron", "Timers", "Scheduling"], path: "Tests/Simulation",
    exclude: ["mutants"], swiftSettings: strict),
  .executableTarget(
    name: "store-bench", dependencies: ["CivilTime", "Scheduling", "Seams", "SQLiteStorage"], path: "Benchmarks/store-bench",
    swiftSettings: strict),
  .executableTarget(
    name: "engine-bench", dependencies: ["Timers", "Values"], path: "Benchmarks/engine-bench", swiftSettings: strict),
  tests("CivilTimeTests", ["CivilTime", "CronOracle"]),
  tests("CronTests", ["CivilTime", "Cron", "CronOracle"]),
  tests("CronPeersTests", ["CivilTime", "Cron", "CronOracle"]),
  tests("TimersTests", ["Timers"]),
  tests("SchedulingTests", ["CivilTime", "Cron", "Scheduling"]),
  tests("ExpositionTests", ["Exposition"]),
  tests("HostProcessTests", ["HostProcess"]),
  tests("EngineTests", ["CivilTime", "Engine", "Exposition", "Scheduling", "Seams", logging]),
  tests("AlertsTests", ["Alerts", "CivilTime", "Scheduling"]),
  tests("AlertSinksTests", ["AlertSinks", "Alerts", "CivilTime", "CurlHTTP", "CurlMail", "HostTime", "Scheduling", "Seams"]),
  tests("ServicesTests", ["Alerts", "CivilTime", "Engine", "Scheduling", "Seams", "Services", logging]),
  tests("HostTimeTests", ["CivilTime", "HostTime", "Seams"]),
  tests(
    "TriggersTests",
    ["CivilTime", "Commands", "CurlHTTP", "HostTime", "JFrogML", "Scheduling", "Seams", "Triggers", "ZenML", "ZenMLServer"]),
  tests("CommandsTests", ["Commands", "CLinux"]),
  tests("CurlHTTPTests", ["CurlHTTP", "Seams"]),
  tests("SQLiteStorageTests", ["Alerts", "CivilTime", "Scheduling", "Seams", "SQLiteStorage", "CLinux", grdb]),
  tests("SystemdTests", ["Systemd", logging]),
  tests("ZenMLTests", ["CivilTime", "CurlHTTP", "HTTP", "Scheduling", "Seams", "Values", "ZenML"]),
  tests("ZenMLServerTests", ["CivilTime", "Scheduling", "Seams", "Values", "ZenML", "ZenMLServer"]),
  tests("JFrogMLTests", ["CivilTime", "CurlHTTP", "HTTP", "JFrogML", "Values"]),
  tests(
    "ControlAPITests",
    [
      "carillon", "CivilTime", "ControlAPI", "ControlMessages", "CurlHTTP", "Engine", "Exposition", "Scheduling", "Seams", "Values",
      "WebPage", hummingbird, logging, lifecycle,
      .product(name: "HummingbirdTesting", package: "hummingbird"), .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "HTTPTypes", package: "swift-http-types"),
    ]),
  tests(
    "CarillonTests",
    [
      "carillon", "Alerts", "CivilTime", "ControlAPI", "ControlMessages", "CurlHTTP", "Engine", "ScheduleFiles", "Scheduling", "Seams",
      "Services", "SQLiteStorage", "Systemd", "Values", "WebPage", "ZenML", "CLinux", arguments, grdb, logging,
      .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
    ]),
  .testTarget(
    name: "IntegrationTests", dependencies: ["TestSupport", "CivilTime", "CurlHTTP", "Scheduling", "Seams"], path: "Tests/Integration",
    swiftSettings: strict),
  tests("ManualTests", ["carillon", "carillon-manual", "Alerts", "ScheduleFiles", arguments]),
  tests("WebPageTests", ["CivilTime", "ControlMessages", "WebPage"]),
  .testTarget(name: "TidyTests", path: "Tests/TidyTests", swiftSettings: strict),
  tests("ScheduleFilesTests", ["Alerts", "CivilTime", "ControlMessages", "Cron", "Scheduling", "ScheduleFiles", "Seams", yams]),
]

let package = Package(
  name: "carillon",
  // Cron and its clock are for others too: pure, without Foundation.
  // The clients of a ZenML server and of JFrog ML need only somebody's HTTPTransport.
  products: [
    .library(name: "Cron", targets: ["Cron", "CivilTime"]),
    .library(name: "ZenML", targets: ["ZenML", "HTTP", "Values", "CivilTime"]),
    .library(name: "JFrogML", targets: ["JFrogML", "HTTP", "Values", "CivilTime"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    // Hummingbird's own foundations, named where the control API touches channels and headers.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.2"),
  ],
  targets: core + middle + outbound + inbound + c + apps + testTargets
)
