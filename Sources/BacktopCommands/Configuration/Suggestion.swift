/// The known word nearest to what was written, for "did you mean"; nil if none is near.
func suggestion(for written: String, among known: [String]) -> String? {
    let lowered = written.lowercased().map { $0 == "_" ? "-" : $0 }
    // Long junk is no typing slip, and the distance costs the product of both lengths.
    guard !lowered.isEmpty, lowered.count <= 40 else { return nil }
    let ranked = known.map { (word: $0, distance: editDistance(lowered, Array($0.lowercased()))) }
    guard let best = ranked.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }) else { return nil }
    let allowance = max(1, min(lowered.count, best.word.count) / 3)
    return best.distance <= allowance ? best.word : nil
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0 ... right.count)
    for (row, character) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            var best = min(last[column] + (character == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, character == right[column - 1], left[row - 1] == other {
                best = min(best, beforeLast[column - 1] + 1)
            }
            current.append(best)
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
