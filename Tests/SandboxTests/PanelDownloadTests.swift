import Foundation
import Sandbox
import Testing

struct PanelDownloadTests {
    /// The path of a fresh link on the loopback port.
    private func link(_ bench: Bench, _ id: String) async throws -> String {
        let url = try await Bench.text(bench.attributes("\(bench.main.panelBackups)/\(id)/download"), "url")
        let prefix = "http://127.0.0.1:\(bench.port)"
        #expect(url.hasPrefix("\(prefix)/pterodactyl/download/backup?token="))
        return String(url.dropFirst(prefix.count))
    }

    @Test func `a link gives the archive once and without A key`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            let path = try await link(bench, id)
            let reply = try await HTTPTestClient.send(
                "GET",
                port: bench.port,
                path: path,
                headers: [("Range", "bytes=5-")]
            )
            #expect(reply.status == 200)
            #expect(try Data(reply.body) == Data(contentsOf: URL(filePath: bench.archive(id))))
            #expect(reply.headers["content-length"] == String(reply.body.count))
            #expect(reply.headers["content-type"] == "application/octet-stream")
            #expect(reply.headers["content-disposition"] == "attachment; filename=\"\(id).tar.gz\"")
            #expect(reply.headers["x-request-id"] != nil)
            let second = try await HTTPTestClient.send("GET", port: bench.port, path: path)
            #expect(second.status == 404)
            #expect(second.text == #"{"error":"The requested resource was not found on this server."}"#)
            let fresh = try await HTTPTestClient.send("GET", port: bench.port, path: link(bench, id))
            #expect(fresh.body == reply.body)
        }
    }

    @Test func `a link to nothing is signed all the same`() async throws {
        try await Bench.with(.panel.with(backups: 5)) { bench in
            let rows = try await bench.panelBackups()
            let id = try Bench.text(#require(rows.first { $0["is_successful"] as? Bool == false }), "uuid")
            let reply = try await HTTPTestClient.send("GET", port: bench.port, path: link(bench, id))
            #expect(reply.status == 404)
            #expect(reply.text == #"{"error":"The requested backup was not found on this server."}"#)
        }
    }

    @Test func `a link to A running backup gives as much as there is`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            let id = try await bench.panelCreate()
            try await bench.wait("some bytes") { try bench.archiveSize(id) > 0 }
            let reply = try await HTTPTestClient.send("GET", port: bench.port, path: link(bench, id))
            #expect(reply.status == 200 && !reply.isCut)
            #expect(!reply.body.isEmpty)
        }
    }

    @Test func `the archive comes in pieces and can be cut between`() async throws {
        try await Bench.with(.panel) { bench in
            // More than one piece, and it does not compress.
            var random = SystemRandomNumberGenerator()
            let noise = (0 ..< 40000).map { _ in UInt64.random(in: .min ... .max, using: &random) }
            try noise.withUnsafeBytes { try Data($0).write(to: URL(filePath: "\(bench.main.folder)/noise.bin")) }
            let id = try await bench.panelMake()
            let archive = try Data(contentsOf: URL(filePath: bench.archive(id)))
            #expect(archive.count > 300_000)
            let whole = try await HTTPTestClient.send("GET", port: bench.port, path: link(bench, id))
            #expect(Data(whole.body) == archive)
            try await bench.fault(#"{"match":{"path":"/download/backup"},"fault":"cut","bytes":200001}"#)
            let cut = try await HTTPTestClient.send("GET", port: bench.port, path: link(bench, id))
            #expect(cut.isCut)
            #expect(cut.status == 200)
            #expect(Data(cut.body) == archive.prefix(200_001))
        }
    }

    @Test(arguments: ["", "?token=", "?token=nonsense", "?token=a.b.c"])
    func `forged links are refused by the node`(_ query: String) async throws {
        try await Bench.with(.panel) { bench in
            let path = "/pterodactyl/download/backup\(query)"
            let reply = try await HTTPTestClient.send("GET", port: bench.port, path: path)
            #expect(reply.status == 400)
            #expect(try reply.object()["error"] is String)
        }
    }

    @Test func `a socket token opens no download`() async throws {
        try await Bench.with(.panel) { bench in
            let token = try await bench.nodeCredentials().token
            let path = "/pterodactyl/download/backup?token=\(token)"
            #expect(try await HTTPTestClient.send("GET", port: bench.port, path: path).status == 400)
        }
    }

    @Test func `deferred archives are put into place for the download`() async throws {
        try await Bench.with(.panel.with(backups: 100)) { bench in
            let rows = try await bench.panelBackups()
            let id = try Bench.text(#require(rows.first { $0["is_successful"] as? Bool == true }), "uuid")
            #expect(try bench.archiveSize(id) == 0)
            let reply = try await HTTPTestClient.send("GET", port: bench.port, path: link(bench, id))
            #expect(reply.status == 200)
            let row = try await bench.attributes("\(bench.main.panelBackups)/\(id)")
            #expect(row["checksum"] as? String == "sha1:\(Digests.sha1(Data(reply.body)))")
        }
    }
}
