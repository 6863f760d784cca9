extension YAMLText {
    /// A text as one YAML scalar: plain where no reader can misread it, else in double quotes.
    static func scalar(_ text: String) -> String {
        isPlain(text) ? text : doubleQuoted(text)
    }

    /// A list of texts on one line.
    static func list(_ items: [String]) -> String {
        "[\(items.map(scalar).joined(separator: ", "))]"
    }

    private static func isPlain(_ text: String) -> Bool {
        let words = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]
        guard let first = text.utf8.first, !words.contains(text.lowercased()),
              isLetter(first) || first == UInt8(ascii: "/")
        else { return false }
        return text.utf8.allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains(byte)
                || "/._-+".utf8.contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a") ... UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func doubleQuoted(_ text: String) -> String {
        let body = text.unicodeScalars.map { scalar in
            switch scalar.value {
            case 0x22, 0x5C: "\\\(scalar)"
            case 0x20 ... 0x7E, 0xA1 ... 0x1FFF, 0x3000 ... 0xD7FF: "\(scalar)"
            default: "\\U" + String(repeating: "0", count: 8 - hex(scalar).count) + hex(scalar)
            }
        }.joined()
        return "\"\(body)\""
    }

    private static func hex(_ scalar: Unicode.Scalar) -> String {
        String(scalar.value, radix: 16, uppercase: true)
    }
}
