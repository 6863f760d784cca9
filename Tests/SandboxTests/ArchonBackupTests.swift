import Foundation
import Testing
@testable import Sandbox

@Suite struct ArchonBackupTests {
    @Test func theListHoldsTheSeededBackupsWithEveryField() async throws {
        try await Bench.with { bench in
            let rows = try await bench.backups()
            #expect(rows.count == 2)
            let fields: Set = [
                "id", "physical_id", "name", "created_at", "automated", "status", "interrupted", "ongoing", "locked",
            ]
            for row in rows {
                #expect(Set(row.keys) == fields)
                #expect(row["status"] as? String == "done")
            }
        }
    }

    @Test func aCreatedBackupIsARealArchiveOfTheWorld() async throws {
        try await Bench.with { bench in
            let id = try await bench.create("Test one")
            try await bench.waitUntilDone(id)
            let listing = try Shell.run("tar", ["tzf", bench.archive(id)])
            #expect(listing.contains("./level.dat"))
            #expect(listing.contains("./region/r.0.0.mca"))
            let facts = try bench.facts(id)
            let bytes = try Data(contentsOf: URL(filePath: bench.archive(id)))
            #expect(facts["bytes"] as? Int == bytes.count)
            #expect(facts["sha256"] as? String == Digests.sha256(bytes))
            #expect(facts["sha1"] as? String == Digests.sha1(bytes))
            #expect(facts["name"] as? String == "Test one")
            #expect(facts["server"] as? String == bench.main.id)
            #expect(facts["world"] as? String == bench.main.world)
        }
    }
}
