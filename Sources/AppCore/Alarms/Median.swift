/// The middle of numbers: with an even count the mean of the two in the middle.
enum Median {
    /// Nil of nothing.
    static func of(_ numbers: some Collection<Double>) -> Double? {
        guard !numbers.isEmpty else { return nil }
        let sorted = numbers.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
