import Yams

/// Turns the tree of a file into a `Configuration` and collects everything that is wrong on the way.
struct ConfigurationDecoder {
    /// What the values depend on besides the file.
    struct Surroundings: Sendable {
        /// Absolute folder of the file; relative paths count from there.
        var folder: String
        /// Absolute folder the program was started in; downloads count from there.
        var workingDirectory: String
        /// What `~` means, nil if unknown.
        var home: String?
        /// What the environment says about plain http, which outranks the file; nil: nothing.
        var insecureHTTP: Bool?
    }

    let document: YAMLDocument
    let surroundings: Surroundings
    private(set) var problems: [ConfigurationProblem] = []

    private init(document: YAMLDocument, surroundings: Surroundings) {
        self.document = document
        self.surroundings = surroundings
    }

    /// Reads the text of a file; all problems are thrown at once, sorted by place, `file` being only their name.
    static func decode(
        text: String,
        file: String,
        surroundings: Surroundings
    ) throws(ConfigurationError) -> Configuration {
        let document: YAMLDocument
        do {
            document = try YAMLDocument(text: text)
        } catch {
            throw .invalid(file: file, problems: [error])
        }
        var decoder = ConfigurationDecoder(document: document, surroundings: surroundings)
        let configuration = decoder.configuration()
        guard decoder.problems.isEmpty else {
            throw .invalid(file: file, problems: decoder.sortedProblems)
        }
        return configuration
    }

    /// More mistakes than anybody reads: this is not a configuration with mistakes, but some other file.
    private static let maximumProblems = 200

    /// Whether further problems are left out.
    var hasEnoughProblems: Bool {
        problems.count >= Self.maximumProblems
    }

    /// Notes a problem; decoding goes on so that all are found.
    mutating func note(_ problem: ConfigurationProblem) {
        guard !hasEnoughProblems else { return }
        problems.append(problem)
    }

    /// Notes what is wrong with the value of an entry.
    mutating func note(_ fault: SettingFault, at position: SourcePosition) {
        note(ConfigurationProblem(
            position: position,
            problem: fault.problem,
            allowed: fault.allowed,
            suggestion: fault.suggestion
        ))
    }

    private var sortedProblems: [ConfigurationProblem] {
        // A YAML alias is decoded at each use and would report its anchor's problem each time.
        Set(problems).sorted { ($0.position, $0.problem) < ($1.position, $1.problem) }
    }

    private mutating func configuration() -> Configuration {
        var result = Configuration()
        guard let root = document.root else {
            note(ConfigurationProblem(
                position: .start,
                problem: "the file is empty",
                allowed: "it needs version: 1 and contexts; `backtop config init` writes a file to fill in"
            ))
            return result
        }
        guard var section = fields(
            of: root,
            at: .start,
            named: "the file",
            keys: ["version", "contexts", "defaults", "retention", "alarms"]
        ) else { return result }
        version(&section)
        // First the defaults: whether plain http is allowed decides about the contexts' addresses.
        result.defaults = section.take("defaults").map { defaults($0) } ?? result.defaults
        result.retention = section.take("retention").map { retention($0) } ?? result.retention
        result.alarms = section.take("alarms").map { alarms($0) } ?? result.alarms
        let insecureHTTP = surroundings.insecureHTTP ?? result.defaults.insecureHTTP ?? false
        result.contexts = section.take("contexts").map { contexts($0, insecureHTTP: insecureHTTP) } ?? []
        return result
    }

    private mutating func version(_ section: inout YAMLFields) {
        guard let entry = section.take("version") else {
            note(ConfigurationProblem(
                position: section.position,
                problem: "version is missing",
                allowed: "write version: 1 at the top"
            ))
            return
        }
        guard let text = text(entry), text != "1" else { return }
        note(ConfigurationProblem(
            position: entry.position,
            problem: "version \(quoted(text)) is not known",
            allowed: "this program reads version 1"
        ))
    }
}
