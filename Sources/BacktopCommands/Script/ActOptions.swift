import ArgumentParser

/// How a command that changes something is confirmed.
struct ActOptions: ParsableArguments {
    @Flag(help: "Accept a light act; a severe one needs --confirm.")
    var yes = false

    @Option(help: ArgumentHelp(
        "The text that the screen would ask you to type, such as smp-main; --dry-run shows it.", valueName: "text"
    ))
    var confirm: String?

    @Flag(help: "Print the plan and change nothing.")
    var dryRun = false

    @Flag(help: "Wait until the work at the service has ended.")
    var wait = false
}
