import Testing

/// Against a real ZenML 0.98 server: one test after the other, for it is one small server.
@Suite(.serialized) enum RealServerTests {}
