/// Which requests a fault is for.
///
/// With a `*`, which stands for any characters, the pattern is for whole paths. Without one it is for paths that begin
/// or end with it. Both are tried on the path as sent and on the path behind the system's prefix. The query never
/// counts, and neither do letters' cases of the method.
struct RequestPattern: Sendable, Equatable {
    /// `nil` means any.
    let method: String?
    /// `nil` means any.
    let path: String?

    func matches(_ call: Call) -> Bool {
        if let method, method.uppercased() != call.method {
            return false
        }
        guard let path else { return true }
        return [call.fullPath, call.path].contains { Self.matches(path, $0) }
    }

    private static func matches(_ pattern: String, _ path: String) -> Bool {
        let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else {
            return path.hasPrefix(pattern) || path.hasSuffix(pattern)
        }
        guard path.hasPrefix(first) else { return false }
        var rest = path.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.count >= last.count && rest.hasSuffix(last)
    }
}
