/// All samples of one name, as a monitoring system reads them.
///
/// Names keep to Prometheus' conventions: base units (`_seconds`, `_bytes`), `_total` at the end of what only grows.
/// Source: prometheus.io/docs/practices/naming.
package struct MetricFamily: Sendable, Equatable {
  package enum Kind: String, Sendable { case counter, gauge, histogram }

  package let name: String
  package let kind: Kind
  /// One sentence: what is counted, and when.
  package let help: String
  package private(set) var samples: [MetricSample]

  package init(_ name: String, _ kind: Kind, _ help: String, _ samples: [MetricSample] = []) {
    (self.name, self.kind, self.help, self.samples) = (name, kind, help, samples)
  }

  /// One number, which has no labels; no sample at all for nil.
  package static func gauge(_ name: String, _ help: String, _ value: Double?) -> MetricFamily {
    MetricFamily(name, .gauge, help, value.map { [MetricSample($0)] } ?? [])
  }

  /// 1 for true.
  package static func flag(_ name: String, _ help: String, _ value: Bool) -> MetricFamily { gauge(name, help, value ? 1 : 0) }

  package static func counter(_ name: String, _ help: String, _ value: Double) -> MetricFamily {
    MetricFamily(name, .counter, help, [MetricSample(value)])
  }

  package static func histogram(
    _ name: String, _ help: String, _ histograms: [(labels: [MetricLabel], histogram: Histogram)]
  ) -> MetricFamily {
    MetricFamily(name, .histogram, help, histograms.flatMap { $0.histogram.samples($0.labels) })
  }
}

/// One line: the family's name with a suffix, labels and a value.
package struct MetricSample: Sendable, Equatable {
  /// `_bucket`, `_sum`, `_count` of a histogram; else empty.
  package let suffix: String
  package let labels: [MetricLabel]
  package let value: Double

  package init(_ value: Double, _ labels: [MetricLabel] = [], suffix: String = "") {
    (self.value, self.labels, self.suffix) = (value, labels, suffix)
  }
}

package struct MetricLabel: Sendable, Hashable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}
