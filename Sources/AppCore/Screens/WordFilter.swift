/// Words that a text must hold, without regard to case; `!` turns one round.
struct WordFilter: Equatable {
    private let words: FilterTerms<String>

    init(_ line: String) {
        words = FilterTerms(line, condition: { _ in nil }, text: { $0 })
    }

    /// Everything passes.
    var isEmpty: Bool {
        words.isEmpty
    }

    func matches(_ text: String) -> Bool {
        let text = text.lowercased()
        return words.hold(text.contains)
    }
}
