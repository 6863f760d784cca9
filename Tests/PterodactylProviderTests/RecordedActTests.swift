import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import PterodactylProvider

/// Recorded acts: what is sent is what was recorded, and what came back becomes what the core is told.
@Suite(.timeLimit(.minutes(20)))
struct RecordedActTests {
    private let transport = StubTransport()
    private let plain = Backup.ID("07ed59a8-7cc0-48cc-b95f-8df9626f3138")

    private func create(
        _ draft: BackupDraft,
        _ exchange: Recording.Exchange,
        on server: Server.ID
    ) async throws -> Backup.ID {
        transport.replace(.post, "\(Fixture.path(server))/backups", exchange.answer)
        return try await Fixture.writer(transport).createBackup(draft, at: BackupLocation(server: server))
    }

    private func state(of id: Backup.ID, _ exchange: Recording.Exchange, on server: Server.ID) async throws -> Backup {
        transport.replace(.get, Fixture.one(id, server), exchange.answer)
        return try await Fixture.reader(transport).backup(id, at: BackupLocation(server: server))
    }

    private func listing(_ exchange: Recording.Exchange, of server: Server.ID) async throws -> BackupListing {
        transport.replace(.get, Fixture.list(server), exchange.answer)
        return try await Fixture.reader(transport).backups(at: BackupLocation(server: server))
    }

