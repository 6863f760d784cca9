import Foundation
import Sandbox
import Testing

struct RecordTests {
    /// Lets `body` use a recording sandbox and gives what was recorded.
    private func recording(_ body: @Sendable (Bench) async throws -> Void) async throws -> [[String: Any]] {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var options = SandboxOptions.quick
        options.recordFile = "\(folder.path)/record.jsonl"
        try await Bench.with(options, body)
        let text = try String(contentsOfFile: "\(folder.path)/record.jsonl", encoding: .utf8)
        #expect(text.hasSuffix("\n"))
        return try text.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test func `each request is one line with every field`() async throws {
        let lines = try await recording { bench in
            _ = try await bench.send("GET", "\(bench.main.backups)?page=2&q=a%20b")
            _ = try await bench.send("POST", bench.main.backups, #"{"name":"Recorded"}"#)
            _ = try await HTTPTestClient.send("GET", port: bench.port, path: "/archon-v1/v1/servers")
        }
        #expect(lines.count == 3)
        let fields: Set = ["at", "system", "method", "path", "query", "headers", "authorized", "body", "status"]
        for line in lines {
            #expect(Set(line.keys) == fields)
            #expect(line["system"] as? String == "archon-v1")
        }
        #expect(lines[0]["query"] as? [String: String] == ["page": "2", "q": "a b"])
        #expect((lines[0]["path"] as? String)?.hasSuffix("/backups") == true)
        #expect(lines[0]["status"] as? Int == 200)
        #expect(lines[1]["method"] as? String == "POST")
        #expect(lines[1]["body"] as? String == #"{"name":"Recorded"}"#)
        #expect(lines[1]["authorized"] as? Bool == true)
        #expect(lines[2]["authorized"] as? Bool == false)
        #expect(lines[2]["status"] as? Int == 401)
    }

    @Test func `secrets are covered wherever they stand`() async throws {
        let box = try await recording { bench in
            let token = bench.token
            _ = try await bench.send("GET", "/v1/servers?auth=hidden&token=hidden")
            _ = try await bench.send("POST", bench.main.backups, #"{"name":"with \#(token)","password":"hid\"den"}"#)
            _ = try await HTTPTestClient.send(
                "GET", port: bench.port, path: "/archon-v1/v1/servers", headers: [("Cookie", "sid=hidden")]
            )
        }
        #expect((box[0]["headers"] as? [String: String])?["authorization"] == "***")
        #expect(box[0]["query"] as? [String: String] == ["auth": "***", "token": "***"])
        #expect(box[1]["body"] as? String == #"{"name":"with ***","password":"***"}"#)
        #expect((box[2]["headers"] as? [String: String])?["cookie"] == "***")
    }

    @Test func `socket frames are recorded with their token covered`() async throws {
        let lines = try await recording { bench in
            let (path, _) = try await bench.socketCredentials()
            try await SocketTestClient.with(port: bench.port, path: path) { socket in
                try await socket.send(#"{"event":"auth","jwt":"nonsense"}"#)
                _ = try await socket.event("auth-incorrect")
            }
            try await bench.withSocket { socket in
                try await socket.send(#"{"event":"command","cmd":"say hi"}"#)
                _ = try await socket.event("stats")
            }
        }
        let frames = lines.filter { $0["method"] as? String == "WS" }
        #expect(frames.map { $0["body"] as? String } == [
            #"{"event":"auth","jwt":"***"}"#, #"{"event":"auth","jwt":"***"}"#, #"{"event":"command","cmd":"say hi"}"#,
        ])
        #expect(frames.map { $0["authorized"] as? Bool } == [false, true, true])
        #expect(frames.allSatisfy { ($0["path"] as? String)?.hasSuffix("/ws") == true })
        #expect(lines.contains { $0["status"] as? Int == 101 && $0["method"] as? String == "GET" })
    }

    @Test func `the line is there before the answer`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var options = SandboxOptions.quick
        options.recordFile = "\(folder.path)/record.jsonl"
        try await Bench.with(options) { bench in
            for expected in 1 ... 20 {
                _ = try await bench.send("GET", "/v1/servers")
                let text = try String(contentsOfFile: "\(folder.path)/record.jsonl", encoding: .utf8)
                #expect(text.split(separator: "\n").count == expected)
            }
        }
    }

    @Test func `a held request is recorded while it is held`() async throws {
        let lines = try await recording { bench in
            let id = try await bench.fault(#"{"match":{"method":"POST"},"fault":"hold","when":"before"}"#)
            async let reply = bench.send("POST", bench.main.backups, #"{"name":"Held"}"#)
            try await bench.wait("a held request") {
                try await HTTPTestClient.send("GET", port: bench.port, path: "/_sandbox").object()["held"] as? Int == 1
            }
            _ = try await bench.remove(fault: id)
            #expect(try await reply.status == 200)
        }
        #expect(lines.count == 1)
        #expect(lines[0]["status"] as? Int == 0)
    }

    @Test func `orders to the sandbox itself are not recorded`() async throws {
        let lines = try await recording { bench in
            try await bench.fault(#"{"fault":"latency","ms":1}"#)
            _ = try await bench.truth()
            _ = try await bench.send("GET", "/v1/servers")
        }
        #expect(lines.count == 1)
    }

    @Test func `an unwritable record file is named`() async throws {
        var options = SandboxOptions.quick
        options.recordFile = "/proc/none/record"
        await #expect(throws: SandboxError.self) { try await Sandbox.start(options) }
    }
}
