import Foundation
import Sandbox
import Testing

struct ArchonQueueTests {
    private static let quick = SandboxOptions.quick.serving(.archonQueue)
    private static let slow = SandboxOptions.slow.serving(.archonQueue)

    @Test(arguments: SandboxScenario.allCases)
    func `the list has active operations and backups with their history`(_ scenario: SandboxScenario) async throws {
        var options = Self.slow
        options.scenario = scenario
        try await Bench.withHeldTime(options) { bench in
            let id = try await bench.enqueue("Listed")
            let queue = try await bench.send("GET", bench.main.queue).object()
            #expect(Set(queue.keys) == ["active_operations", "backups"])
            let active = try #require((queue["active_operations"] as? [[String: Any]])?.first)
            #expect(Set(active.keys) == [
                "backup_id", "operation_type", "operation_id", "has_parent", "scheduled_for", "started_at",
                "synthetic_legacy", "user_info",
            ])
            #expect(active["backup_id"] as? String == id)
            #expect((active["user_info"] as? [String: Any])?["username"] as? String == "robin")
            let row = try #require(try await bench.queueRow(id))
            #expect(Set(row.keys) == ["id", "name", "created_at", "status", "locked", "automated", "history"])
            let operation = try #require(try await bench.history(id).first)
            #expect(Set(operation.keys) == [
                "operation_type", "operation_id", "state", "scheduled_for", "started_at", "completed_at", "has_parent",
                "error", "should_prompt", "synthetic_legacy", "user_info",
            ])
            #expect(operation["operation_id"] as? Int == active["operation_id"] as? Int)
        }
    }

    @Test func `seeded backups have A history and the oldest is from before the queue`() async throws {
        try await Bench.with(Self.quick) { bench in
            let rows = try await bench.queueRows()
            #expect(rows.count == 2)
            let operations = try rows.map { try #require(($0["history"] as? [[String: Any]])?.first) }
            #expect(operations.allSatisfy { $0["state"] as? String == "completed" })
            let legacy = operations.filter { $0["synthetic_legacy"] as? Bool == true }
            #expect(legacy.count == 1)
            #expect(legacy.first?["operation_id"] is NSNull)
            #expect(operations.count { $0["operation_id"] is Int } == 1)
        }
    }

    @Test func `a create runs and its outcome waits to be dismissed`() async throws {
        try await Bench.with(Self.quick) { bench in
            let id = try await bench.makeBackup("Fresh")
            let row = try #require(try await bench.queueRow(id))
            #expect(row["status"] as? String == "done")
            let operation = try #require(try await bench.history(id).first)
            #expect(operation["should_prompt"] as? Bool == true)
            #expect(operation["completed_at"] is String)
            #expect(try await bench.activeOperations().isEmpty)
            #expect(try bench.archiveSize(id) > 0)
            let number = try bench.operationNumber(operation)
            #expect(try await bench.send("POST", "\(bench.main.queue)/history/create/\(number)/ack").status == 204)
            #expect(try await bench.history(id).first?["should_prompt"] as? Bool == false)
            #expect(try await bench.send("POST", "\(bench.main.queue)/history/restore/\(number)/ack").status == 404)
            #expect(try await bench.send("POST", "\(bench.main.queue)/history/other/\(number)/ack").status == 404)
            #expect(try await bench.send("POST", "\(bench.main.queue)/history/create/x/ack").status == 400)
        }
    }

    @Test func `a restore takes A safety backup of the spoilt world first`() async throws {
        try await Bench.with(Self.quick) { bench in
            let id = try await bench.makeBackup("Good state")
            let good = try await bench.fingerprint()
            try Data("spoilt".utf8).write(to: URL(filePath: "\(bench.main.folder)/level.dat"))
            try Data("new".utf8).write(to: URL(filePath: "\(bench.main.folder)/added.txt"))
            try await bench.powerDown()
            let reply = try await bench.send("POST", "\(bench.main.queue)/\(id)/restore", #"{"name":"Just in case"}"#)
            #expect(reply.status == 204)
            try await bench.wait("the restore") {
                let newest = try await bench.history(id).first
                return newest?["operation_type"] as? String == "restore" && newest?["state"] as? String == "completed"
            }
            #expect(try await bench.fingerprint() == good)
            #expect(!FileManager.default.fileExists(atPath: "\(bench.main.folder)/added.txt"))
            let safety = try #require(try await bench.queueRows().first { $0["name"] as? String == "Just in case" })
            let child = try #require((safety["history"] as? [[String: Any]])?.first)
            #expect(child["has_parent"] as? Bool == true)
            #expect(child["state"] as? String == "completed")
            #expect(child["should_prompt"] as? Bool == false)
            let listing = try Shell.run("tar", ["tzf", bench.archive(Bench.text(safety, "id"))])
            #expect(listing.contains("./added.txt"))
        }
    }

    @Test func `history is newest first and each kind counts for itself`() async throws {
        try await Bench.with(Self.quick) { bench in
            let id = try await bench.makeBackup("Twice restored")
            try await bench.powerDown()
            for round in 1 ... 2 {
                let restore = "\(bench.main.queue)/\(id)/restore"
                #expect(try await bench.send("POST", restore, #"{"name":"Safety"}"#).status == 204)
                try await bench.wait("restore \(round)") {
                    let history = try await bench.history(id)
                    return history.count == round + 1 && history.first?["state"] as? String == "completed"
                }
            }
            let history = try await bench.history(id)
            #expect(history.map { $0["operation_type"] as? String } == ["restore", "restore", "create"])
            #expect(history.prefix(2).map { $0["operation_id"] as? Int } == [2, 1])
        }
    }

    @Test func `a waiting restore leaves its source A done backup`() async throws {
        try await Bench.withHeldTime(Self.slow) { bench in
            try await bench.setPower("stopped")
            let id = try Bench.text(#require(try await bench.queueRows().last), "id")
            let restore = "\(bench.main.queue)/\(id)/restore"
            #expect(try await bench.send("POST", restore, #"{"name":"Safety"}"#).status == 204)
            #expect(try await bench.queueRow(id)?["status"] as? String == "done")
            let active = try await bench.activeOperations()
            #expect(active.map { $0["operation_type"] as? String } == ["create", "restore"])
            #expect(active.map { $0["has_parent"] as? Bool } == [true, false])
            #expect(active.last?["started_at"] is NSNull)
            let number = try bench.operationNumber(active.last)
            #expect(try await bench.send("POST", "\(bench.main.queue)/history/restore/\(number)/cancel").status == 204)
            #expect(try await bench.history(id).first?["state"] as? String == "cancelled")
            #expect(try await bench.queueRow(id)?["status"] as? String == "done")
        }
    }

    @Test func `a restore without A free slot or at the wrong time queues nothing`() async throws {
        try await Bench.with(Self.quick) { bench in
            let id = try Bench.text(#require(try await bench.queueRows().last), "id")
            let restore = "\(bench.main.queue)/\(id)/restore"
            let body = #"{"name":"Safety"}"#
            #expect(try await bench.send("POST", restore).status == 400)
            let running = try await bench.send("POST", restore, body)
            #expect(running.status == 409)
            #expect(try running.object()["error"] as? String == "server_running")
            try await bench.powerDown()
            try await bench.fault(#"{"fault":"quota","server":"\#(bench.main.id)","limit":4}"#)
            let full = try await bench.send("POST", restore, body)
            #expect(full.status == 409)
            #expect(try full.object()["error"] as? String == "quota_exceeded")
            #expect(try await bench.activeOperations().isEmpty)
            #expect(try await bench.queueRows().count == 2)
        }
    }

    @Test func `a failed safety backup keeps the restore from the world`() async throws {
        try await Bench.withHeldTime(Self.slow) { bench in
            try await bench.setPower("stopped")
            let before = try await bench.fingerprint()
            let id = try Bench.text(#require(try await bench.queueRows().last), "id")
            let restore = "\(bench.main.queue)/\(id)/restore"
            #expect(try await bench.send("POST", restore, #"{"name":"Doomed"}"#).status == 204)
            try await bench.fault(#"{"fault":"change","op":"fail","server":"\#(bench.main.id)","backup":"Doomed"}"#)
            try await bench.waitForOperation(id, "failed")
            let reason = try await bench.history(id).first?["error"] as? String
            #expect(reason?.contains("safety") == true)
            #expect(try await bench.fingerprint() == before)
            #expect(try await bench.queueRow(id)?["status"] as? String == "done")
            #expect(try await bench.send("POST", "\(bench.main.queue)/\(id)/retry").status == 204)
            let active = try await bench.activeOperations()
            #expect(active.map { $0["operation_type"] as? String } == ["create", "restore"])
        }
    }

    @Test func `a running create can be cancelled and keeps its row`() async throws {
        try await Bench.withHeldTime(Self.slow) { bench in
            let id = try await bench.enqueue("Changed my mind")
            try await bench.wait("an archive") { try bench.archiveSize(id) > 0 }
            let number = try await bench.operationNumber(bench.activeOperations().first)
            let cancel = "\(bench.main.queue)/history/create/\(number)/cancel"
            #expect(try await bench.send("POST", cancel).status == 204)
            #expect(try await bench.history(id).first?["state"] as? String == "cancelled")
            #expect(!FileManager.default.fileExists(atPath: bench.archive(id)))
            #expect(try await bench.send("POST", cancel).status == 409)
            #expect(try await bench.send("POST", "\(bench.main.queue)/history/create/9999/cancel").status == 404)
        }
    }

    @Test func `a running restore goes on to its end`() async throws {
        try await Bench.withHeldTime(Self.slow) { bench in
            try await bench.setPower("stopped")
            let id = try Bench.text(#require(try await bench.queueRows().last), "id")
            let restore = "\(bench.main.queue)/\(id)/restore"
            #expect(try await bench.send("POST", restore, #"{"name":"Safety"}"#).status == 204)
            try await bench.waitForOperation(id, "ongoing")
            #expect(try await bench.queueRow(id)?["status"] as? String == "in_progress")
            let number = try await bench.operationNumber(bench.history(id).first)
            let reply = try await bench.send("POST", "\(bench.main.queue)/history/restore/\(number)/cancel")
            #expect(reply.status == 409)
            try await bench.waitForOperation(id, "completed")
        }
    }

    @Test func `a create that took too long is timed out and can be retried under A new number`() async throws {
        try await Bench.withHeldTime(Self.slow) { bench in
            let id = try await bench.enqueue("Too big")
            try await bench.waitForOperation(id, "ongoing")
            let number = try await bench.operationNumber(bench.history(id).first)
            try await bench.fault(#"{"fault":"change","op":"time-out","server":"\#(bench.main.id)","backup":"newest"}"#)
            try await bench.waitForOperation(id, "timed_out")
            #expect(try await bench.queueRow(id)?["status"] as? String == "timed_out")
            #expect(try await bench.history(id).first?["error"] is String)
            #expect(try await bench.send("POST", "\(bench.main.queue)/\(id)/retry").status == 204)
            let history = try await bench.history(id)
            #expect(history.count == 2)
            #expect(try bench.operationNumber(history.first) == number + 1)
        }
    }

    @Test func `a deleted backup lingers and then goes`() async throws {
        try await Bench.withHeldTime(Self.slow) { bench in
            let id = try Bench.text(#require(try await bench.queueRows().last), "id")
            let path = "\(bench.main.queue)/\(id)"
            #expect(try await bench.send("DELETE", path).status == 204)
            #expect(try await bench.queueRow(id) != nil)
            #expect(try await bench.send("DELETE", path).status == 204)
            try await bench.setPower("stopped")
            #expect(try await bench.send("POST", "\(path)/restore", #"{"name":"Safety"}"#).status == 409)
            try await bench.wait("the row to go") { try await bench.queueRow(id) == nil }
            #expect(!FileManager.default.fileExists(atPath: bench.archive(id)))
            #expect(try await bench.send("DELETE", path).status == 404)
        }
    }

    @Test func `a backup being made is cancelled rather than deleted`() async throws {
        try await Bench.withHeldTime(Self.slow) { bench in
            let id = try await bench.enqueue("Half done")
            #expect(try await bench.send("DELETE", "\(bench.main.queue)/\(id)").status == 409)
        }
    }

    @Test func `many backups are deleted at once and the impossible ones are passed over`() async throws {
        try await Bench.with(Self.quick) { bench in
            let ids = try await bench.queueRows().map { try Bench.text($0, "id") }
            let list = (ids + ["unknown"]).map { #""\#($0)""# }.joined(separator: ",")
            let path = "\(bench.main.queue)/delete-many"
            #expect(try await bench.send("POST", path, #"{"backup_ids":[\#(list)]}"#).status == 204)
            try await bench.wait("the rows to go") { try await bench.queueRows().isEmpty }
            #expect(try await bench.send("POST", path, #"{"backup_ids":"all"}"#).status == 400)
        }
    }

    @Test func `what the queue lacks is still V 1`() async throws {
        try await Bench.with(Self.quick) { bench in
            let id = try Bench.text(#require(try await bench.queueRows().last), "id")
            let path = "\(bench.main.backups)/\(id)"
            #expect(try await bench.send("PATCH", path, #"{"name":"Renamed"}"#).status == 204)
            #expect(try await bench.queueRow(id)?["name"] as? String == "Renamed")
            #expect(try await bench.backups().count == 2)
            #expect(try await bench.send("POST", bench.main.backups, #"{"name":"Old way"}"#).status == 405)
            #expect(try await bench.send("POST", "\(path)/restore").status == 404)
            #expect(try await bench.send("DELETE", path).status == 204)
            #expect(try await bench.queueRow(id) == nil)
        }
    }

    @Test func `a service without A queue does not know its paths`() async throws {
        try await Bench.with { bench in
            for path in [bench.main.queue, "/v1/sync?scope=server%3A\(bench.main.id)&intent=all"] {
                let reply = try await bench.send("GET", path)
                #expect(reply.status == 404)
            }
        }
    }

    @Test func `a stranger's work bears the stranger's name`() async throws {
        try await Bench.withHeldTime(Self.slow) { bench in
            try await bench.fault(#"{"fault":"change","op":"create","server":"survival","name":"Theirs"}"#)
            let user = try await bench.activeOperations().first?["user_info"] as? [String: Any]
            #expect(user?["username"] as? String == "kim")
        }
    }
}
