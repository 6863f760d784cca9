import Yams

/// The parsed file: its tree and the keys that stand in it more than once.
///
/// The parser stops at the first repeated key. To find everything that is wrong at once, a repeated key is renamed in
/// a copy of the text (to as many private-use characters, so that no position moves) and the copy is parsed again.
struct YAMLDocument {
    /// The top of the tree, nil for a file without content.
    let root: Node?
    /// The real names of renamed keys.
    private let originalNames: [String: String]

    /// Each repeated key costs another parse; a file with more of them has been told enough.
    private static let maximumRepeats = 20
    /// The first of 6400 private-use scalars; their use in the file itself is refused before.
    private static let firstStandIn: UInt32 = 0xE000

    /// Parses `text`; the problem of a text that is no YAML is thrown.
    init(text: String) throws(ConfigurationProblem) {
        var scalars = Array(text.unicodeScalars)
        try YAMLText.check(scalars)
        var names: [String: String] = [:]
        while true {
            let current = String(String.UnicodeScalarView(scalars))
            do {
                root = try Yams.compose(yaml: current, .default, .default, .utf8)
                originalNames = names
                return
            } catch let YamlError.duplicatedKeysInMapping(duplicates, context) {
                let position = SourcePosition(line: context.mark.line, column: context.mark.column)
                guard let name = duplicates.first, names.count < Self.maximumRepeats,
                      let standIn = Self.rename(name, at: position, in: &scalars, number: names.count)
                else {
                    throw Self.repeated(duplicates.first ?? "", at: position, first: nil)
                }
                names[standIn] = name
            } catch {
                throw YAMLText.problem(of: error, in: scalars)
            }
        }
    }

    /// The name of a key as the file has it.
    func originalName(_ key: String) -> String {
        originalNames[key] ?? key
    }

    /// The problem of a key that is there again.
    static func repeated(_ name: String, at position: SourcePosition, first: SourcePosition?) -> ConfigurationProblem {
        ConfigurationProblem(
            position: position,
            problem: "key \(quoted(name)) is there twice" + (first.map { ", first in line \($0.line)" } ?? ""),
            allowed: "keep one of them"
        )
    }

    private static func rename(
        _ name: String,
        at position: SourcePosition,
        in scalars: inout [Unicode.Scalar],
        number: Int
    ) -> String? {
        guard var start = YAMLText.offset(of: position, in: scalars), !name.isEmpty else { return nil }
        if scalars[start] == "\"" || scalars[start] == "'" {
            start += 1
        }
        let end = start + name.unicodeScalars.count
        guard end <= scalars.count, scalars[start ..< end].elementsEqual(name.unicodeScalars),
              let scalar = Unicode.Scalar(firstStandIn + UInt32(number))
        else { return nil }
        let standIn = Array(repeating: scalar, count: end - start)
        scalars.replaceSubrange(start ..< end, with: standIn)
        return String(String.UnicodeScalarView(standIn))
    }
}
