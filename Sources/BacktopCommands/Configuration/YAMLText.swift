import Yams

/// What the configuration needs to know about YAML as text: places, forbidden characters, the parser's complaints.
enum YAMLText {
    private static let allowed = "the file must be YAML in UTF-8, as `backtop config init` writes it"

    /// Refuses what the parser would refuse without a place, and the scalars that stand in for repeated keys.
    static func check(_ scalars: [Unicode.Scalar]) throws(ConfigurationProblem) {
        guard let bad = scalars.firstIndex(where: { !isAllowed($0) }) else { return }
        throw ConfigurationProblem(
            position: position(of: bad, in: scalars),
            problem: "the file has a control or private character",
            allowed: allowed
        )
    }

    /// The place of a scalar.
    static func position(of offset: Int, in scalars: [Unicode.Scalar]) -> SourcePosition {
        var line = 1
        var lineStart = 0
        for index in 0 ..< min(offset, scalars.count) where endsLine(index, in: scalars) {
            line += 1
            lineStart = index + 1
        }
        return SourcePosition(line: line, column: offset - lineStart + 1)
    }

    /// The scalar at a place, nil if there is none.
    static func offset(of position: SourcePosition, in scalars: [Unicode.Scalar]) -> Int? {
        guard let start = lineStart(position.line, in: scalars) else { return nil }
        let offset = start + position.column - 1
        return scalars.indices.contains(offset) ? offset : nil
    }

    /// The parser's complaint in our words. It names no text of the file: that might be a secret.
    static func problem(of error: any Error, in scalars: [Unicode.Scalar]) -> ConfigurationProblem {
        guard let error = error as? YamlError else {
            return ConfigurationProblem(position: .start, problem: "the file cannot be parsed", allowed: allowed)
        }
        switch error {
        case let .scanner(context, problem, mark, _), let .parser(context, problem, mark, _),
             let .composer(context, problem, mark, _):
            let place = SourcePosition(line: mark.line, column: mark.column)
            if let tab = indentingTab(line: place.line, in: scalars) {
                return ConfigurationProblem(
                    position: tab,
                    problem: "the line is indented with a tab",
                    allowed: "YAML indents with spaces only"
                )
            }
            let words = [context?.text, problem].compactMap(\.self).joined(separator: ": ")
            return ConfigurationProblem(position: place, problem: "not valid YAML: \(words)", allowed: allowed)
        case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded, .duplicatedKeysInMapping:
            return ConfigurationProblem(position: .start, problem: "the file cannot be parsed", allowed: allowed)
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20 ... 0x7E, 0x85, 0xA0 ... 0xD7FF, 0xF900 ... 0xFEFE, 0xFF00 ... 0xFFFD,
             0x10000 ... 0x10FFFF: true
        default: false
        }
    }

    /// The parser's own list of line ends: LF, CR, CR LF, NEL, LS, PS.
    private static func endsLine(_ index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        switch scalars[index].value {
        case 0x0A, 0x85, 0x2028, 0x2029: true
        case 0x0D: index + 1 == scalars.count || scalars[index + 1].value != 0x0A
        default: false
        }
    }

    private static func lineStart(_ line: Int, in scalars: [Unicode.Scalar]) -> Int? {
        var current = 1
        var index = 0
        while current < line, index < scalars.count {
            if endsLine(index, in: scalars) {
                current += 1
            }
            index += 1
        }
        return current == line ? index : nil
    }

    private static func indentingTab(line: Int, in scalars: [Unicode.Scalar]) -> SourcePosition? {
        guard let start = lineStart(line, in: scalars) else { return nil }
        let indent = scalars[start...].prefix { $0 == " " || $0 == "\t" }
        return indent.firstIndex(of: "\t").map { SourcePosition(line: line, column: $0 - start + 1) }
    }
}
