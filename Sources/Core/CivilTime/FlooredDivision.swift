extension Int64 {
  /// The quotient rounded towards negative infinity, so that instants before 1970 fall into the right second and day.
  /// - Parameter divisor: above zero.
  @inlinable
  public func flooredQuotient(dividingBy divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }

  /// The remainder that belongs to ``flooredQuotient(dividingBy:)``: in `0..<divisor` for every sign.
  @inlinable
  public func flooredRemainder(dividingBy divisor: Int64) -> Int64 {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}

extension Int64 {
  /// The product, or the nearest end of `Int64` when it does not fit.
  func saturatingMultiplied(by factor: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    guard overflow else { return product }
    return (self < 0) == (factor < 0) ? .max : .min
  }
}
