import Foundation
import Sandbox
import Testing

struct ArchonSocketTests {
    @Test func `after each login come install progress and power`() async throws {
        try await Bench.with { bench in
            let (path, token) = try await bench.socketCredentials()
            try await SocketTestClient.with(port: bench.port, path: path) { socket in
                for _ in 0 ..< 2 {
                    try await socket.send(#"{"event":"auth","jwt":"\#(token)"}"#)
                    _ = try await socket.event("auth-ok")
                    _ = try await socket.event("install-progress")
                    #expect(try await socket.event("power-state")["state"] == "running")
                }
            }
        }
    }

    @Test func `a wrong token is told and the socket stays open`() async throws {
        try await Bench.with { bench in
            let (path, token) = try await bench.socketCredentials()
            try await SocketTestClient.with(port: bench.port, path: path) { socket in
                try await socket.send(#"{"event":"auth","jwt":"wrong"}"#)
                _ = try await socket.event("auth-incorrect")
                try await socket.send(#"{"event":"auth","jwt":"\#(token)"}"#)
                _ = try await socket.event("auth-ok")
            }
        }
    }

    @Test func `the token of another server is incorrect`() async throws {
        var options = SandboxOptions.quick
        options.servers = 2
        try await Bench.with(options) { bench in
            let (path, _) = try await bench.socketCredentials(bench.servers[0])
            let (_, token) = try await bench.socketCredentials(bench.servers[1])
            try await SocketTestClient.with(port: bench.port, path: path) { socket in
                try await socket.send(#"{"event":"auth","jwt":"\#(token)"}"#)
                _ = try await socket.event("auth-incorrect")
            }
        }
    }

    @Test func `an expiring token is announced and can be renewed on the same socket`() async throws {
        var options = SandboxOptions.quick
        options.nodeTokenLifetime = .seconds(8)
        try await Bench.with(options) { bench in
            try await bench.withSocket { socket in
                _ = try await socket.event("auth-expiring")
                let (_, fresh) = try await bench.socketCredentials()
                try await socket.send(#"{"event":"auth","jwt":"\#(fresh)"}"#)
                _ = try await socket.event("auth-ok")
                _ = try await socket.event("stats")
            }
        }
    }

    @Test func `an expired token ends the events`() async throws {
        var options = SandboxOptions.quick
        options.nodeTokenLifetime = .seconds(8)
        try await Bench.with(options) { bench in
            try await bench.withSocket { socket in
                _ = try await socket.event("auth-expiring")
                _ = try await socket.event("auth-incorrect")
            }
        }
    }

    @Test func `power goes through its states`() async throws {
        try await Bench.with { bench in
            try await bench.withSocket { socket in
                _ = try await socket.event("power-state")
                let power = "/modrinth/v0/servers/\(bench.main.id)/power"
                #expect(try await bench.send("POST", power, #"{"action":"Stop"}"#).status == 204)
                #expect(try await socket.event("power-state")["state"] == "stopping")
                #expect(try await socket.event("power-state")["state"] == "stopped")
                #expect(try await bench.send("POST", power, #"{"action":"Start"}"#).status == 204)
                #expect(try await socket.event("power-state")["state"] == "starting")
                #expect(try await socket.event("power-state")["state"] == "running")
                #expect(try await bench.send("POST", power, #"{"action":"Restart"}"#).status == 204)
                for state in ["stopping", "stopped", "starting", "running"] {
                    #expect(try await socket.event("power-state")["state"] == state)
                }
                #expect(try await bench.send("POST", power, #"{"action":"Kill"}"#).status == 204)
                #expect(try await socket.event("power-state")["state"] == "stopped")
            }
        }
    }

    @Test func `the second server tells its power in the newer shape`() async throws {
        var options = SandboxOptions.quick
        options.servers = 2
        try await Bench.with(options) { bench in
            let place = bench.servers[1]
            try await bench.withSocket(place) { socket in
                _ = try await bench.send("POST", "/modrinth/v0/servers/\(place.id)/power", #"{"action":"Stop"}"#)
                #expect(try await socket.event("state")["power_variant"] == "stopping")
                #expect(try await socket.event("state")["power_variant"] == "idle")
            }
        }
    }

    @Test func `a create tells its progress and ends done`() async throws {
        var options = SandboxOptions.quick
        options.speed = 20
        try await Bench.with(options) { bench in
            try await bench.withSocket { socket in
                let id = try await bench.create("Watched")
                var fractions: [Double] = []
                while true {
                    let fields = try await socket.event("backup-progress")
                    guard fields["task"] == "create" else { continue }
                    #expect(fields["id"] == id)
                    let fraction = try #require(Double(fields["progress"] ?? ""))
                    fractions.append(fraction)
                    if fields["state"] == "done" {
                        break
                    }
                    #expect(fields["state"] == "ongoing")
                    #expect(fraction < 1)
                }
                #expect(fractions.count >= 4)
                #expect(fractions == fractions.sorted())
                #expect(fractions.last == 1)
                // The state behind an event is committed before the event is sent.
                #expect(try await bench.row(id)?["status"] as? String == "done")
            }
        }
    }

    @Test func `a restore tells its progress under its own task`() async throws {
        try await Bench.with { bench in
            let id = try Bench.text(#require(try await bench.backups().first), "id")
            try await bench.powerDown()
            try await bench.withSocket { socket in
                _ = try await bench.send("POST", "\(bench.main.backups)/\(id)/restore")
                try await socket.first { arrival in
                    let fields = SocketTestClient.fields(arrival)
                    return fields?["task"] == "restore" && fields?["state"] == "done" ? () : nil
                }
            }
        }
    }

    @Test func `stats come unasked and pings are answered`() async throws {
        try await Bench.with { bench in
            try await bench.withSocket { socket in
                #expect(try await socket.event("stats")["ram_total_bytes"] == "8589934592")
                try await socket.ping("are you there")
                let answer = try await socket.first { arrival -> String? in
                    if case let .pong(text) = arrival {
                        text
                    } else {
                        nil
                    }
                }
                #expect(answer == "are you there")
            }
        }
    }

    @Test func `before the login nothing is told`() async throws {
        try await Bench.with { bench in
            let (path, token) = try await bench.socketCredentials()
            try await SocketTestClient.with(port: bench.port, path: path) { socket in
                let id = try await bench.create("Unheard")
                try await bench.waitUntilDone(id)
                try await socket.send(#"{"event":"auth","jwt":"\#(token)"}"#)
                let first = try await socket.first { SocketTestClient.fields($0) }
                #expect(first["event"] == "auth-ok")
            }
        }
    }

    @Test func `a refused upgrade is answered like any request`() async throws {
        try await Bench.with { bench in
            let upgrade = [
                ("Connection", "Upgrade"), ("Upgrade", "websocket"),
                ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                ("Authorization", "Bearer \(bench.token)"),
            ]
            let refused = try await HTTPTestClient.send(
                "GET", port: bench.port, path: "/\(Bench.system)/v1/no-socket", headers: upgrade
            )
            #expect(refused.status == 404)
            #expect(refused.headers["connection"] == "close")
            let other = try await HTTPTestClient.send(
                "GET", port: bench.port, path: "/\(Bench.system)/v1/servers", headers: upgrade
            )
            #expect(other.status == 200)
        }
    }

    @Test func `a stopping sandbox says going away`() async throws {
        let sandbox = try await Sandbox.start(.quick)
        let bench = try Bench(sandbox)
        let code = try await bench.withSocket { socket in
            async let stopped: Void = sandbox.stop()
            let code = try await socket.first { arrival -> Int? in
                if case let .closed(code) = arrival {
                    code ?? 0
                } else {
                    nil
                }
            }
            await stopped
            return code
        }
        #expect(code == 1001)
    }
}
