import ArgumentParser
import FoundationEssentials
import NCursesTerminal
import TerminalUI

/// `backtop wall`: the read-only display.
struct WallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wall",
        abstract: "Show a read-only display of all servers; no key does anything but Ctrl-C, which ends it.",
        discussion: """
        Pages rotate every 20 s, alarms stay on every page. The wall changes no server, whatever the configuration \
        allows. It ends with Ctrl-C or SIGTERM, with the loss of its terminal, and with code 70 when it could draw \
        nothing for 10 s, so that a supervisor starts it anew.
        """
    )

    @Flag(help: "Read everything once, for 20 s or --timeout at most, and print one page as text.")
    var once = false

    @Flag(help: "Print a systemd unit for the first console and leave.")
    var printUnit = false

    @Option(help: ArgumentHelp(
        "Print how many rows can be read from this far and leave: 5m, 16ft.",
        valueName: "length"
    ))
    var distance: String?

    @Option(help: ArgumentHelp("Diagonal of the screen for --distance: 55in, 140cm.", valueName: "length"))
    var screen: String?

    @OptionGroup var options: SessionOptions

    func validate() throws {
        guard (distance == nil) == (screen == nil) else {
            throw ValidationError("--distance and --screen go together: --distance 5m --screen 55in")
        }
    }

    func run() throws {
        if printUnit {
            let unit = WallUnit(program: Self.programPath, options: options, host: .current())
            return try CommandOutput(stdout: unit.text).deliver()
        }
        if let distance, let screen {
            do {
                let viewing = try ViewingDistance(distance: distance, screen: screen)
                return try CommandOutput(stdout: viewing.lines.joined(separator: "\n") + "\n").deliver()
            } catch let fault as ViewingDistanceError {
                throw ValidationError(fault.description)
            }
        }
        let host = HostEnvironment.current()
        let options = options
        let plan: WallPlan
        do {
            plan = try Program.wait { try await WallPlan.make(options, host: host) }
        } catch {
            return try CommandOutput(failure: error).deliver()
        }
        guard once else { return try WallSession.run(plan) }
        try WallOnce.output(plan, size: Self.pageSize(host)).deliver()
    }

    /// Where this program lies, however it was called.
    private static var programPath: String {
        do {
            return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        } catch {
            return "/usr/local/bin/backtop"
        }
    }

    /// The terminal's size, or what the environment says of a page, else the usual one.
    private static func pageSize(_ host: HostEnvironment) -> Size {
        if let size = StandardOutput.size { return size }
        func number(_ name: String, _ range: ClosedRange<Int>) -> Int? {
            host.nonEmpty(name).flatMap(Int.init).flatMap { range.contains($0) ? $0 : nil }
        }
        return Size(width: number("COLUMNS", 20 ... 500) ?? 80, height: number("LINES", 5 ... 500) ?? 24)
    }
}
