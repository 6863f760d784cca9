import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import ArchonProvider

@Suite(.timeLimit(.minutes(20)))
struct ArchonQueueWriterTests {
    private let transport = StubTransport()
    private let path = "\(Fixture.queuePath)/\(Fixture.backup)"

    private func writer() throws -> ArchonWriter {
        try Fixture.writer(transport, api: .queue)
    }

    private func bodies() -> [String?] {
        transport.requests.map { $0.body.map { String(decoding: $0, as: UTF8.self) } }
    }

    private func run(_ kind: OperationKind, _ id: OperationRun.ID = "41") -> OperationRun {
        OperationRun(backup: Fixture.backup, kind: kind, id: id)
    }

    @Test func everyActHasItsRequest() async throws {
        transport.on(.post, Fixture.queuePath, .json(#"{"id":"new"}"#))
        transport.on(.post, "\(path)/restore", .status(204))
        transport.on(.post, "\(path)/retry", .json("{}"))
        transport.on(.delete, path, .status(200))
        transport.on(.post, "\(Fixture.queuePath)/delete-many", .status(204))
        transport.on(.patch, "\(Fixture.worldPath)/\(Fixture.backup)", .status(204))
        let (writer, location, backup) = try (writer(), Fixture.location, Fixture.backup)
        #expect(try await writer.createBackup(BackupDraft(name: "New"), at: location) == "new")
        try await writer.restore(backup, RestoreOptions(safetyName: "Before restore 0a1b2c3d"), at: location)
        try await writer.retry(backup, at: location)
        try await writer.delete(backup, at: location)
        try await writer.delete([backup, "another"], at: location)
        try await writer.rename(backup, to: "Other", at: location)
        #expect(bodies() == [
            #"{"name":"New"}"#, #"{"name":"Before restore 0a1b2c3d"}"#, nil, nil,
            #"{"backup_ids":["\#(backup)","another"]}"#, #"{"name":"Other"}"#,
        ])
        #expect(transport.lines == [
            "POST \(Fixture.queuePath)", "POST \(path)/restore", "POST \(path)/retry", "DELETE \(path)",
            "POST \(Fixture.queuePath)/delete-many", "PATCH \(Fixture.worldPath)/\(backup)",
        ])
        #expect(transport.requests.allSatisfy { $0.headers["Content-Type"] == "application/json" })
    }

    @Test(arguments: [OperationKind.create, .restore])
    func runsAreCancelledAndDismissedByTheirNumber(kind: OperationKind) async throws {
        let history = "\(Fixture.queuePath)/history/\(kind.rawValue)/41"
        transport.on(.post, "\(history)/cancel", .status(204))
        transport.on(.post, "\(history)/ack", .status(204))
        try await writer().cancel(run(kind), at: Fixture.location)
        try await writer().acknowledge(run(kind), at: Fixture.location)
        #expect(transport.lines == ["POST \(history)/cancel", "POST \(history)/ack"])
        #expect(bodies() == [nil, nil])
    }

    @Test(arguments: [
        (OperationKind.create, ""), (.create, "null"), (.restore, "b0000000-0000-4000-8000-000000000001"),
        (.create, "41/../.."), (.delete, "41"), (.download, "41"),
    ])
    func withoutANumberNothingIsSentAndNothingIsEverDeleted(kind: OperationKind, id: String) async throws {
        let run = run(kind, OperationRun.ID(id))
        for act in ["cancel", "ack"] {
            let error = await #expect(throws: ProviderError.self) {
                act == "cancel"
                    ? try await writer().cancel(run, at: Fixture.location)
                    : try await writer().acknowledge(run, at: Fixture.location)
            }
            #expect(error?.message.contains("nothing was sent") == true)
        }
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [400, 404, 409, 410, 500])
    func aRefusedCancelIsNotFollowedByADelete(status: Int) async throws {
        transport.on(.post, "\(Fixture.queuePath)/history/restore/41/cancel", .status(status))
        await #expect(throws: ProviderError.self) {
            try await writer().cancel(run(.restore), at: Fixture.location)
        }
        #expect(transport.requests.map(\.method) == [.post])
    }

    @Test(arguments: [ArchonSettings.Choice.v0, .v1])
    func theOlderAPIsHaveNoneOfThis(api: ArchonSettings.Choice) async throws {
        let writer = try Fixture.writer(transport, api: api)
        let location = api == .v0 ? Fixture.bareLocation : Fixture.location
        for act in ["cancel", "ack", "delete many", "lock"] {
            let error = await #expect(throws: ProviderError.self) {
                switch act {
                case "cancel": try await writer.cancel(run(.create), at: location)
                case "ack": try await writer.acknowledge(run(.create), at: location)
                case "delete many": try await writer.delete([Fixture.backup], at: location)
                default: try await writer.setLock(true, on: Fixture.backup, at: location)
                }
            }
            #expect(error?.code == .unsupported)
        }
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [[], [""], ["a", ""]] as [[String]])
    func manyAreDeletedOnlyByTheirIDs(ids: [String]) async throws {
        let error = await #expect(throws: ProviderError.self) {
            try await writer().delete(ids.map { Backup.ID($0) }, at: Fixture.location)
        }
        #expect(error?.message.contains("nothing was sent") == true)
        #expect(transport.requests.isEmpty)
    }

    @Test func aDeletedBackupIsNotFound() async throws {
        transport.on(.delete, path, .status(404))
        let error = await #expect(throws: ProviderError.self) {
            try await writer().delete(Fixture.backup, at: Fixture.location)
        }
        #expect(error?.code == .notFound)
        #expect(error?.isOutcomeUnknown == false)
    }

    /// A path that ends before the id would speak of all backups.
    @Test(arguments: ArchonSettings.API.allCases)
    func nothingIsSentWithoutTheBackupsID(api: ArchonSettings.API) async throws {
        let writer = try Fixture.writer(transport, api: .fixed(api))
        let location = api == .v0 ? Fixture.bareLocation : Fixture.location
        for act in ["restore", "delete", "rename", "retry"] {
            await #expect(throws: ProviderError.self) {
                switch act {
                case "restore": try await writer.restore("", RestoreOptions(), at: location)
                case "delete": try await writer.delete("", at: location)
                case "rename": try await writer.rename("", to: "x", at: location)
                default: try await writer.retry("", at: location)
                }
            }
        }
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [nil, ArchonEndpoints.nilWorld, ""])
    func nothingIsSentWithoutAResolvedWorld(world: World.ID?) async throws {
        let location = BackupLocation(server: Fixture.server, world: world)
        await #expect(throws: ProviderError.self) { try await writer().delete(Fixture.backup, at: location) }
        await #expect(throws: ProviderError.self) { try await writer().cancel(run(.create), at: location) }
        #expect(transport.requests.isEmpty)
    }

    // MARK: The name of the safety backup

    private static let family = "👩‍👩‍👧‍👦"

    @Test(arguments: [
        (nil, "Before restore"), ("", "Before restore"), ("  \n ", "Before restore"), ("Mine", "Mine"),
        (String(repeating: "x", count: 92), String(repeating: "x", count: 92)),
        (String(repeating: "x", count: 93), String(repeating: "x", count: 92)),
        // Eleven UTF-16 units: eight of them fit, and a ninth is left out whole.
        (String(repeating: family, count: 9), String(repeating: family, count: 8)),
        (String(repeating: "x", count: 91) + "😀", String(repeating: "x", count: 91)),
        (String(repeating: "x", count: 90) + "😀y", String(repeating: "x", count: 90) + "😀"),
        ("e" + String(repeating: "\u{301}", count: 100), "Before restore"),
    ] as [(String?, String)])
    func namesAreCutWithoutSplittingACharacter(name: String?, expected: String) {
        #expect(ArchonSafetyName.make(from: name) == expected)
        #expect(expected.utf16.count <= 92)
    }

    @Test func aRestoreAlwaysCarriesAName() async throws {
        transport.on(.post, "\(path)/restore", .status(204))
        try await writer().restore(Fixture.backup, RestoreOptions(), at: Fixture.location)
        #expect(bodies() == [#"{"name":"Before restore"}"#])
    }
}
