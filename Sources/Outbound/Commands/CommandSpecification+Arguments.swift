extension CommandSpecification {
  /// The supervisor's argv, from its second element on.
  ///
  /// - Parameter cgroup: Path and beginning of the name of the run's control group.
  func supervisorArguments(directory: String, cgroup: String?) throws(CommandLaunchError) -> [String] {
    try checkText()
    try checkLimits()
    var arguments = ["--directory", directory]
    if let workingDirectory { arguments += ["--cwd", workingDirectory] }
    if let timeout { arguments += ["--timeout-ms", String(timeout.wholeMilliseconds)] }
    if let cgroup { arguments += ["--cgroup", cgroup] }
    arguments += ["--grace-ms", String(grace.wholeMilliseconds)]
    arguments += ["--output-limit", String(outputLimitBytes), "--output-files", String(outputFiles)]
    return arguments
  }

  /// `NAME=value`, sorted by name, so that two starts of one specification are the same start.
  var environmentEntries: [String] {
    environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }

  /// The kernel ends a text at its first NUL: a longer one would silently become another command.
  private func checkText() throws(CommandLaunchError) {
    guard let program = argv.first, !program.isEmpty else {
      throw .invalidSpecification(reason: "argv is empty")
    }
    if let index = argv.firstIndex(where: \.containsNUL) {
      throw .invalidSpecification(reason: "argv[\(index)] contains a NUL character")
    }
    if let workingDirectory, workingDirectory.isEmpty || workingDirectory.containsNUL {
      throw .invalidSpecification(reason: "the working directory is empty or contains a NUL character")
    }
    for (name, value) in environment {
      if name.isEmpty || name.utf8.contains(UInt8(ascii: "=")) || name.containsNUL {
        throw .invalidSpecification(reason: "\"\(name)\" cannot be the name of an environment variable")
      }
      // The value can be a secret: only the name is told.
      if value.containsNUL {
        throw .invalidSpecification(reason: "the environment variable \(name) contains a NUL character")
      }
    }
  }

  private func checkLimits() throws(CommandLaunchError) {
    // Ten years, as in the supervisor.
    let longest: Duration = .milliseconds(315_360_000_000 as Int64)
    if let timeout, timeout <= .zero || timeout > longest {
      throw .invalidSpecification(reason: "the timeout \(timeout) is not in 1 ms … 10 years")
    }
    guard grace >= .zero, grace <= longest else {
      throw .invalidSpecification(reason: "the grace \(grace) is not in 0 … 10 years")
    }
    if let problem = limits.problem { throw .invalidSpecification(reason: problem) }
    guard (Self.outputFilesLeast...64).contains(outputFiles) else {
      throw .invalidSpecification(reason: "the number of output files \(outputFiles) is not in \(Self.outputFilesLeast) … 64")
    }
    let limits = Self.outputLimitBytesLeast...(1 << 40)
    guard limits.contains(outputLimitBytes) else {
      let range = "\(limits.lowerBound) … \(limits.upperBound) bytes"
      throw .invalidSpecification(reason: "the output limit \(outputLimitBytes) is not in \(range)")
    }
  }
}

extension String {
  fileprivate var containsNUL: Bool { utf8.contains(0) }
}

extension Duration {
  /// Rounded up: a timeout never becomes shorter, nor zero, which would mean none.
  var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    let attosecondsPerMillisecond: Int64 = 1_000_000_000_000_000
    return seconds * 1000 + (attoseconds + attosecondsPerMillisecond - 1) / attosecondsPerMillisecond
  }
}
