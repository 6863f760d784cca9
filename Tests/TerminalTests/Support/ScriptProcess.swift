import Foundation

/// `backtop COMMAND` as a script runs it: no terminal, output in files.
final class ScriptProcess {
    /// What a command said, and how it ended; nil for one that was killed.
    struct Ending {
        var code: Int32?
        var output: String
        var words: String

        /// The output as JSON.
        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
        }
    }

    private let process = Process()
    private let folder: TestFolder

    init(_ sandbox: SandboxProcess, _ arguments: [String], environment: [String: String] = [:]) throws {
        folder = try TestFolder()
        for name in ["out", "err"] { try Data().write(to: URL(filePath: folder.path + "/" + name)) }
        process.executableURL = URL(filePath: BuiltProgram.path)
        process.arguments = arguments + ["--config", sandbox.configuration]
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": sandbox.folder.path, "XDG_STATE_HOME": sandbox.folder.path,
            "BACKTOP_CANCEL_WINDOW": "3s", "SWIFT_BACKTRACE": "enable=no",
        ].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder.path + "/out"))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: folder.path + "/err"))
        try process.run()
    }

    deinit {
        kill()
    }

    var isRunning: Bool {
        process.isRunning
    }

    /// What it has said on stderr so far.
    var words: String {
        (try? String(contentsOfFile: folder.path + "/err", encoding: .utf8)) ?? ""
    }

    func signal(_ number: Int32) {
        Foundation.kill(process.processIdentifier, number)
    }

    /// Ends it at once, as a crash or a power loss would.
    func kill() {
        guard process.isRunning else { return }
        signal(SIGKILL)
        process.waitUntilExit()
    }

    func end() throws -> Ending {
        process.waitUntilExit()
        return try Ending(
            code: process.terminationReason == .exit ? process.terminationStatus : nil,
            output: String(contentsOfFile: folder.path + "/out", encoding: .utf8),
            words: words
        )
    }

    /// Runs a command to its end.
    static func run(_ sandbox: SandboxProcess, _ arguments: [String]) throws -> Ending {
        try ScriptProcess(sandbox, arguments).end()
    }
}
