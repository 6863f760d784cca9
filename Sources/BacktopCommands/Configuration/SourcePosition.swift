/// A place in the configuration file; lines and columns count from 1, columns in Unicode scalars.
struct SourcePosition: Hashable, Comparable, Sendable {
    let line: Int
    let column: Int

    /// The first character of the file.
    static let start = SourcePosition(line: 1, column: 1)

    static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
