import Foundation
import Sandbox
import Testing

/// The panel refuses in the words of a real one.
struct PanelRefusalTests {
    private func compare(_ reply: Reply, _ recording: String) throws {
        let (status, body) = try Recording.refusal(recording)
        #expect(reply.status == status)
        let mine = try #require(try reply.json() as? NSDictionary)
        #expect(mine == body, "\(reply.text)")
    }

    @Test(arguments: [
        ("broken-create", #"{"name":"LONG","is_locked":"maybe","ignored":{}}"#),
        ("name-number", #"{"name":5}"#),
        ("malformed", #"{"name": "#),
    ])
    func `bodies of a create are checked field by field`(_ recording: String, _ body: String) async throws {
        try await Bench.with(.panel) { bench in
            let body = body.replacingOccurrences(of: "LONG", with: String(repeating: "n", count: 192))
            try await compare(bench.panel("POST", bench.main.panelBackups, body), recording)
            #expect(try await bench.panelBackups().count == 2)
        }
    }

    @Test(arguments: [
        ("truncate-missing", nil), ("truncate-missing", "{}"), ("truncate-missing", #"{"truncate":null}"#),
        ("truncate-text", #"{"truncate":"yes"}"#),
    ])
    func `a restore demands truncate`(_ recording: String, _ body: String?) async throws {
        try await Bench.with(.panel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            let path = "\(bench.main.panelBackups)/\(id)/restore"
            try await compare(bench.panel("POST", path, body), recording)
            #expect(try await bench.truth()["condition"] as? String == "normal")
        }
    }

    @Test(arguments: [
        ("signal-unknown", #"{"signal":"reboot"}"#), ("signal-missing", "{}"),
        ("signal-list", #"{"signal":["start"]}"#),
    ])
    func `power takes four signals`(_ recording: String, _ body: String) async throws {
        try await Bench.with(.panel) { bench in
            try await compare(bench.panel("POST", "\(bench.main.panel)/power", body), recording)
        }
    }

    @Test(arguments: [
        ("suspended", "suspended"), ("installing", "installing"), ("install-failed", "installing"),
        ("restoring", "restoring"), ("maintenance", "maintenance"),
    ])
    func `a server in A special condition answers nothing but itself`(
        _ condition: String,
        _ recording: String
    ) async throws {
        try await Bench.with(.panel) { bench in
            try await bench.condition(condition)
            for (method, path) in [
                ("GET", "backups"), ("POST", "backups"), ("POST", "power"), ("GET", "websocket"), ("GET", "resources"),
                ("GET", "activity"),
            ] {
                let body = method == "POST" ? #"{"signal":"start"}"# : nil
                try await compare(bench.panel(method, "\(bench.main.panel)/\(path)", body), recording)
            }
            let server = try await bench.attributes(bench.main.panel)
            #expect(server["is_suspended"] as? Bool == (condition == "suspended"))
            #expect(server["is_installing"] as? Bool == (condition == "installing"))
            #expect(server["is_node_under_maintenance"] as? Bool == (condition == "maintenance"))
            let status: [String: String] = [
                "suspended": "suspended", "installing": "installing", "install-failed": "install_failed",
                "restoring": "restoring_backup",
            ]
            #expect(server["status"] as? String == status[condition])
            try await bench.condition("normal")
            #expect(try await bench.panelBackups().count == 2)
        }
    }

    @Test func `what is unknown is not told from what is missing`() async throws {
        try await Bench.with(.panel) { bench in
            for path in [
                "\(bench.main.panelBackups)/00000000-0000-4000-8000-000000000000", "/api/client/servers/deadbeef",
                "/api/client/servers/deadbeef/backups",
            ] {
                try await compare(bench.panel("GET", path), "unknown-backup")
            }
        }
    }

    @Test func `short and long ids name the same server`() async throws {
        try await Bench.with(.panel) { bench in
            let short = "/api/client/servers/\(bench.main.id.prefix(8))"
            let server = try await bench.attributes(short)
            #expect(server["uuid"] as? String == bench.main.id)
            #expect(server["identifier"] as? String == String(bench.main.id.prefix(8)))
        }
    }

    @Test func `keys are checked`() async throws {
        try await Bench.with(.panel) { bench in
            let path = bench.main.panelBackups
            try await compare(bench.panel("GET", path, key: .some(nil)), "unauthenticated")
            try await compare(bench.panel("GET", path, key: "ptlc_wrong"), "unauthenticated")
            try await compare(bench.panel("GET", path, key: "ptla_abc"), "application-key")
            #expect(bench.token.count == 48 && bench.token.hasPrefix("ptlc_"))
        }
    }

    @Test func `routes that are not there name themselves`() async throws {
        try await Bench.with(.panel) { bench in
            let unknown = try await bench.panel("GET", "/api/client/nonsense")
            #expect(unknown.status == 404)
            #expect(unknown.text.contains("The route api/client/nonsense could not be found."))
            let wrong = try await bench.panel("PUT", bench.main.panelBackups, "{}")
            #expect(wrong.status == 405)
            #expect(wrong.headers["allow"] == "GET, HEAD, POST")
            #expect(wrong.text.contains("The PUT method is not supported for route api/client/servers/"))
            #expect(try await bench.panel("HEAD", bench.main.panelBackups).status == 200)
        }
    }

    @Test(arguments: ["application/json", "Application/vnd.pterodactyl.v1+json", "application/json, text/plain, */*"])
    func `who accepts json is answered in json`(_ accept: String) async throws {
        try await Bench.with(.panel) { bench in
            try await compare(
                bench.panel("GET", bench.main.panelBackups, accept: accept, key: "wrong"),
                "unauthenticated"
            )
        }
    }

    @Test(arguments: [nil, "*/*", "text/html"])
    func `who does not ask for json is sent elsewhere or shown A page`(_ accept: String?) async throws {
        try await Bench.with(.panel) { bench in
            let panel = "http://127.0.0.1:\(bench.port)/pterodactyl"
            let stranger = try await bench.panel("GET", bench.main.panelBackups, accept: accept, key: "wrong")
            #expect(stranger.status == 302)
            #expect(stranger.headers["location"] == "\(panel)/auth/login")
            let long = #"{"name":"\#(String(repeating: "n", count: 192))"}"#
            let broken = try await bench.panel("POST", bench.main.panelBackups, long, accept: accept)
            #expect(broken.status == 302)
            #expect(broken.headers["location"] == panel)
            #expect(broken.headers["x-ratelimit-limit"] == "720")
            try await bench.fault(#"{"fault":"quota","server":"\#(bench.main.id)","limit":0}"#)
            let full = try await bench.panel("POST", bench.main.panelBackups, "{}", accept: accept)
            #expect(full.status == 302)
            let missing = try await bench.panel("GET", "\(bench.main.panelBackups)/nothing", accept: accept)
            #expect(missing.status == 404)
            #expect(missing.headers["content-type"] == "text/html; charset=UTF-8")
            // What goes well is JSON for everybody.
            #expect(try await bench.panel("GET", bench.main.panelBackups, accept: accept).status == 200)
        }
    }

    @Test func `A guest may do what its permissions say and no more`() async throws {
        try await Bench.with(.panel.with(servers: 3)) { bench in
            let guest = bench.servers[2]
            let id = try Bench.text(#require(try await bench.panelBackups(guest).first), "uuid")
            let path = "\(guest.panelBackups)/\(id)"
            try await compare(bench.panel("DELETE", path), "forbidden")
            try await compare(bench.panel("POST", "\(path)/lock"), "forbidden")
            try await compare(bench.panel("POST", "\(guest.panel)/power", #"{"signal":"reboot"}"#), "forbidden")
            #expect(try await bench.panel("POST", "\(guest.panel)/power", #"{"signal":"stop"}"#).status == 204)
            #expect(try await bench.panel("GET", "\(path)/download").status == 200)
            let made = try await bench.panelCreate(#"{"name":"Guest","is_locked":true}"#, on: guest)
            #expect(try await bench.attributes("\(guest.panelBackups)/\(made)")["is_locked"] as? Bool == false)
        }
    }
}
