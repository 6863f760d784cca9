import Yams

/// The entries of one mapping of the file, by name.
struct YAMLFields {
    /// One key with its value.
    struct Entry {
        /// The key as written.
        let name: String
        /// Where the key stands.
        let keyPosition: SourcePosition
        /// The value.
        let node: Node
        /// Where the value stands; the key's place if there is nothing.
        let position: SourcePosition
    }

    /// Where the mapping's first key or brace stands.
    let position: SourcePosition
    /// The entries left, in the order of the file.
    private(set) var entries: [Entry]

    /// Removes and returns the entry of that name; of repeated ones the last.
    mutating func take(_ name: String) -> Entry? {
        let found = entries.last { $0.name == name }
        entries.removeAll { $0.name == name }
        return found
    }
}

extension Node {
    /// Whether nothing is written, or one of YAML's words for nothing.
    var isNothing: Bool {
        guard case let .scalar(scalar) = self, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// Where the node stands.
    var place: SourcePosition? {
        mark.map { SourcePosition(line: $0.line, column: $0.column) }
    }
}
