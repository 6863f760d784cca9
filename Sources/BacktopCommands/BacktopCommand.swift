import ArgumentParser

/// `backtop`: without a subcommand the screen.
struct BacktopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtop",
        abstract: "Look after server backups: list them, watch them run, make one, restore one.",
        discussion: """
        Without a subcommand the screen opens. Try it without any account: backtop demo

        Exit codes: 0 done, 1 failed, 2 usage or configuration, 129 hung up, 130 interrupted, 143 terminated.
        """,
        version: "backtop \(Version.current)",
        subcommands: [
            TUICommand.self, DemoCommand.self, SandboxCommand.self, ConfigCommand.self, VersionCommand.self,
        ],
        defaultSubcommand: TUICommand.self
    )
}

/// The version of the program, as it tells users and services.
enum Version {
    static let current = "0.1.0"
    /// Services see who asks, and whom to write to.
    static let userAgent = "Backtop/\(current) (backtop-maintainers@users.noreply.github.com)"
}

/// `backtop version`.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    func run() throws {
        print("backtop \(Version.current)")
    }
}
