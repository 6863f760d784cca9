import Foundation
import Sandbox
import Testing

struct PanelSocketTests {
    @Test func `after the login come status and statistics`() async throws {
        try await Bench.with(.panel) { bench in
            let (path, token) = try await bench.nodeCredentials()
            #expect(path == "/pterodactyl/api/servers/\(bench.main.id)/ws")
            try await SocketTestClient.with(port: bench.port, path: path, headers: [bench.origin]) { socket in
                try await socket.call("auth", token)
                let first = try await socket.first { SocketTestClient.node($0)?.event }
                #expect(first == "auth success")
                #expect(try await socket.hear("status") == ["running"])
                let stats = try await SocketTestClient.payload(socket.hear("stats"))
                #expect(Set(stats.keys) == [
                    "memory_bytes", "memory_limit_bytes", "cpu_absolute", "network", "uptime", "state", "disk_bytes",
                ])
                #expect(stats["state"] as? String == "running")
            }
        }
    }

    @Test(arguments: [[], [("Origin", "http://elsewhere.invalid")], [("Origin", "null")]])
    func `without the panel's origin there is no socket`(_ headers: [(String, String)]) async throws {
        try await Bench.with(.panel) { bench in
            let (path, _) = try await bench.nodeCredentials()
            await #expect(throws: TestFailure.self) {
                try await SocketTestClient.with(port: bench.port, path: path, headers: headers) { _ in }
            }
            let upgrade = [
                ("Connection", "Upgrade"), ("Upgrade", "websocket"),
                ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ]
            let reply = try await HTTPTestClient.send("GET", port: bench.port, path: path, headers: upgrade + headers)
            #expect(reply.status == 403)
            #expect(reply.text == "Forbidden\n")
        }
    }

    @Test func `an unknown server has no socket`() async throws {
        try await Bench.with(.panel) { bench in
            let path = "/pterodactyl/api/servers/00000000-0000-4000-8000-000000000000/ws"
            let reply = try await HTTPTestClient.send("GET", port: bench.port, path: path, headers: [bench.origin])
            #expect(reply.status == 404)
        }
    }

    @Test func `tokens are checked with each word`() async throws {
        try await Bench.with(.panel.with(servers: 2)) { bench in
            let (path, token) = try await bench.nodeCredentials()
            let other = try await bench.nodeCredentials(bench.servers[1]).token
            try await SocketTestClient.with(port: bench.port, path: path, headers: [bench.origin]) { socket in
                try await socket.send(#"{"event":"send stats","args":[null]}"#)
                #expect(try await socket.hear("jwt error") == ["jwt: no jwt present"])
                try await socket.send("not json")
                try await socket.call("auth", "garbage")
                #expect(try await socket.hear("daemon error").first?.hasPrefix("Error Event [") == true)
                try await socket.call("auth", other)
                _ = try await socket.hear("auth success")
                #expect(try await socket.hear("jwt error") == ["jwt: server uuid mismatch"])
                try await socket.call("auth", token)
                _ = try await socket.hear("auth success")
                #expect(try await socket.hear("status") == ["running"])
            }
        }
    }

    @Test func `a token's end is announced and then each event is an error until it is renewed`() async throws {
        var options = SandboxOptions.panel
        options.nodeTokenLifetime = .seconds(10)
        try await Bench.with(options) { bench in
            try await bench.withNode { socket in
                _ = try await socket.hear("token expiring")
                let error = try await socket.hear("jwt error")
                #expect(error.first?.contains("exp claim is invalid") == true)
                try await socket.call("auth", bench.nodeCredentials().token)
                _ = try await socket.hear("auth success")
                _ = try await socket.hear("stats")
            }
        }
    }

    @Test func `a finished backup is told under its plain name`() async throws {
        try await Bench.with(.panel) { bench in
            try await bench.withNode { socket in
                let id = try await bench.panelCreate()
                let args = try await socket.hear("backup completed")
                let payload = try SocketTestClient.payload(args)
                #expect(Set(payload.keys) == ["uuid", "is_successful", "checksum", "checksum_type", "file_size"])
                #expect(payload["uuid"] as? String == id)
                #expect(payload["is_successful"] as? Bool == true)
                #expect(payload["checksum_type"] as? String == "sha1")
                // The panel was told first.
                let row = try await bench.attributes("\(bench.main.panelBackups)/\(id)")
                let checksum = try Bench.text(payload, "checksum")
                #expect(row["checksum"] as? String == "sha1:\(checksum)")
                #expect(row["bytes"] as? Int == payload["file_size"] as? Int)
            }
        }
    }

    @Test func `a failed backup is told too and A deleted one is not`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            try await bench.withNode { socket in
                let gone = try await bench.panelCreate()
                #expect(try await bench.panel("DELETE", "\(bench.main.panelBackups)/\(gone)").status == 204)
                let id = try await bench.panelCreate()
                try await bench.fault(#"{"fault":"change","op":"fail","server":"ptero-smp","backup":"\#(id)"}"#)
                let payload = try await SocketTestClient.payload(socket.hear("backup completed"))
                #expect(payload["uuid"] as? String == id)
                #expect(payload["is_successful"] as? Bool == false)
                #expect(payload["checksum"] as? String == "")
                #expect(payload["file_size"] as? Int == 0)
            }
        }
    }

    @Test func `a restore tells its stop its files and its end`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            try await bench.withNode { socket in
                _ = try await socket.hear("status")
                #expect(try await bench.panelRestore(id, truncate: false) == 204)
                #expect(try await socket.hear("status") == ["stopping"])
                #expect(try await socket.hear("status") == ["offline"])
                #expect(try await socket.hear("daemon message") == ["(restoring): data/raids.dat"])
                try await socket.first { arrival in
                    SocketTestClient.node(arrival)?
                        .args == ["Completed server restoration from local backup."] ? () : nil
                }
                #expect(try await socket.hear("backup restore completed") == [""])
                #expect(try await bench.attributes(bench.main.panel)["status"] is NSNull)
            }
        }
    }

    @Test func `power can be set and is told`() async throws {
        try await Bench.with(.panel) { bench in
            try await bench.withNode { socket in
                _ = try await socket.hear("status")
                try await socket.call("set state", "stop")
                #expect(try await socket.hear("status") == ["stopping"])
                #expect(try await socket.hear("status") == ["offline"])
                let stats = try await SocketTestClient.payload(socket.hear("stats"))
                #expect(stats["state"] as? String == "offline" && stats["memory_bytes"] as? Int == 0)
                try await socket.call("set state", "start")
                #expect(try await socket.hear("status") == ["starting"])
                #expect(try await socket.hear("status") == ["running"])
                try await socket.call("set state", "start")
                #expect(try await socket.hear("daemon error").first?.hasSuffix("server is already running") == true)
                try await socket.call("set state", "kill")
                #expect(try await socket.hear("status") == ["offline"])
            }
        }
    }

    @Test func `while A game stops only A kill is taken`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            try await bench.withNode { socket in
                try await socket.call("set state", "stop")
                #expect(try await socket.hear("status") == ["running"])
                #expect(try await socket.hear("status") == ["stopping"])
                try await socket.call("set state", "start")
                _ = try await socket.hear("daemon error")
                #expect(try await bench.panel("POST", "\(bench.main.panel)/power", #"{"signal":"start"}"#)
                    .status == 204)
                #expect(try await bench.truth()["power"] as? String == "stopping")
            }
        }
    }

    @Test func `faults of events and sockets work here too`() async throws {
        try await Bench.with(.panel) { bench in
            try await bench.withNode { socket in
                let lost = try await bench.fault(#"{"fault":"events","lose":1}"#)
                _ = try await bench.panelMake()
                _ = try await bench.remove(fault: lost)
                try await bench.fault(#"{"fault":"events","double":1}"#)
                let second = try await bench.panelCreate()
                for _ in 0 ..< 2 {
                    let payload = try await SocketTestClient.payload(socket.hear("backup completed"))
                    #expect(payload["uuid"] as? String == second)
                }
                try await bench.fault(#"{"system":"pterodactyl","fault":"drop-sockets","code":4409}"#)
                let code = try await socket.first { arrival -> Int? in
                    if case let .closed(code) = arrival {
                        code
                    } else {
                        nil
                    }
                }
                #expect(code == 4409)
            }
        }
    }

    @Test func `frames are recorded with their token covered`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var options = SandboxOptions.panel
        options.recordFile = "\(folder.path)/record.jsonl"
        try await Bench.with(options) { bench in
            try await bench.withNode { socket in
                try await socket.call("send command", "say hi")
                _ = try await socket.hear("console output")
            }
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            let url = try await Bench.text(bench.attributes("\(bench.main.panelBackups)/\(id)/download"), "url")
            let path = String(url.dropFirst("http://127.0.0.1:\(bench.port)".count))
            _ = try await HTTPTestClient.send("GET", port: bench.port, path: path)
        }
        let text = try String(contentsOfFile: "\(folder.path)/record.jsonl", encoding: .utf8)
        let lines = try text.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
        let frames = lines.filter { $0["method"] as? String == "WS" }
        #expect(frames.map { $0["body"] as? String } == [
            #"{"event":"auth","args":["***"]}"#, #"{"event":"send command","args":["say hi"]}"#,
        ])
        #expect(frames.allSatisfy { $0["authorized"] as? Bool == true })
        let download = try #require(lines.last)
        #expect((download["path"] as? String)?.hasSuffix("/download/backup") == true)
        #expect(download["query"] as? [String: String] == ["token": "***"])
        #expect(download["authorized"] as? Bool == true)
    }
}
