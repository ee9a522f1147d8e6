import Foundation
import Testing

/// What `make install` puts where, with programs that do nothing.
enum Installation {
  /// The root of it, in a new folder; `places` are PREFIX and the others.
  static func make(in folder: URL, _ places: [String: String] = [:]) async throws -> URL {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for program in ["carillon", "carillon-supervisor"] { try ProgramRun.write("", to: folder.appending(path: program)) }
    let root = folder.appending(path: "all")
    let environment = ["PROGRAMS": folder.path, "STRIP": "no", "DESTDIR": root.path].merging(places) { $1 }
    let status = try await ProgramRun.status(of: Tree.packageRoot.appending(path: ".ci/package"), ["install"], environment: environment)
    try #require(status == 0)
    return root
  }
}
