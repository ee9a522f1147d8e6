import Exposition

extension MetricFamily {
  /// A counter's or gauge's samples by their labels: equal answers are equal bytes. Histograms are in order already.
  var sorted: MetricFamily {
    if kind == .histogram { return self }
    let samples = samples.sorted { $0.labels.lexicographicallyPrecedes($1.labels) { $0.value < $1.value } }
    return MetricFamily(name, kind, help, samples)
  }
}
