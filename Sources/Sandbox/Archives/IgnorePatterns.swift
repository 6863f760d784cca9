import FoundationEssentials

/// Which files a backup leaves out: lines in the manner of `.gitignore`, of which the last that matches decides.
///
/// As with the nodes' library, and unlike git, a file in a left out folder can be taken in again.
struct IgnorePatterns: Sendable {
    private struct Rule {
        let glob: PathGlob
        let isTakenIn: Bool
    }

    private let rules: [Rule]

    /// Longest pattern file that is read, in bytes.
    private static let longestFile = 32 * 1024

    init(_ lines: [String]) {
        rules = lines.compactMap(Self.rule)
    }

    private static func rule(_ line: String) -> Rule? {
        let pattern = line.trimmed
        guard !pattern.isEmpty, !pattern.hasPrefix("#") else { return nil }
        let isTakenIn = pattern.hasPrefix("!")
        return Rule(glob: PathGlob(pattern.dropFirst(isTakenIn ? 1 : 0)), isTakenIn: isTakenIn)
    }

    /// Where there are no lines, those of a file in the folder count, if it is there.
    init(_ lines: [String], or file: String?, in folder: String) {
        self.init(lines.isEmpty ? file.map { Self.lines(of: "\(folder)/\($0)") } ?? [] : lines)
    }

    private static func lines(of file: String) -> [String] {
        // Without a readable file nothing is left out.
        guard let data = try? Data(contentsOf: URL(filePath: file)), data.count <= longestFile else { return [] }
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    }

    /// Whether every file is taken.
    var isEmpty: Bool {
        rules.isEmpty
    }

    /// Whether the file at a path below the folder is left out.
    func leavesOut(_ path: String) -> Bool {
        rules.last { $0.glob.matches(path) }.map { !$0.isTakenIn } ?? false
    }
}
