import Yams

extension ConfigurationDecoder {
    private static let forms =
        "write {file: NAME}, {command: [program, argument]}, {env: NAME} or {credential: NAME}"

    /// A token's source. No message repeats what stands there: it might be the token itself.
    mutating func tokenSource(_ entry: YAMLFields.Entry) -> TokenSource? {
        guard case .mapping = entry.node else {
            note(ConfigurationProblem(
                position: entry.position,
                problem: "\(entry.name) names no source; a token never stands in this file",
                allowed: Self.forms
            ))
            return nil
        }
        let before = problems.count
        guard var section = fields(
            of: entry.node,
            at: entry.position,
            named: entry.name,
            keys: ["file", "command", "env", "credential"],
            hidesUnknownKeys: true
        ) else { return nil }
        guard let source = section.entries.first, Set(section.entries.map(\.name)).count == 1 else {
            if problems.count == before || !section.entries.isEmpty {
                note(ConfigurationProblem(
                    position: entry.position,
                    problem: "\(entry.name) has \(section.entries.isEmpty ? "no source" : "more than one source")",
                    allowed: Self.forms
                ))
            }
            return nil
        }
        return section.take(source.name).flatMap { tokenSource(named: source.name, $0) }
    }

    private mutating func tokenSource(named name: String, _ entry: YAMLFields.Entry) -> TokenSource? {
        switch name {
        case "file":
            path(entry).map { .file(path: $0) }
        case "command":
            command(entry).map { .command($0) }
        case "env":
            word(entry, "an environment variable's name: letters, digits and _") { index, byte in
                byte == UInt8(ascii: "_") || isLetter(byte) || (index > 0 && isDigit(byte))
            }.map { .environment(name: $0) }
        default:
            word(entry, "a credential's name: letters, digits and . _ -") { index, byte in
                isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_")
                    || (index > 0 && (byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")))
            }.map { .credential(name: $0) }
        }
    }

    /// A program with arguments; a program with a slash becomes an absolute path.
    mutating func command(_ entry: YAMLFields.Entry) -> [String]? {
        guard var words = list(entry) else { return nil }
        guard let program = words.first else {
            note(ConfigurationProblem(
                position: entry.position,
                problem: "\(entry.name) is empty",
                allowed: "write [program, argument]"
            ))
            return nil
        }
        guard program.contains("/") || program == "~" else { return words }
        guard let path = accept(
            PathText.absolute(program, folder: surroundings.folder, home: surroundings.home),
            entry
        ) else { return nil }
        words[0] = path
        return words
    }

    private mutating func word(
        _ entry: YAMLFields.Entry,
        _ allowed: String,
        where accepts: (Int, UInt8) -> Bool
    ) -> String? {
        guard let text = text(entry) else { return nil }
        if text.utf8.enumerated().allSatisfy({ accepts($0.offset, $0.element) }) {
            return text
        }
        note(ConfigurationProblem(
            position: entry.position,
            problem: "\(entry.name) holds no name",
            allowed: "write \(allowed)"
        ))
        return nil
    }
}

private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a") ... UInt8(ascii: "z")).contains(byte | 0x20)
}

private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains(byte)
}
