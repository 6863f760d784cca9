import FoundationEssentials
import Glibc
import TerminalEmulator

/// Writes pictures of the real program under a pseudo-terminal: `backtop-screenshots [folder]`.
@MainActor
enum Screenshots {
    static func run() throws {
        let folder = CommandLine.arguments.dropFirst().first ?? "screenshots"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try shoot("list", into: folder) { session in
            try session.send("jj")
        }
        try shoot("progress", into: folder) { session in
            try session.send("c")
            try session.waitFor("Enter create")
            try session.send("Before plugin update\r")
            try session.waitUntil { screen in screen.rows.contains { $0.hasPrefix("create") && $0.contains("#####") } }
        }
        try shoot("restore", into: folder) { session in
            try session.send("jr")
            try session.waitFor("Enter restore")
            try session.send("smp")
            try session.waitFor("> smp")
        }
        try shoot("fleet", into: folder, columns: 132, rows: 36, arguments: fleet) { session in
            try session.send("1")
            try session
                .waitUntil(timeout: .seconds(60)) {
                    $0.contains("LATE") && $0.contains(" alarm") && $0.contains("create ")
                }
        }
        try shoot(
            "wall",
            into: folder,
            columns: 120,
            rows: 34,
            arguments: fleet + ["--wall"],
            isReady: nil
        ) { session in
            try session.waitUntil(timeout: .seconds(400)) { $0.contains("Worst") && $0.contains("UNREACHABLE") }
        }
        try shoot("help", into: folder, rows: 40) { session in
            try session.send("?")
            try session.waitFor("half a page down")
        }
    }

    /// A fleet with every trouble there is.
    private static let fleet = ["--servers", "12", "--lively"]

    /// Runs the demo, brings it to a state, and writes what the screen shows.
    private static func shoot(
        _ name: String,
        into folder: String,
        columns: Int = 100,
        rows: Int = 28,
        arguments: [String] = [],
        isReady: ((EmulatedScreen) -> Bool)? = { $0.contains("live") && $0.contains("running") && $0.contains("1/6") },
        _ act: (TerminalSession) throws -> Void
    ) throws {
        let session = try TerminalSession(
            path: program,
            arguments: ["demo", "--seed", "7"] + arguments,
            environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"],
            columns: columns,
            rows: rows
        )
        if let isReady { try session.waitUntil(isReady) }
        try act(session)
        session.pump(waitingUpTo: .milliseconds(150))
        let svg = folder + "/\(name).svg"
        try SVGExport().svg(of: session.screen).write(toFile: svg, atomically: true, encoding: .utf8)
        print("wrote \(svg)")
        session.line.signal(SIGTERM)
        _ = session.waitForExit()
        try convert(svg, to: folder + "/\(name).png")
    }

    /// The program stands beside this one.
    private static var program: String {
        // Where there is no /proc the name it was called by has to do.
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine
            .arguments[0]
        return own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex) + "/backtop"
    }

    /// Makes a PNG where librsvg's converter is installed.
    private static func convert(_ svg: String, to png: String) throws {
        let converter = "/usr/bin/rsvg-convert"
        guard access(converter, X_OK) == 0 else {
            print("rsvg-convert is not installed: no \(png)")
            return
        }
        let session = try TerminalSession(
            path: converter,
            arguments: ["-z", "1.4", "-o", png, svg],
            environment: ["PATH": "/usr/bin:/bin"]
        )
        let ending = session.waitForExit(timeout: .seconds(60))
        print(ending == .code(0) ? "wrote \(png)" : "rsvg-convert failed on \(svg): \(session.screen.text)")
    }
}

try Screenshots.run()
