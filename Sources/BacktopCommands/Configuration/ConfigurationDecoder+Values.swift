import Yams

extension ConfigurationDecoder {
    /// The entries of a mapping whose keys are fixed; unknown and repeated keys are noted. `nil` if it is no mapping.
    ///
    /// With `hidesUnknownKeys` an unknown key is not repeated in its message: it may be a secret in the wrong place.
    mutating func fields(
        of node: Node,
        at position: SourcePosition,
        named what: String,
        keys: [String],
        hidesUnknownKeys: Bool = false
    ) -> YAMLFields? {
        guard let all = entries(of: node, at: position, named: what, hidesKeys: hidesUnknownKeys ? keys : nil) else {
            return nil
        }
        var known: [YAMLFields.Entry] = []
        for entry in all.entries where !hasEnoughProblems {
            if keys.contains(entry.name) {
                known.append(entry)
                continue
            }
            note(ConfigurationProblem(
                position: entry.keyPosition,
                problem: hidesUnknownKeys ? "unknown key in \(what)" : "unknown key \(quoted(entry.name)) in \(what)",
                allowed: "allowed: \(keys.joined(separator: ", "))",
                suggestion: suggestion(for: entry.name, among: keys)
            ))
        }
        return YAMLFields(position: all.position, entries: known)
    }

    /// The entries of a mapping whose keys are names; repeated keys are noted. Nothing counts as an empty mapping.
    mutating func entries(
        of node: Node,
        at position: SourcePosition,
        named what: String,
        hidesKeys shown: [String]? = nil
    ) -> YAMLFields? {
        if node.isNothing {
            return YAMLFields(position: position, entries: [])
        }
        guard case let .mapping(mapping) = node else {
            note(ConfigurationProblem(
                position: node.place ?? position,
                problem: "\(what) is no mapping",
                allowed: "write key: value lines, indented alike"
            ))
            return nil
        }
        var seen: [String: SourcePosition] = [:]
        var entries: [YAMLFields.Entry] = []
        for (keyNode, value) in mapping {
            let place = keyNode.place ?? position
            guard case let .scalar(key) = keyNode else {
                note(ConfigurationProblem(position: place, problem: "a key is no word", allowed: "write key: value"))
                continue
            }
            let name = document.originalName(key.string)
            if let first = seen[name] {
                let isShown = shown?.contains(name) ?? true
                note(YAMLDocument.repeated(isShown ? name : "***", at: place, first: first))
            }
            seen[name] = seen[name] ?? place
            let valuePlace = value.isNothing ? place : value.place ?? place
            entries.append(YAMLFields.Entry(name: name, keyPosition: place, node: value, position: valuePlace))
        }
        return YAMLFields(
            position: mapping.mark.map { SourcePosition(line: $0.line, column: $0.column) } ?? position,
            entries: entries
        )
    }

    /// The text of a single value, as written; nothing, lists and mappings are noted.
    mutating func text(_ entry: YAMLFields.Entry) -> String? {
        text(entry.node, at: entry.position, named: entry.name)
    }

    /// As `text(_:)`, for a node that is no entry.
    mutating func text(_ node: Node, at position: SourcePosition, named name: String) -> String? {
        guard case let .scalar(scalar) = node, !node.isNothing, !scalar.string.isEmpty else {
            let isMissing = if case .scalar = node { true } else { false }
            note(ConfigurationProblem(
                position: position,
                problem: "\(name) has \(isMissing ? "no value" : "more than one value")",
                allowed: "write one value"
            ))
            return nil
        }
        return scalar.string
    }

    /// `true` or `false`.
    mutating func flag(_ entry: YAMLFields.Entry) -> Bool? {
        guard let text = text(entry) else { return nil }
        return accept(SwitchText.parse(text, words: ["true": true, "false": false]), entry)
    }

    /// One of the words of `type`.
    mutating func choice<Choice: CaseIterable & RawRepresentable>(
        _ entry: YAMLFields.Entry,
        of type: Choice.Type
    ) -> Choice?
        where Choice.RawValue == String {
        guard let text = text(entry) else { return nil }
        if let choice = Choice(rawValue: text) {
            return choice
        }
        let words = Choice.allCases.map(\.rawValue)
        note(ConfigurationProblem(
            position: entry.position,
            problem: "\(entry.name) \(quoted(text)) is not known",
            allowed: "allowed: \(words.joined(separator: ", "))",
            suggestion: suggestion(for: text, among: words)
        ))
        return nil
    }

    /// A duration within limits.
    mutating func duration(_ entry: YAMLFields.Entry, _ limits: DurationLimits) -> Duration? {
        guard let text = text(entry) else { return nil }
        return accept(limits.parse(text), entry)
    }

    /// A whole number within limits.
    mutating func count(_ entry: YAMLFields.Entry, _ range: ClosedRange<Int>) -> Int? {
        guard let text = text(entry) else { return nil }
        let isDigits = text.utf8.allSatisfy { (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains($0) }
        if isDigits, let number = Int(text), range.contains(number) {
            return number
        }
        note(ConfigurationProblem(
            position: entry.position,
            problem: "\(entry.name) \(quoted(text)) is no count",
            allowed: "write a whole number from \(range.lowerBound) to \(range.upperBound)"
        ))
        return nil
    }

    /// A list of texts, possibly empty. No message repeats a text of it.
    mutating func list(_ entry: YAMLFields.Entry) -> [String]? {
        guard case let .sequence(sequence) = entry.node else {
            note(ConfigurationProblem(
                position: entry.position,
                problem: "\(entry.name) is no list",
                allowed: "write [first, second] or [] for none"
            ))
            return nil
        }
        return sequence.compactMap { node in
            text(node, at: node.place ?? entry.position, named: "an item of \(entry.name)")
        }
    }

    /// A path, made absolute: `~` is the home folder, anything relative counts from the file's folder.
    mutating func path(_ entry: YAMLFields.Entry) -> String? {
        guard let text = text(entry) else { return nil }
        return accept(PathText.absolute(text, folder: surroundings.folder, home: surroundings.home), entry)
    }

    /// The value of a result, or a note of its fault at the entry's value.
    mutating func accept<Value>(_ result: Result<Value, SettingFault>, _ entry: YAMLFields.Entry) -> Value? {
        switch result {
        case let .success(value):
            return value
        case let .failure(fault):
            note(
                SettingFault(
                    problem: "\(entry.name): \(fault.problem)",
                    allowed: fault.allowed,
                    suggestion: fault.suggestion
                ),
                at: entry.position
            )
            return nil
        }
    }
}