    private var lastBody: String? {
        transport.requests.last { !$0.method.isSafe }?.body.map { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: Create

    @Test func createNamedAndPoll() async throws {
        let recording = try Recording("create_named_and_poll")
        let id = try await create(BackupDraft(name: "Nightly é世 1"), recording[0], on: Lab.main)
        #expect(id == "c73dc8ea-5c94-4569-9ef5-df9f6ea83b7a")
        #expect(lastBody == #"{"ignored":"","is_locked":false,"name":"Nightly é世 1"}"#)
        for number in 1 ... 3 {
            #expect(try await state(of: id, recording[number], on: Lab.main).state == .running)
        }
        let done = try await state(of: id, recording[4], on: Lab.main)
        #expect(done.state == .completed)
        #expect(done.size == 4324)
        #expect(try await listing(recording[5], of: Lab.main).backups == [done])
    }

    @Test func createDefaultName() async throws {
        let recording = try Recording("create_default_name")
        for (number, id) in ["7d03f9f2", "77f752c7", "423820f1", "b7f0c47b", "1bd2daf0"].enumerated() {
            #expect(try await create(BackupDraft(name: ""), recording[number], on: Lab.roomy).short == id)
        }
        #expect(lastBody == #"{"ignored":"","is_locked":false,"name":""}"#)
    }

    @Test func createIgnoredList() async throws {
        let recording = try Recording("create_ignored_list")
        let id = try await create(
            BackupDraft(name: "ign", ignoredPatterns: ["*.log", "cache/*", "", "temp/*\r\n"]), recording[0],
            on: Lab.roomy
        )
        #expect(lastBody == #"{"ignored":"*.log\ncache/*\ntemp/*","is_locked":false,"name":"ign"}"#)
        #expect(try await state(of: id, recording[0], on: Lab.roomy).ignoredPatterns == ["*.log", "cache/*", "temp/*"])
        // What a CR would do, which is why none is sent.
        let other = try await create(BackupDraft(name: "ign"), recording[1], on: Lab.roomy)
        #expect(try await state(of: other, recording[1], on: Lab.roomy).ignoredPatterns == ["a.txt\r", "b.txt"])
        let odd = try await create(
            BackupDraft(name: "ign", ignoredPatterns: ["!keep", "# comment", "0"]), recording[3], on: Lab.roomy
        )
        #expect(lastBody == #"{"ignored":"!keep\n# comment\n0","is_locked":false,"name":"ign"}"#)
        #expect(try await state(of: odd, recording[3], on: Lab.roomy).ignoredPatterns == ["!keep", "# comment", "0"])
        #expect(recording[2].body == #"{"ignored":"  lead\ntrail  ","name":"ign"}"#)
    }

    @Test func createLocked() async throws {
        let recording = try Recording("create_locked")
        for (number, isLocked) in [true, true, false, true, false].enumerated() {
            let id = try await create(BackupDraft(name: "lk", isLocked: isLocked), recording[number], on: Lab.roomy)
            #expect(lastBody == #"{"ignored":"","is_locked":\#(isLocked),"name":"lk"}"#)
            #expect(try await state(of: id, recording[number], on: Lab.roomy).isLocked == isLocked)
        }
    }

    @Test func createFailsOnDaemon() async throws {
        let recording = try Recording("create_fails_on_daemon")
        let id = try await create(BackupDraft(name: "will fail", isLocked: true), recording[0], on: Lab.failing)
        #expect(try await state(of: id, recording[1], on: Lab.failing).state == .running)
        let failed = try await state(of: id, recording[2], on: Lab.failing)
        #expect(failed.state == .failed)
        #expect(failed.isLocked == false, "a failure lifts the lock")
        let listing = try await listing(recording[3], of: Lab.failing)
        #expect(listing.used == 0)
        #expect(listing.operations.isEmpty)
    }

    @Test func createClientGivesUp() async throws {
        let recording = try Recording("create_client_gives_up")
        transport.on(.post, "\(Fixture.path(Lab.power))/backups", .failure(.responseTimedOut))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.writer(transport)
                .createBackup(BackupDraft(name: "given up"), at: BackupLocation(server: Lab.power))
        }
        #expect(error?.isOutcomeUnknown == true, "the backup is made all the same")
        #expect(transport.requests.count == 1)
        #expect(try await listing(recording[0], of: Lab.power).backups.isEmpty)
        #expect(try await listing(recording[1], of: Lab.power).backups.map(\.name) == ["given up"])
    }

    @Test func createWhileAnotherRunningAndThrottled() async throws {
        let recording = try Recording("create_while_another_running")
        #expect(try await create(BackupDraft(name: "one"), recording[0], on: Lab.main).short == "47b4e151")
        #expect(try await create(BackupDraft(name: "two"), recording[1], on: Lab.main).short == "1a874470")
        let both = try await listing(recording[2], of: Lab.main)
        #expect(both.backups.map(\.state) == [.completed, .running, .running])
        #expect(both.used == 3)
        #expect(try await listing(recording[4], of: Lab.main).backups.map(\.state) == [
            .completed,
            .completed,
            .completed,
        ])
        let throttled = try Recording("create_throttled")
        #expect(try await create(BackupDraft(name: "t1"), throttled[0], on: Lab.throttled).short == "de9a58d7")
        #expect(try await create(BackupDraft(name: "t2"), throttled[1], on: Lab.throttled).short == "e20fa481")
        // The panel answers the malformed body of the last one as an empty one.
        #expect(try await create(BackupDraft(name: ""), Recording("create_invalid_body")[7], on: Lab.roomy).short
            == "950f6578")
    }

    // MARK: Delete and lock

    @Test func deleteOkRunningAndThrottled() async throws {
        for (name, number) in [("delete_ok", 0), ("delete_running", 0), ("delete_locked", 2), ("create_throttled", 2)] {
            try transport.replace(.delete, Fixture.one(), Recording(name)[number].answer)
            try await Fixture.writer(transport).delete(Fixture.backup, at: Fixture.location)
            #expect(lastBody == nil)
        }
    }

    @Test func lockToggle() async throws {
        let recording = try Recording("lock_toggle")
        let location = BackupLocation(server: Lab.restored)
        // The answer to each toggle is also what a read before the next one would tell.
        transport.on(.get, Fixture.one(plain, Lab.restored), recording[1].answer, recording[0].answer)
        transport.on(.post, "\(Fixture.one(plain, Lab.restored))/lock", recording[0].answer, recording[1].answer)
        let writer = try Fixture.writer(transport)
        try await writer.setLock(true, on: plain, at: location)
        try await writer.setLock(false, on: plain, at: location)
        #expect(transport.requests.map(\.method) == [.get, .post, .get, .post])
        #expect(transport.lines.allSatisfy { !$0.contains("unlock") })
        #expect(lastBody == nil)
    }

    @Test func deleteLockedAfterUnlocking() async throws {
        let recording = try Recording("delete_locked")
        let id = Backup.ID("8a169d7f-78e9-4ded-bbc5-36b12f749051")
        let locked = Fixture.row(id, isLocked: "true")
        transport.on(.get, Fixture.one(id, Lab.restored), .json(locked))
        transport.on(.post, "\(Fixture.one(id, Lab.restored))/lock", recording[1].answer)
        try await Fixture.writer(transport).setLock(false, on: id, at: BackupLocation(server: Lab.restored))
        #expect(transport.requests.count == 2)
    }

    // MARK: Power

    @Test func powerSignals() async throws {
        let recording = try Recording("power_signals")
        let signals: [PowerSignal] = [.start, .start, .restart, .stop, .kill]
        for (number, signal) in signals.enumerated() {
            transport.replace(.post, "\(Fixture.path(Lab.power))/power", recording[number].answer)
            try await Fixture.writer(transport).power(signal, server: Lab.power)
            #expect(lastBody == recording[number].body)
        }
        transport.on(.get, Fixture.path(Lab.power), .json(
            #"{"attributes":{"uuid":"\#(Lab.power)","status":null}}"#
        ))
        transport.on(.get, "\(Fixture.path(Lab.power))/resources", recording[5].answer)
        #expect(try await Fixture.reader(transport).server(Lab.power).power == .stopped)
    }

    // MARK: Download

    @Test func downloadOk() async throws {
        let recording = try Recording("download_ok")
        let archives = StubArchives(recording[1].response, recording[2].response)
        try transport.on(.get, Fixture.one(plain, Lab.restored), Recording("get_one")[0].answer)
        transport.on(.get, "\(Fixture.one(plain, Lab.restored))/download", recording[0].answer)
        let provider = try Fixture.provider(transport, archives: archives, base: "http://127.0.0.1:8080")
        let downloader = try #require(provider.downloader())
        let location = BackupLocation(server: Lab.restored)
        let stream = try await downloader.open(plain, at: location, from: 0)
        #expect(stream.totalBytes == 4323)
        #expect(try await stream.reader.next()?.count == 4323)
        #expect(archives.requests[0].url.origin == "http://127.0.0.1:8091")
        #expect(archives.requests[0].headers["Authorization"] == nil)
        // The same link a second time.
        let error = await #expect(throws: ProviderError.self) {
            try await downloader.open(plain, at: location, from: 0)
        }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains("The requested resource was not found on this server;") == true)
        #expect(error?.message.contains("link-or-socket") == false)
        #expect(transport.lines.count { $0.hasSuffix("/download") } == 2, "a fresh link each time")
    }

    @Test func downloadRunningAndFailed() async throws {
        let recording = try Recording("download_running_and_failed")
        #expect(recording[0].response.status == 200, "the panel would sign a link")
        for row in [
            Fixture.row(isSuccessful: "false", completedAt: "null"), Fixture.row(isSuccessful: "false"),
        ] {
            transport.replace(.get, Fixture.one(), .json(row))
            transport.replace(.get, "\(Fixture.one())/download", recording[0].answer)
            let error = await #expect(throws: ProviderError.self) {
                try await Fixture.downloader(transport, StubArchives(recording[1].response))
                    .open(Fixture.backup, at: Fixture.location, from: 0)
            }
            #expect(error?.message.contains("not completed") == true)
            #expect(error?.isOutcomeUnknown == false)
        }
        #expect(transport.lines.allSatisfy { !$0.hasSuffix("/download") })
    }
}
