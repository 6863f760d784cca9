/// The words of a filter line, each a condition that must hold. `!` before a word turns it round.
public struct FilterTerms<Test: Equatable & Sendable>: Equatable, Sendable {
    /// One condition.
    public struct Term: Equatable, Sendable {
        /// What is asked.
        public var test: Test
        /// True when the term wants the opposite.
        public var isNegated: Bool
    }

    /// All of these must hold.
    public private(set) var all: [Term] = []
    /// Words that look like a condition but are none: shown to the user, matched as plain text.
    public private(set) var doubtful: [String] = []

    /// Reads a line. What `condition`, which is given a word in small letters, finds none in is matched as plain
    /// `text`.
    init(_ line: String, condition: (Substring) -> Test?, text: (String) -> Test) {
        for word in line.split(whereSeparator: \.isWhitespace) {
            let isNegated = word.hasPrefix("!") && word.count > 1
            let body = isNegated ? word.dropFirst() : word
            let lowered = body.lowercased()
            let known = condition(lowered[...])
            if known == nil, body.contains(where: { ":<>".contains($0) }) { doubtful.append(String(body)) }
            all.append(Term(test: known ?? text(lowered), isNegated: isNegated))
        }
    }

    /// True when everything passes.
    public var isEmpty: Bool {
        all.isEmpty
    }

    /// Whether every term holds.
    func hold(_ holds: (Test) -> Bool) -> Bool {
        all.allSatisfy { holds($0.test) != $0.isNegated }
    }
}
