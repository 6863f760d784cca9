/// Words that a text must hold, without regard to case; `!` turns one round.
struct WordFilter: Equatable {
    private var words: [(text: String, isNegated: Bool)]

    init(_ text: String) {
        words = text.lowercased().split(whereSeparator: \.isWhitespace).map { word in
            let isNegated = word.hasPrefix("!") && word.count > 1
            return (String(isNegated ? word.dropFirst() : word), isNegated)
        }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.words.elementsEqual(right.words) { $0 == $1 }
    }

    /// Everything passes.
    var isEmpty: Bool {
        words.isEmpty
    }

    func matches(_ text: String) -> Bool {
        let text = text.lowercased()
        return words.allSatisfy { text.contains($0.text) != $0.isNegated }
    }
}
