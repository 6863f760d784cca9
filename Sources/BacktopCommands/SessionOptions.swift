import ArgumentParser
import BackupKit

/// Options of every command: which configuration, and how it is shown.
struct SessionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Read this configuration file.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Use this context of the configuration.", valueName: "name"))
    var context: String?

    @Option(
        help: ArgumentHelp("When to use colours: auto, always or never.", valueName: "when"),
        transform: { try ColorChoice.parse($0).forCommandLine() }
    )
    var color: ColorChoice?

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Option(
        help: ArgumentHelp("Give up on a request after so many seconds, or after 30s, 5m.", valueName: "time"),
        transform: { try TimeoutText.parse($0).forCommandLine() }
    )
    var timeout: Duration?

    @Option(help: ArgumentHelp("Write a log to this file.", valueName: "file"))
    var logFile: String?

    @Flag(name: [.short, .long], help: "Say less on stderr.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Say more in the log file.")
    var verbose = false

    /// Refuses what contradicts itself or names nothing.
    func validate() throws {
        try Self.refuseEmpty([("--config", config), ("--context", context), ("--log-file", logFile)])
        guard !(quiet && verbose) else {
            throw ValidationError("-q and -v contradict each other; give one of them.")
        }
    }

    /// Refuses an option that was given without a value in it.
    static func refuseEmpty(_ options: [(name: String, value: String?)]) throws {
        for case let (name, value?) in options where value.isEmpty {
            throw ValidationError("\(name) is empty; give it a value or leave it out.")
        }
    }
}

extension Result where Failure == SettingFault {
    fileprivate func forCommandLine() throws -> Success {
        switch self {
        case let .success(value): return value
        case let .failure(fault): throw ValidationError(fault.text)
        }
    }
}
