import Foundation
import TerminalEmulator

/// `backtop sandbox` as a process of its own, with state, record and configuration in a temporary folder.
final class SandboxProcess {
    let folder: TestFolder
    let control: ControlClient
    let server: Server
    let token: String
    private let session: TerminalSession

    struct Server: Decodable {
        var id: String
        var name: String
        var worlds: [World]

        var activeWorld: World {
            worlds.first { $0.active } ?? worlds[0]
        }
    }

    struct World: Decodable {
        var id: String
        var name: String
        var active: Bool
        var path: String
    }

    private struct Ready: Decodable {
        var systems: [String: System]
    }

    private struct System: Decodable {
        var url: String
        var token: String
        var servers: [Server]
    }

    struct NotReady: Error {
        var screen: String
    }

    /// Which system it serves.
    let system: String

    init(
        _ system: String = "archon-v1",
        speed: Double = 20,
        servers: Int = 1,
        backups: Int = 6,
        extra: [String] = []
    ) throws {
        self.system = system
        let folder = try TestFolder()
        self.folder = folder
        session = try TerminalSession(
            path: BuiltProgram.path,
            arguments: [
                "sandbox", "--systems", system, "--state", folder.path + "/state",
                "--record", folder.path + "/record.jsonl",
                "--write-config", folder.path + "/config.yaml", "--speed", "\(speed)", "--servers", "\(servers)",
                "--backups", "\(backups)",
            ] + extra,
            environment: ["PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "HOME": folder.path],
            columns: 200,
            rows: 50
        )
        let file = folder.path + "/state/ready.json"
        try session.wait { FileManager.default.fileExists(atPath: file) }
        let ready = try JSONDecoder().decode(Ready.self, from: Data(contentsOf: URL(filePath: file)))
        guard let served = ready.systems[system], let server = served.servers.first,
              let port = URL(string: served.url)?.port else { throw NotReady(screen: session.screen.text) }
        control = ControlClient(port: port)
        self.server = server
        token = served.token
    }

    deinit {
        session.line.signal(SIGTERM)
        if session.waitForExit(timeout: .seconds(5)) == nil { session.line.signal(SIGKILL) }
    }

    var configuration: String {
        folder.path + "/config.yaml"
    }

    var archives: String {
        folder.path + "/state/archives/\(system)"
    }

    /// Orders a fault; the words are those of the control address.
    @discardableResult
    func fault(_ json: String) throws -> String {
        try control.send("POST", "/_sandbox", body: json)
    }

    /// One line of the record.
    struct Request {
        var method: String
        var path: String
        var body: String
    }

    /// Every request so far.
    func record() throws -> [Request] {
        let text = try String(contentsOfFile: folder.path + "/record.jsonl", encoding: .utf8)
        // A line that is being written just now belongs to the next reading.
        let whole = text.lastIndex(of: "\n").map { text[...$0] } ?? ""
        return try whole.split(separator: "\n").map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return Request(
                method: value?["method"] as? String ?? "",
                path: value?["path"] as? String ?? "",
                body: value?["body"] as? String ?? ""
            )
        }
    }

    /// Requests that change something.
    func mutations() throws -> [Request] {
        try record().filter { !["GET", "HEAD", "WS"].contains($0.method) && !$0.path.hasPrefix("/_sandbox") }
    }

    /// What the service really holds of the server.
    struct Truth: Decodable {
        struct World: Decodable {
            var fingerprint: String?
        }

        var id: String
        var power: String
        var worlds: [World]

        /// Of the files of every world.
        var fingerprints: [String?] {
            worlds.map(\.fingerprint)
        }
    }

    private struct State: Decodable {
        struct System: Decodable {
            var servers: [Truth]
        }

        var systems: [String: System]
        var held: Int
    }

    private func state() throws -> State {
        try JSONDecoder().decode(State.self, from: Data(control.send("GET", "/_sandbox").utf8))
    }

    /// Requests that a fault holds now.
    func heldRequests() throws -> Int {
        try state().held
    }

    func truth() throws -> Truth {
        guard let truth = try state().systems[system]?.servers.first(where: { $0.id == server.id }) else {
            throw NotReady(screen: "no such server")
        }
        return truth
    }
}
