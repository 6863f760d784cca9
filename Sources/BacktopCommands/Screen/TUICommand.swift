import ArgumentParser

/// `backtop tui`: the screen over the configured contexts.
struct TUICommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tui",
        abstract: "Open the screen (the default)."
    )

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let host = HostEnvironment.current()
        let options = options
        let plan: ScreenPlan
        do {
            plan = try Program.wait { try await ScreenPlan.make(options, host: host) }
        } catch {
            try CommandOutput(failure: error).deliver()
            return
        }
        try ScreenSession.run(plan)
    }
}
