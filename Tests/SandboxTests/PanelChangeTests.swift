import Foundation
import Sandbox
import Testing

struct PanelChangeTests {
    @Test func `the lock is A toggle`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            let path = "\(bench.main.panelBackups)/\(id)/lock"
            for isLocked in [true, false] {
                let reply = try await bench.panel("POST", path)
                #expect(reply.status == 200)
                #expect(try Bench.attributes(reply.object())["is_locked"] as? Bool == isLocked)
                #expect(try await bench.trueRow(id)?["locked"] as? Bool == isLocked)
            }
            #expect(try await bench.activity() == ["server:backup.unlock", "server:backup.lock"])
            #expect(try await bench.panel("POST", "\(bench.main.panelBackups)/\(id)/unlock").status == 404)
        }
    }

    @Test func `a locked backup is kept until it is unlocked`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try await bench.panelMake(#"{"is_locked":true}"#)
            let path = "\(bench.main.panelBackups)/\(id)"
            let reply = try await bench.panel("DELETE", path)
            #expect(reply.status == 400)
            #expect(try reply.json() as? NSDictionary == Recording.refusal("locked").body)
            #expect(try await bench.panel("POST", "\(path)/lock").status == 200)
            #expect(try await bench.panel("DELETE", path).status == 204)
            #expect(!FileManager.default.fileExists(atPath: bench.archive(id)))
            #expect(try await bench.panel("DELETE", path).status == 404)
        }
    }

    @Test func `a running backup may be deleted even if locked`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            let id = try await bench.panelCreate(#"{"is_locked":true}"#)
            try await bench.wait("an archive") { try bench.archiveSize(id) > 0 }
            #expect(try await bench.panel("DELETE", "\(bench.main.panelBackups)/\(id)").status == 204)
            #expect(!FileManager.default.fileExists(atPath: bench.archive(id)))
        }
    }

    @Test func `a delete that does not reach the node keeps the backup`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            try await bench.condition("node-offline")
            #expect(try await bench.panel("DELETE", "\(bench.main.panelBackups)/\(id)").status == 504)
            #expect(try await bench.trueRow(id) != nil)
        }
    }

    @Test func `somebody else's acts stand in the log without an address`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            let change = #"{"fault":"change","server":"ptero-smp","backup":"\#(id)","op":"#
            try await bench.fault(change + #""lock"}"#)
            await #expect(throws: TestFailure.self) { try await bench.fault(change + #""delete"}"#) }
            try await bench.fault(change + #""unlock"}"#)
            try await bench.fault(change + #""delete"}"#)
            let rows = try await bench.rows("\(bench.main.panel)/activity?sort=timestamp")
            #expect(rows.compactMap { $0["event"] as? String }
                == ["server:backup.lock", "server:backup.unlock", "server:backup.delete"])
            #expect(rows.allSatisfy { $0["is_api"] as? Bool == false && $0["ip"] is NSNull })
        }
    }

    @Test func `the log is sorted filtered and paged`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try await bench.panelMake(#"{"name":"Logged","is_locked":true}"#)
            _ = try await bench.panel("GET", "\(bench.main.panelBackups)/\(id)/download")
            #expect(try await bench.activity("?sort=-timestamp")
                == ["server:backup.download", "server:backup.complete", "server:backup.start"])
            #expect(try await bench.activity("?sort=timestamp").first == "server:backup.start")
            #expect(try await bench.activity("?filter[event]=backup.complete") == ["server:backup.complete"])
            #expect(try await bench.activity("?per_page=1&page=3") == ["server:backup.start"])
            let start = try #require(try await bench.rows("\(bench.main.panel)/activity").last)
            #expect(start["properties"] as? NSDictionary == ["name": "Logged", "locked": true])
            #expect(start["is_api"] as? Bool == true && start["ip"] as? String == "127.0.0.1")
        }
    }

    @Test func `the server list is paged and filtered`() async throws {
        try await Bench.with(.panel.with(servers: 5, backups: 0)) { bench in
            func names(_ query: String) async throws -> [String] {
                try await bench.rows("/api/client\(query)").compactMap { $0["name"] as? String }
            }
            let all = bench.servers.map(\.name)
            #expect(try await names("") == all)
            #expect(try await names("?per_page=2&page=3") == [all[4]])
            #expect(try await names("?page=9") == [])
            #expect(try await names("?type=owner") == all.filter { $0 != all[2] })
            #expect(try await names("?type=admin-all") == [])
            #expect(try await names("?filter[name]=HEIM") == [all[1]])
            #expect(try await names("?filter[*]=\(bench.servers[3].id.prefix(8))") == [all[3]])
            let refused = try await bench.panel("GET", "/api/client?filter[bogus]=1")
            #expect(try refused.json() as? NSDictionary == Recording.refusal("unknown-filter").body)
            let page = try await bench.panel("GET", "/api/client?type=owner&per_page=1")
            #expect(page.text.contains("/pterodactyl/api/client?type=owner&per_page=1&page=2"))
        }
    }

    @Test(arguments: [("", 20), ("?per_page=5", 5), ("?per_page=100", 50), ("?per_page=50&page=2", 10), ("?page=4", 0)])
    func `the backup list is paged`(_ query: String, _ count: Int) async throws {
        try await Bench.with(.panel.with(backups: 60)) { bench in
            let rows = try await bench.rows(bench.main.panelBackups + query)
            #expect(rows.count == count)
        }
    }

    @Test func `resources are as old as twenty seconds`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            func state() async throws -> String? {
                try await bench.attributes("\(bench.main.panel)/resources")["current_state"] as? String
            }
            #expect(try await state() == "running")
            try await bench.fault(#"{"fault":"power","server":"ptero-smp","state":"stopped"}"#)
            #expect(try await state() == "running")
        }
    }

    @Test func `power goes its way and resources follow`() async throws {
        try await Bench.with(.panel) { bench in
            let path = "\(bench.main.panel)/power"
            #expect(try await bench.panel("POST", path, #"{"signal":"start"}"#).status == 204)
            #expect(try await bench.panel("POST", path, #"{"signal":"stop"}"#).status == 204)
            try await bench.wait("offline") {
                try await bench.attributes("\(bench.main.panel)/resources")["current_state"] as? String == "offline"
            }
            #expect(try await bench.panel("POST", path, #"{"signal":"start"}"#).status == 204)
            try await bench.wait("running") { try await bench.truth()["power"] as? String == "running" }
            #expect(try await bench.panel("POST", path, #"{"signal":"kill"}"#).status == 204)
            #expect(try await bench.truth()["power"] as? String == "stopped")
        }
    }
}
