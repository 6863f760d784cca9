import ArgumentParser

/// How a command prints what it has found.
struct OutputOptions: ParsableArguments {
    /// The forms of output.
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case table
        case json
        case jsonl
        case csv
    }

    @Option(help: ArgumentHelp("Print as table, json, jsonl or csv.", valueName: "form"))
    var output: Form?

    @Flag(help: "The same as --output json.")
    var json = false

    @Flag(help: "Leave out the heading of a table.")
    var noHeader = false

    /// The form in force.
    var form: Form {
        output ?? (json ? .json : .table)
    }

    func validate() throws {
        guard !(json && output != nil && output != .json) else {
            throw ValidationError("--json and --output \(output?.rawValue ?? "") contradict each other; give one.")
        }
    }
}
