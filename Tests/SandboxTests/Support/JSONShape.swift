import Foundation

/// The members of a JSON text in the order in which they are written, each with its path and kind; of the elements of
/// an array only the first counts.
struct JSONShape: Equatable, CustomStringConvertible {
    private(set) var members: [String] = []

    private var rest: Substring

    init(_ text: String) throws {
        rest = text[...]
        try read("")
        rest = ""
    }

    var description: String {
        members.joined(separator: "\n")
    }

    /// Whether both have the same members; a null goes with any kind.
    func matches(_ other: JSONShape) -> Bool {
        let (mine, theirs) = (members.map(Self.split), other.members.map(Self.split))
        return mine.map(\.path) == theirs.map(\.path) && zip(mine, theirs).allSatisfy { mine, theirs in
            mine.kind == theirs.kind || mine.kind == "null" || theirs.kind == "null"
        }
    }

    private static func split(_ member: String) -> (path: Substring, kind: Substring) {
        let halves = member.split(separator: " ")
        return (halves[0], halves[1])
    }

    private mutating func read(_ path: String, isCounted: Bool = true) throws {
        skip()
        switch rest.first {
        case "{":
            note(path, "object", isCounted)
            try list(until: "}") { shape in
                let name = try shape.string()
                try shape.take(":")
                try shape.read("\(path).\(name)", isCounted: isCounted)
            }
        case "[":
            note(path, "array", isCounted)
            var isFirst = true
            try list(until: "]") { shape in
                try shape.read("\(path)[]", isCounted: isCounted && isFirst)
                isFirst = false
            }
        case "\"":
            _ = try string()
            note(path, "text", isCounted)
        default:
            let word = rest.prefix { !",]} \n\r\t".contains($0) }
            rest = rest.dropFirst(word.count)
            note(path, word == "null" ? "null" : word == "true" || word == "false" ? "bool" : "number", isCounted)
        }
    }

    private mutating func note(_ path: String, _ kind: String, _ isCounted: Bool) {
        if isCounted {
            members.append("\(path.isEmpty ? "." : path) \(kind)")
        }
    }

    private mutating func list(until end: Character, _ element: (inout JSONShape) throws -> Void) throws {
        rest.removeFirst()
        skip()
        while rest.first != end {
            try element(&self)
            skip()
            if rest.first == "," {
                rest.removeFirst()
                skip()
            }
        }
        rest.removeFirst()
    }

    private mutating func string() throws -> String {
        try take("\"")
        var text = ""
        while let character = rest.popFirst(), character != "\"" {
            text.append(character)
            if character == "\\", let escaped = rest.popFirst() {
                text.append(escaped)
            }
        }
        return text
    }

    private mutating func take(_ wanted: Character) throws {
        skip()
        guard rest.popFirst() == wanted else { throw TestFailure("no \(wanted) where one is due") }
    }

    private mutating func skip() {
        rest = rest.drop(while: \.isWhitespace)
    }
}
