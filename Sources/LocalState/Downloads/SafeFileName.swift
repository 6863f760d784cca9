import BackupKit

/// A name under which a file can stand in a folder, made of any text a service or a user may give.
///
/// Path separators, control characters, line separators and invisible format characters (bidi controls among them)
/// become `_`; blanks at both ends and leading dots go; a leading `-`, a device name of other systems and the ending
/// `.part` are defused; the whole is at most 200 bytes of UTF-8, cut between characters, with the extension kept.
///
/// A name that was changed carries a tag of eight hexadecimal digits that stand for the original text, so two archives
/// whose names differ only in what was changed neither overwrite nor continue each other. An empty name is `backup`.
struct SafeFileName: Hashable {
    /// The finished file's name.
    let text: String

    /// The name while it comes in.
    var part: String {
        text + Self.partEnding
    }

    private static let partEnding = ".part"
    private static let longest = 200
    private static let placeholder = "backup"
    private static let devices: Set<String> = [
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ]

    /// Makes a name safe.
    init(_ name: String) {
        guard !name.isEmpty else {
            text = Self.placeholder
            return
        }
        let clean = Self.defused(Self.cleaned(name))
        // Equal texts may be different bytes, and a folder tells bytes apart.
        guard !clean.utf8.elementsEqual(name.utf8) || clean.utf8.count > Self.longest else {
            text = clean
            return
        }
        let (stem, ending) = Self.halves(clean)
        let tail = "~\(Self.tag(of: name))\(ending)"
        let room = Self.longest - tail.utf8.count
        let cut = Self.cut(stem, to: room)
        text = (cut.isEmpty ? Self.placeholder : cut) + tail
    }

    private static func cleaned(_ name: String) -> String {
        var scalars = Array(name.unicodeScalars)
        // What is far from both ends cannot survive the cut.
        if scalars.count > longest * 8 { scalars.removeSubrange(longest * 4 ..< scalars.count - longest) }
        // Scalar by scalar: a dot with a combining mark is no character "." but still hides a file.
        let isMargin: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        let body = scalars.map { isHarmless($0) ? $0 : "_" }.drop { $0 == "." || isMargin($0) }
        let end = body.lastIndex { !isMargin($0) }.map { body.index(after: $0) } ?? body.startIndex
        return String(String.UnicodeScalarView(body[..<end]))
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "/", "\\", "\u{2044}", "\u{2215}", "\u{29F8}", "\u{FF0F}", "\u{FF3C}":
            return false
        // They join emoji and letters of several scripts.
        case "\u{200C}", "\u{200D}":
            return true
        default:
            break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: return false
        default: return true
        }
    }

    /// Takes away the meaning that a harmless-looking name may have for programs.
    private static func defused(_ name: String) -> String {
        var name = name
        if name.utf8
            .first == UInt8(ascii: "-") { name = "_" + name.unicodeScalars.dropFirst().map(String.init).joined() }
        if name.lowercased().hasSuffix(partEnding) { name = name.dropLast(partEnding.count) + "_part" }
        if let base = name.split(separator: ".", maxSplits: 1).first, devices.contains(base.lowercased()) {
            name = "_" + name
        }
        return name
    }

    /// The name without its extension, and the extension: at most eight letters or digits behind the last dot, with
    /// `.tar` before them.
    private static func halves(_ name: String) -> (stem: Substring, ending: Substring) {
        guard let dot = name.lastIndex(of: ".") else { return (name[...], "") }
        let letters = name[name.index(after: dot)...]
        guard (1 ... 8).contains(letters.count), letters.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else { return (name[...], "") }
        let stem = name[..<dot]
        guard stem.lowercased().hasSuffix(".tar") else { return (stem, name[dot...]) }
        return (stem.dropLast(4), name[name.index(dot, offsetBy: -4)...])
    }

    private static func cut(_ text: Substring, to bytes: Int) -> String {
        var cut = ""
        var count = 0
        for character in text {
            count += character.utf8.count
            guard count <= bytes else { break }
            cut.append(character)
        }
        return cut
    }

    private static func tag(of name: String) -> String {
        var digest = StreamingDigest(.sha256)
        digest.update(Array(name.utf8))
        return String(digest.checksum.value.prefix(8))
    }
}
