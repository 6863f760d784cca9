import ArgumentParser

/// The flags that every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Read this configuration file.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Use this context of the configuration.", valueName: "name"))
    var context: String?

    @Option(help: ArgumentHelp("Work on this server.", valueName: "id|name"))
    var server: String?

    @Option(help: ArgumentHelp("Work on this world of the server.", valueName: "id"))
    var world: String?

    @Flag(help: "Change nothing, whatever the configuration allows.")
    var readOnly = false

    @Option(
        help: ArgumentHelp("When to use colours: auto, always or never.", valueName: "when"),
        transform: { try ColorChoice.parse($0).forCommandLine() }
    )
    var color: ColorChoice?

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Flag(help: "Show no clock and no relative ages, so that an idle screen writes nothing.")
    var noClock = false

    @Option(
        help: ArgumentHelp("Give up on a request after so many seconds, or after 30s, 5m.", valueName: "time"),
        transform: { try TimeoutText.parse($0).forCommandLine() }
    )
    var timeout: Duration?

    @Option(help: ArgumentHelp("Write a log to this file.", valueName: "file"))
    var logFile: String?

    @Flag(name: [.short, .long], help: "Say less on stderr.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Say more on stderr and in the log.")
    var verbose = false

    /// Refuses what contradicts itself or names nothing.
    func validate() throws {
        let named = [
            ("--config", config), ("--context", context), ("--server", server), ("--world", world),
            ("--log-file", logFile),
        ]
        for case let (name, value?) in named where value.isEmpty {
            throw ValidationError("\(name) is empty; give it a value or leave it out.")
        }
        guard !(quiet && verbose) else {
            throw ValidationError("-q and -v contradict each other; give one of them.")
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
