/// A pattern of paths with `*`, `**` and `?`, matched against whole paths or against a folder above.
struct PathGlob: Sendable {
    private enum Part: Sendable, Equatable {
        case character(Character)
        /// One character that is no slash.
        case anyCharacter
        /// Characters without a slash.
        case anyName
        /// Characters of any kind.
        case anything
        /// Whole folders, or none.
        case folders
    }

    private let parts: [Part]
    private let isAnchored: Bool
    private let isFolder: Bool

    /// A leading slash anchors the pattern at the root; a trailing one restricts it to what lies in a folder.
    init(_ pattern: Substring) {
        var pattern = pattern
        isFolder = pattern.hasSuffix("/")
        if isFolder {
            pattern = pattern.dropLast()
        }
        isAnchored = pattern.hasPrefix("/")
        if isAnchored {
            pattern = pattern.dropFirst()
        }
        parts = Self.parts(pattern)
    }

    private static func parts(_ pattern: Substring) -> [Part] {
        var parts: [Part] = []
        var rest = pattern
        while let character = rest.popFirst() {
            switch character {
            case "*" where rest.first == "*":
                rest = rest.drop { $0 == "*" }
                parts.append(rest.first == "/" ? .folders : .anything)
                if rest.first == "/" {
                    rest = rest.dropFirst()
                }
            case "*": parts.append(.anyName)
            case "?": parts.append(.anyCharacter)
            case "\\": parts.append(.character(rest.popFirst() ?? "\\"))
            default: parts.append(.character(character))
            }
        }
        return parts
    }

    /// Whether the path, relative to the root, is matched itself or lies in a matched folder.
    func matches(_ path: String) -> Bool {
        let path = Array(path)
        if matches(parts[...], path[...]) {
            return true
        }
        guard !isAnchored else { return false }
        return path.indices.contains { path[$0] == "/" && matches(parts[...], path[($0 + 1)...]) }
    }

    private func matches(_ parts: ArraySlice<Part>, _ path: ArraySlice<Character>) -> Bool {
        guard let part = parts.first else {
            return path.isEmpty ? !isFolder : path.first == "/"
        }
        let rest = parts.dropFirst()
        switch part {
        case let .character(character):
            return path.first == character && matches(rest, path.dropFirst())
        case .anyCharacter:
            return path.first.map { $0 != "/" } == true && matches(rest, path.dropFirst())
        case .folders:
            return matches(rest, path) || path.indices.contains { path[$0] == "/" && matches(rest, path[($0 + 1)...]) }
        case .anyName, .anything:
            var left = path
            while true {
                if matches(rest, left) {
                    return true
                }
                guard let next = left.popFirst(), part == .anything || next != "/" else { return false }
            }
        }
    }
}
