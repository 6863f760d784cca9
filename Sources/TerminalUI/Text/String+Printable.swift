extension String {
    /// Text from elsewhere made safe to draw in one row.
    ///
    /// Escape sequences go as a whole, line breaks become one space, control characters, bidirectional controls and
    /// invisible characters are dropped, stacks of combining marks are cut, unassigned and private characters become
    /// U+FFFD. The result draws from left to right with no cell nobody can see.
    public var printable: String {
        if utf8.allSatisfy({ (0x20 ..< 0x7F).contains($0) }) {
            return self
        }
        var sanitizer = TextSanitizer(Array(unicodeScalars))
        return sanitizer.run()
    }
}
