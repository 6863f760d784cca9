import BackupKit
import FoundationEssentials
import ProviderSupport
import Testing
import TestSupport
@testable import ArchonProvider

@Suite(.timeLimit(.minutes(20)))
struct ArchonQueueListTests {
    private let transport = StubTransport()

    private func listing(_ fixture: String) async throws -> BackupListing {
        try transport.on(.get, Fixture.queuePath, Fixture.answer(fixture))
        return try await Fixture.reader(transport, api: .queue).backups(at: Fixture.location)
    }

    private func listing(json: String) async throws -> BackupListing {
        transport.on(.get, Fixture.queuePath, .json(json))
        return try await Fixture.reader(transport, api: .queue).backups(at: Fixture.location)
    }

    private func row(_ status: String, _ history: String...) -> String {
        let rows = history.joined(separator: ",")
        return #"{"backups":[{"id":"a","name":"a","status":"\#(status)","history":[\#(rows)]}]}"#
    }

    private func operation(_ type: String, _ state: String, id: Int = 1, at hour: Int = 10) -> String {
        #"{"operation_type":"\#(type)","operation_id":\#(id),"state":"\#(state)","#
            + #""scheduled_for":"2031-02-03T\#(hour):00:00Z"}"#
    }

    // MARK: Backups

    @Test func statusesBecomeStates() async throws {
        let listing = try await listing("queue")
        #expect(listing.backups.map(\.state)
            == [.completed, .running, .pending, .restoring, .failed, .failed, .cancelled, .completed])
        #expect(listing.unreadable == 0)
        #expect(listing.capabilities == .archonQueue)
        #expect(transport.lines == ["GET \(Fixture.queuePath)"])
    }

    @Test func factsAreTakenOver() async throws {
        let backups = try await listing("queue").backups
        #expect(backups[0].id == Fixture.backup)
        #expect(backups[0].name == "Nightly")
        #expect(backups[0].createdAt == Timestamp.date("2031-02-03T10:00:00Z"))
        #expect(backups[0].completedAt == Timestamp.date("2031-02-03T10:05:00Z"))
        #expect(backups[0].kind == .automatic)
        #expect(backups[0].isLocked == true)
        #expect(backups[0].creator == "Modrinth support")
        #expect(backups[0].restorer == "kim")
        #expect(backups[1].kind == .manual)
        #expect(backups[1].creator == "robin")
        #expect(backups[1].completedAt == nil)
        #expect(backups[1].restorer == nil)
        #expect(backups[3].restorer == nil, "a restore that still runs has restored nothing")
        #expect(backups.map(\.failure) == [nil, nil, nil, nil, "the disk is full", "timed out", nil, nil])
    }

    @Test func aFailedRestoreDoesNotCondemnTheArchive() async throws {
        let listing = try await listing(json: row(
            "error", operation("restore", "failed", id: 2, at: 12), operation("create", "completed")
        ))
        #expect(listing.backups[0].state == .unknown)
    }

    /// The row's status and the newest operations on it.
    @Test(arguments: [
        ("done", "create", "completed", Backup.State.completed),
        ("done", "restore", "ongoing", .restoring),
        ("done", "restore", "pending", .completed),
        ("in_progress", "restore", "pending", .restoring),
        ("pending", "restore", "pending", .restoring),
        ("in_progress", "create", "cancelled", .cancelled),
        ("pending", "create", "failed", .pending),
        ("error", "create", "cancelled", .cancelled),
        ("error", "create", "failed", .failed),
        ("error", "create", "completed", .unknown),
        ("timed_out", "create", "timed_out", .failed),
        ("hibernating", "create", "completed", .unknown),
    ])
    func statusAndHistoryTogether(status: String, type: String, state: String, expected: Backup.State) async throws {
        #expect(try await listing(json: row(status, operation(type, state))).backups[0].state == expected)
    }

    @Test(arguments: [
        ("pending", Backup.State.pending), ("ongoing", .running), ("completed", .completed), ("failed", .failed),
        ("timed_out", .failed), ("cancelled", .cancelled), ("melting", .unknown),
    ])
    func withoutAStatusTheHistoryDecides(word: String, expected: Backup.State) async throws {
        let listing = try await listing(json: #"{"backups":[{"id":"a","history":[\#(operation("create", word))]}]}"#)
        #expect(listing.backups[0].state == expected)
    }

    // MARK: Operations

    private func report(_ listing: BackupListing, _ number: Int, _ kind: OperationKind) -> OperationReport? {
        listing.operations.first { $0.backup.rawValue.hasSuffix("\(number)") && $0.kind == kind }
    }

    @Test func operationsCarryTheirRun() async throws {
        let listing = try await listing("queue")
        #expect(report(listing, 2, .create) == OperationReport(
            backup: "b0000000-0000-4000-8000-000000000002",
            kind: .create,
            phase: .archive,
            state: .running,
            run: "42",
            initiator: "robin"
        ))
        #expect(report(listing, 4, .restore) == OperationReport(
            backup: "b0000000-0000-4000-8000-000000000004",
            kind: .restore,
            phase: .extract,
            state: .running,
            run: "9",
            initiator: "Modrinth support"
        ))
        #expect(report(listing, 1, .restore)?.state == .queued, "what waits is told before what has ended")
        #expect(report(listing, 1, .restore)?.phase == .queued)
        #expect(report(listing, 1, .restore)?.run == "10")
    }

    @Test func theBackupTakenBeforeARestoreIsItsSafetyPhase() async throws {
        let safety = try await report(listing("queue"), 3, .create)
        #expect(safety?.phase == .safety)
        #expect(safety?.state == .queued)
        #expect(safety?.run == "43")
    }

    @Test func endsAreToldWithTimeReasonAndWhetherTheyWaitToBeSeen() async throws {
        let listing = try await listing("queue")
        #expect(report(listing, 1, .create)?.state == .done)
        #expect(report(listing, 1, .create)?.endedAt == Timestamp.date("2031-02-03T10:05:00Z"))
        #expect(report(listing, 1, .create)?.awaitsAcknowledgement == true)
        #expect(report(listing, 5, .create)?.failure == "the disk is full")
        #expect(report(listing, 6, .create)?.state == .failed)
        #expect(report(listing, 6, .create)?.failure == "timed out")
        #expect(report(listing, 6, .create)?.awaitsAcknowledgement == false)
        #expect(report(listing, 7, .create)?.state == .cancelled)
        #expect(report(listing, 8, .restore)?.failure == "the node went away")
        #expect(report(listing, 8, .restore)?.awaitsAcknowledgement == true)
        #expect(report(listing, 2, .create)?.endedAt == nil)
    }

    @Test func eachKindOfWorkOnABackupIsToldOnce() async throws {
        let operations = try await listing("queue").operations
        let keys = operations.map { "\($0.backup) \($0.kind)" }
        #expect(Set(keys).count == keys.count)
        #expect(operations.count == 11)
    }

    @Test func theHistorysOrderIsNotReliedOn() async throws {
        let listing = try await listing("queue-out-of-order")
        #expect(listing.backups.map(\.creator) == ["kim", nil, nil])
        #expect(listing.backups.map(\.restorer) == [nil, "kim", nil])
        #expect(listing.backups[0].state == .completed)
        #expect(listing.backups[0].failure == nil)
        #expect(listing.backups[0].completedAt == Timestamp.date("2031-02-03T10:03:00Z"))
        func run(_ backup: Backup.ID, _ kind: OperationKind) -> OperationRun.ID? {
            listing.operations.first { $0.backup == backup && $0.kind == kind }?.run
        }
        #expect(run("retried", .create) == "2")
        #expect(run("restored", .restore) == "5", "an end without its own time counts by when it was planned")
        #expect(run("same-moment", .create) == "9")
        #expect(listing.backups[2].failure == "nine")
    }

    @Test func olderShapesAreRead() async throws {
        let listing = try await listing("queue-older")
        #expect(listing.backups.map(\.state) == [.running, .pending, .restoring, .failed, .failed])
        #expect(listing.unreadable == 0)
        #expect(listing.operations.allSatisfy { $0.run == nil && !$0.awaitsAcknowledgement })
        func state(_ backup: Backup.ID, _ kind: OperationKind) -> OperationState? {
            listing.operations.first { $0.backup == backup && $0.kind == kind }?.state
        }
        #expect(state("running", .create) == .running, "without a start the row tells that it runs")
        #expect(state("waiting", .create) == .queued)
        #expect(state("source", .restore) == .running)
        #expect(state("source", .create) == .done)
        #expect(state("failed", .create) == .failed)
        #expect(listing.backups[4].failure == "timed out")
        #expect(listing.backups[4].kind == .unknown)
    }

    @Test func operationsWithoutANumberHaveNoRun() async throws {
        let listing = try await listing("queue-null-ids")
        func report(_ backup: Backup.ID, _ kind: OperationKind) -> OperationReport? {
            listing.operations.first { $0.backup == backup && $0.kind == kind }
        }
        #expect(report("legacy-restore", .restore)?.state == .running)
        #expect(report("legacy-restore", .restore)?.run == nil)
        #expect(report("legacy-restore", .create)?.awaitsAcknowledgement == false, "there is nothing to send")
        #expect(report("synthetic-with-number", .create)?.state == .queued)
        #expect(report("synthetic-with-number", .create)?.run == nil)
        #expect(report("joined", .create)?.run == "6", "the open entry of the history is the same work")
        #expect(report("without-row", .create)?.state == .queued)
        #expect(report("without-row", .create)?.run == "77")
        #expect(!listing.backups.contains { $0.id == "without-row" })
    }

    @Test func anEndInTheHistoryOutweighsTheListOfActiveOnes() async throws {
        let listing = try await listing(json: """
        {"active_operations":[{"backup_id":"a","operation_type":"create","operation_id":1,"started_at":"2031-02-03T10:00:00Z"}],
        "backups":[{"id":"a","status":"done","history":[\(operation("create", "completed"))]}]}
        """)
        #expect(listing.operations.map(\.state) == [.done])
    }

    // MARK: Damage

    @Test func badRowsAreCountedAndTheLastTwinWins() async throws {
        let listing = try await listing("queue-damaged")
        #expect(listing.backups.map(\.id) == ["one", "two", "three"])
        #expect(listing.backups[0].name == "second")
        #expect(listing.backups.map(\.state) == [.completed, .unknown, .unknown])
        #expect(!listing.operations.contains { $0.backup == "one" }, "nothing of the replaced row remains")
        #expect(listing.operations.map(\.run) == ["9223372036854775807"])
        // Five of the active ones; three rows; six values of `two`; of `three` its status, two operations and three
        // values of a third; one twin.
        #expect(listing.unreadable == 21)
    }

    @Test(arguments: ["", "null", "{}", "[]", #"{"active_operations":[]}"#, #"{"backups":null}"#, "<html></html>"])
    func anUnreadableListIsAnErrorNeverAnEmptyList(body: String) async throws {
        let error = await #expect(throws: ProviderError.self) { try await listing(json: body) }
        #expect(error?.code == .invalidResponse)
    }

    @Test func activeOperationsThatAreNoListAreCounted() async throws {
        let listing = try await listing(json: #"{"active_operations":7,"backups":[]}"#)
        #expect(listing.backups.isEmpty)
        #expect(listing.unreadable == 1)
    }

    // MARK: One backup

    @Test func oneBackupIsReadFromTheList() async throws {
        try transport.on(.get, Fixture.queuePath, Fixture.answer("queue"))
        let reader = try Fixture.reader(transport, api: .queue)
        #expect(try await reader.backup(Fixture.backup, at: Fixture.location).name == "Nightly")
        let error = await #expect(throws: ProviderError.self) { try await reader.backup("gone", at: Fixture.location) }
        #expect(error?.code == .notFound)
        #expect(transport.lines.allSatisfy { $0 == "GET \(Fixture.queuePath)" })
    }
}
