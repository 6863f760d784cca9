import ArgumentParser

/// `backtop`: without a subcommand the screen.
struct BacktopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtop",
        abstract: "Look after server backups: list them, watch them run, make one, restore one.",
        discussion: """
        Without a subcommand the screen opens. Try it without any account: backtop demo

        Exit codes: 0 done, 1 failed or unknown, 2 usage or configuration, 3 a source is not reachable, 4 not found,
        5 confirmation missing or read-only, 6 permission, 7 busy, locked, throttled or full, 8 timeout, 9 the plan is
        stale, 70 the wall stood still, 129 hung up, 130 interrupted, 143 terminated.
        """,
        version: "backtop \(Version.current)",
        subcommands: [
            TUICommand.self, WallCommand.self, DemoCommand.self, SandboxCommand.self, ServersCommand.self,
            ListCommand.self,
            ShowCommand.self, CreateCommand.self, RestoreCommand.self, DeleteCommand.self, RenameCommand.self,
            LockCommand.self, UnlockCommand.self, RetryCommand.self, CancelCommand.self, DismissCommand.self,
            DownloadCommand.self, PowerCommand.self, RetentionCommand.self, JournalCommand.self, ResumeCommand.self,
            ConfigCommand.self, VersionCommand.self,
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
