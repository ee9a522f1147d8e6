/// Seeds that once found a fault: always run first.
let regressionSeeds: [UInt64] = []
