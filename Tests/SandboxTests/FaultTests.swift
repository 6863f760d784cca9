import Foundation
import Sandbox
import Testing

struct FaultTests {
    @Test func `a status fault answers instead of the service as often as ordered`() async throws {
        try await Bench.with { bench in
            try await bench.fault("""
            {"system":"archon-v1","match":{"method":"GET","path":"*/backups"},"fault":"status","status":503,\
            "headers":{"Retry-After":"7"},"body":"raw <body>","times":2}
            """)
            for _ in 0 ..< 2 {
                let reply = try await bench.send("GET", bench.main.backups)
                #expect(reply.status == 503)
                #expect(reply.headers["retry-after"] == "7")
                #expect(reply.text == "raw <body>")
            }
            #expect(try await bench.send("GET", bench.main.backups).status == 200)
        }
    }

    @Test(arguments: [("before", 2), ("after", 3)])
    func `a status fault strikes before or after the work`(_ moment: String, _ rows: Int) async throws {
        try await Bench.with { bench in
            try await bench.fault("""
            {"match":{"method":"POST","path":"*/backups"},"fault":"status","status":429,"when":"\(moment)"}
            """)
            let reply = try await bench.send("POST", bench.main.backups, #"{"name":"Maybe"}"#)
            #expect(reply.status == 429)
            #expect(reply.body.isEmpty)
            #expect(try await bench.backups().count == rows)
        }
    }

    @Test func `times zero strikes until the fault is deleted`() async throws {
        try await Bench.with { bench in
            let id = try await bench.fault(#"{"fault":"status","status":500,"times":0}"#)
            for _ in 0 ..< 3 {
                #expect(try await bench.send("GET", "/v1/servers").status == 500)
            }
            #expect(try await bench.remove(fault: id) == 204)
            #expect(try await bench.send("GET", "/v1/servers").status == 200)
            #expect(try await bench.remove(fault: id) == 404)
        }
    }

    @Test func `skip lets the first requests pass`() async throws {
        try await Bench.with { bench in
            try await bench.fault(#"{"fault":"status","status":500,"skip":1,"match":{"path":"/v1/servers"}}"#)
            #expect(try await bench.send("GET", "/v1/servers").status == 200)
            #expect(try await bench.send("GET", "/v1/servers").status == 500)
        }
    }

    @Test func `a cut body ends after its bytes`() async throws {
        try await Bench.with { bench in
            try await bench.fault(#"{"match":{"path":"/v1/servers"},"fault":"cut","bytes":20}"#)
            let reply = try await bench.send("GET", "/v1/servers")
            #expect(reply.isCut)
            #expect(reply.status == 200)
            #expect(reply.body.count == 20)
        }
    }

    @Test func `a cut before the work of A change leaves nothing done`() async throws {
        try await Bench.with { bench in
            try await bench.fault(#"{"match":{"method":"POST"},"fault":"cut","bytes":5,"when":"before"}"#)
            let reply = try await bench.send("POST", bench.main.backups, #"{"name":"Lost"}"#)
            #expect(reply.isCut)
            #expect(reply.status == 0)
            #expect(try await bench.backups().count == 2)
        }
    }

    @Test func `a cut after the work of A change leaves it done`() async throws {
        try await Bench.with { bench in
            try await bench.fault(#"{"match":{"method":"POST"},"fault":"cut","bytes":-1,"when":"after"}"#)
            let reply = try await bench.send("POST", bench.main.backups, #"{"name":"Kept"}"#)
            #expect(reply.isCut)
            #expect(reply.status == 0)
            #expect(try await bench.backups().count == 3)
        }
    }

    @Test func `a held request is answered once the fault is deleted`() async throws {
        try await Bench.with { bench in
            let id = try await bench.fault(#"{"match":{"method":"POST"},"fault":"hold","when":"after"}"#)
            async let reply = bench.send("POST", bench.main.backups, #"{"name":"Held"}"#)
            try await bench.wait("a held request") {
                try await HTTPTestClient.send("GET", port: bench.port, path: "/_sandbox").object()["held"] as? Int == 1
            }
            #expect(try await bench.backups().count == 3)
            #expect(try await bench.remove(fault: id) == 204)
            #expect(try await reply.status == 200)
        }
    }

    @Test func `latency delays the answer`() async throws {
        try await Bench.with { bench in
            try await bench.fault(#"{"fault":"latency","ms":150}"#)
            let start = ContinuousClock.now
            #expect(try await bench.send("GET", "/v1/servers").status == 200)
            #expect(ContinuousClock.now - start >= .milliseconds(150))
        }
    }

    @Test func `dropped sockets end with the ordered code`() async throws {
        try await Bench.with { bench in
            try await bench.withSocket { socket in
                try await bench.fault(#"{"system":"archon-v1","fault":"drop-sockets","code":1012}"#)
                let code = try await socket.first { arrival -> Int? in
                    if case let .closed(code) = arrival {
                        code
                    } else {
                        nil
                    }
                }
                #expect(code == 1012)
            }
        }
    }

    @Test func `a fault can refuse the upgrade`() async throws {
        try await Bench.with { bench in
            let (path, _) = try await bench.socketCredentials()
            try await bench.fault(#"{"match":{"path":"*/ws"},"fault":"status","status":502}"#)
            await #expect(throws: TestFailure.self) {
                try await SocketTestClient.with(port: bench.port, path: path) { _ in }
            }
            try await SocketTestClient.with(port: bench.port, path: path) { socket in
                try await socket.send(#"{"event":"auth","jwt":"wrong"}"#)
                _ = try await socket.event("auth-incorrect")
            }
        }
    }

    @Test func `lost events never come and doubled ones come twice`() async throws {
        try await Bench.with { bench in
            try await bench.withSocket { socket in
                let lost = try await bench.fault(#"{"fault":"events","lose":1}"#)
                let id = try await bench.create("Silent")
                try await bench.waitUntilDone(id)
                _ = try await bench.remove(fault: lost)
                try await bench.fault(#"{"fault":"events","double":1}"#)
                let second = try await bench.create("Twice")
                for _ in 0 ..< 2 {
                    let done = try await socket.first { arrival -> String? in
                        guard let fields = SocketTestClient.fields(arrival) else { return nil }
                        return fields["task"] == "create" && fields["state"] == "done" ? fields["id"] : nil
                    }
                    #expect(done == second)
                }
            }
        }
    }

    @Test func `a reordered event comes after its follower`() async throws {
        var options = SandboxOptions.quick
        options.speed = 20
        try await Bench.with(options) { bench in
            try await bench.withSocket { socket in
                try await bench.fault(#"{"fault":"events","reorder":1}"#)
                _ = try await bench.create("Shuffled")
                var steps: [(fraction: Double, task: String)] = []
                while steps.last?.fraction != 1 {
                    let fields = try await socket.event("backup-progress")
                    try steps.append((#require(Double(fields["progress"] ?? "")), #require(fields["task"])))
                }
                // The service sends each step as `create`, then as `file`.
                let inOrder = steps.sorted { ($0.fraction, $0.task) < ($1.fraction, $1.task) }
                #expect(!steps.elementsEqual(inOrder, by: ==))
            }
        }
    }

    @Test func `skew moves the date header and timestamps until deleted`() async throws {
        try await Bench.with { bench in
            let before = try #require(try await bench.send("GET", "/v1/servers").headers["date"])
            let id = try await bench.fault(#"{"fault":"skew","seconds":-864000}"#)
            let during = try #require(try await bench.send("GET", "/v1/servers").headers["date"])
            #expect(during != before)
            let backup = try await bench.create("In the past")
            let created = try Bench.text(#require(try await bench.row(backup)), "created_at")
            let date = try Date(created, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            #expect(abs(date.timeIntervalSinceNow + 864_000) < 3600)
            _ = try await bench.remove(fault: id)
            let after = try #require(try await bench.send("GET", "/v1/servers").headers["date"])
            #expect(after.prefix(11) == before.prefix(11))
        }
    }

    @Test func `a stuck server never stops until the fault is deleted`() async throws {
        try await Bench.with { bench in
            let id = try await bench.fault(#"{"fault":"power","server":"\#(bench.main.id)","stuck":true}"#)
            let power = "/modrinth/v0/servers/\(bench.main.id)/power"
            #expect(try await bench.send("POST", power, #"{"action":"Stop"}"#).status == 204)
            #expect(try await bench.truth()["power"] as? String == "stopping")
            let backup = try await bench.create("Meanwhile")
            try await bench.waitUntilDone(backup)
            #expect(try await bench.truth()["power"] as? String == "stopping")
            _ = try await bench.remove(fault: id)
            try await bench.wait("stopped") { try await bench.truth()["power"] as? String == "stopped" }
        }
    }

    @Test func `a power fault is told to the socket`() async throws {
        try await Bench.with { bench in
            try await bench.withSocket { socket in
                _ = try await socket.event("power-state")
                try await bench.fault(#"{"fault":"power","server":"smp-main","state":"crashed"}"#)
                let fields = try await socket.event("power-state")
                #expect(fields["state"] == "crashed")
                #expect(fields["exit_code"] == "1")
            }
        }
    }

    @Test func `somebody else can change A backup`() async throws {
        try await Bench.with { bench in
            let rows = try await bench.backups()
            let first = try Bench.text(rows[0], "id")
            let change = #"{"fault":"change","server":"\#(bench.main.id)","backup":"\#(first)","op":"#
            try await bench.fault(change + #""rename","name":"Theirs"}"#)
            #expect(try await bench.row(first)?["name"] as? String == "Theirs")
            try await bench.fault(change + #""lock"}"#)
            #expect(try await bench.row(first)?["locked"] as? Bool == true)
            try await bench.fault(change + #""unlock"}"#)
            #expect(try await bench.row(first)?["locked"] as? Bool == false)
            try await bench.fault(change + #""fail"}"#)
            #expect(try await bench.row(first)?["status"] as? String == "error")
            try await bench.fault(change + #""delete"}"#)
            #expect(try await bench.row(first) == nil)
            try await bench.fault(change + #""create","name":"Their backup"}"#)
            #expect(try await bench.backups().contains { $0["name"] as? String == "Their backup" })
        }
    }

    @Test func `somebody else can restore`() async throws {
        try await Bench.with { bench in
            let id = try Bench.text(#require(try await bench.backups().first), "id")
            let order = #"{"fault":"change","server":"smp-main","backup":"\#(id)","op":"restore"}"#
            await #expect(throws: TestFailure.self) { try await bench.fault(order) }
            try await bench.powerDown()
            try await bench.fault(order)
            try await bench.waitForRow(id) { row in
                (row["task"] as? [String: [String: Any]])?["restore"]?["state"] as? String == "done"
            }
        }
    }

    @Test func `somebody else can switch the world between two requests`() async throws {
        try await Bench.with { bench in
            try await bench.fault("""
            {"match":{"method":"GET","path":"/v1/servers/\(bench.main.id)"},"when":"after",\
            "fault":"change","server":"smp-main","op":"switch-world","world":"event-map"}
            """)
            func active() async throws -> String? {
                let server = try await bench.send("GET", "/v1/servers/\(bench.main.id)").object()
                let worlds = server["worlds"] as? [[String: Any]]
                return worlds?.first { $0["is_active"] as? Bool == true }?["name"] as? String
            }
            #expect(try await active() == "overworld")
            #expect(try await active() == "event-map")
        }
    }

    @Test func `a quota fault ends with its deletion`() async throws {
        try await Bench.with { bench in
            let id = try await bench.fault(#"{"fault":"quota","server":"smp-main","limit":1}"#)
            #expect(try await bench.send("POST", bench.main.backups, #"{"name":"No"}"#).status == 409)
            _ = try await bench.remove(fault: id)
            #expect(try await bench.send("POST", bench.main.backups, #"{"name":"Yes"}"#).status == 200)
        }
    }

    @Test(arguments: [
        "no json", "{}", #"{"fault":"nonsense"}"#, #"{"fault":"status","status":"x"}"#,
        #"{"fault":"power","server":"smp-main","state":"flying"}"#, #"{"fault":"events","lose":2}"#,
        #"{"fault":"latency","ms":1,"system":"nobody"}"#, #"{"fault":"latency","ms":1,"when":"never"}"#,
    ])
    func `a bad order is refused with A reason`(_ order: String) async throws {
        try await Bench.with { bench in
            let reply = try await HTTPTestClient.send("POST", port: bench.port, path: "/_sandbox", body: order)
            #expect(reply.status == 400)
            #expect(try reply.object()["error"] is String)
        }
    }

    @Test func `parameters may stand inside the fault`() async throws {
        try await Bench.with { bench in
            try await bench.fault(#"{"fault":{"status":{"status":418}}}"#)
            #expect(try await bench.send("GET", "/v1/servers").status == 418)
        }
    }
}
