import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Nothing rings for what is not known, or not wrong")
struct FalseAlarmTests {
    private static func report(
        _ backup: Backup.ID = "b2",
        fraction: Double? = nil,
        state: OperationState = .running
    ) -> OperationReport {
        OperationReport(backup: backup, kind: .create, phase: .archive, fraction: fraction, state: state)
    }

    private static let running = Sample.backup("b2", hoursOld: 0, state: .running)
    private static let good = Sample.backup("b1", hoursOld: 2)

    @Test func aRestoreOfTheOnlyGoodBackup() {
        var session = WatchSession([Sample.backup("b1", hoursOld: 2, state: .restoring)])
        session.pass(60)
        #expect(session.told.isEmpty)
        #expect(session.health == .good)
    }

    @Test func whatOnlyAnEarlierSessionKnew() {
        var session = WatchSession(nil)
        let readAt = Sample.now.addingTimeInterval(-3 * 86400)
        session.send(.snapshotLoaded("smp", .success(ContextSnapshot(
            context: "smp", origin: "https://example.test",
            servers: [Sample.server("s1", worlds: [], quota: Quota(used: 2, limit: 2))], readAt: readAt,
            lists: [ListSnapshot(
                server: "s1", backups: [
                    Sample.backup("f", hoursOld: 73, state: .failed),
                    Sample.backup("b", hoursOld: 97),
                ],
                readAt: readAt
            )]
        ))))
        session.pass(60)
        #expect(session.told.isEmpty)
        #expect(session.health == .unknown)
        session.list([Sample.backup("b", hoursOld: 97)])
        session.pass(31)
        #expect(session.told == [.late], "what this session reads counts")
    }

    @Test func aServerThatIsGone() {
        var session = WatchSession([])
        session.pass(31)
        #expect(session.told == [.never])
        session.send(.serversLoaded("smp", .success([Sample.server("s2", worlds: [])])))
        #expect(session.told.isEmpty)
        #expect(session.state.watch.log.entries.contains { $0.kind == .alarmEnded })
    }

    @Test func silenceThatNobodyHasAskedInto() {
        var session = WatchSession([Self.running, Self.good])
        session.list([Self.running, Self.good], operations: [Self.report(fraction: 0.4)])
        session.pass(20)
        session.list([Self.running, Self.good], operations: [Self.report(fraction: 0.5)])
        session.pass(240)
        #expect(!session.told.contains(.stuck), "its list stood behind others")
        session.list([Self.running, Self.good], operations: [Self.report(fraction: 0.5)])
        session.pass(20)
        // The next one is on its way: what is known stays known.
        var state = session.state
        _ = FleetReducer.load(session.place, state: &state)
        session.state = state
        session.send(.provider(session.place.server, .serverChanged))
        session.pass(11)
        #expect(session.told.contains(.stuck))
    }

    @Test func workThatWaits() {
        var session = WatchSession([Self.good])
        session.send(.provider(session.place.server, .connected))
        for _ in 0 ..< 30 {
            session.list([Self.running, Self.good], operations: [Self.report(state: .queued)])
            session.pass(10)
        }
        #expect(session.told.isEmpty)
    }

    @Test func aReadingOfAcknowledgementsThatBeganBeforeOneWasMade() {
        var session = WatchSession([])
        session.pass(31)
        let before = session.state.watch.acknowledgementChange
        session.send(.user(.acknowledgeAlarms))
        session.send(.sheetKey(.character("d")))
        let alarm = Alarm.ID(.never, .server(session.place.server))
        session.send(.acknowledgementsLoaded(.success([]), change: before))
        #expect(session.state.watch.isAcknowledged(alarm, at: session.state.now))
        let during = session.state.watch.acknowledgementChange
        session.send(.acknowledgementSaved(problem: nil))
        session.send(.acknowledgementsLoaded(.success([]), change: during))
        #expect(session.state.watch.isAcknowledged(alarm, at: session.state.now))
        session.send(.acknowledgementsLoaded(.success([]), change: session.state.watch.acknowledgementChange))
        #expect(!session.state.watch.isAcknowledged(alarm, at: session.state.now), "somebody took it back")
    }

    // MARK: What is noted

    @Test func anEndThatTurnsOutToBeAnotherOneIsCorrected() {
        var session = WatchSession([Self.running, Self.good])
        session.list([Self.running, Self.good], operations: [Self.report()])
        var failed = Self.running
        failed.state = .failed
        session.list([failed, Self.good], operations: [Self.report(state: .failed)])
        #expect(session.state.watch.ended.map(\.operation.state) == [.failed])
        session.pass(1)
        var done = Self.running
        done.state = .completed
        session.list([done, Self.good], operations: [Self.report(state: .done)])
        #expect(session.state.watch.ended.map(\.operation.state) == [.done])
        #expect(session.state.watch.log.entries.map(\.kind) == [.ended, .ended, .began])
    }

    @Test func aTokenThatIsMendedIsNotedAsBack() {
        var session = WatchSession([Self.good])
        let refusal = ProviderError(.unauthorized, "The token was refused: renew it")
        session.ask(.failure(refusal))
        session.pass(20)
        session.send(.serversLoaded(
            "smp",
            .success([Sample.server("s1", worlds: []), Sample.server("s2", worlds: [])])
        ))
        #expect(session.state.watch.log.entries.map(\.kind) == [.sourceBack, .sourceLost])
        session.ask(.failure(refusal))
        for _ in 0 ..< 3 { session.pass(60) }
        #expect(session.state.watch.log.entries.count { $0.kind == .sourceLost } == 2, "once each time")
    }

    @Test func aSourceThatRefusesEveryListIsNotHeardOf() {
        var session = WatchSession([Self.good])
        for _ in 0 ..< 13 {
            session.pass(10)
            session.ask(.failure(ProviderError(.forbidden, "The token may not read backups")))
        }
        #expect(session.told == [.unreachable])
    }

    // MARK: The list of work

    @Test func theSelectionStaysOnWorkThatEnds() {
        var session = WatchSession([Self.running, Self.good])
        let other = Sample.backup("b3", hoursOld: 0, state: .running)
        session.list([other, Self.running, Self.good], operations: [Self.report(), Self.report("b3")])
        session.send(.user(.showOperations))
        session.send(.user(.moveDown))
        let selected = session.state.operations.selection
        let title = session.state.operationRows.first { $0.id == selected }?.title
        var (first, second) = (Self.running, other)
        (first.state, second.state) = (.completed, .completed)
        session.list(
            [second, first, Self.good],
            operations: [Self.report(state: .done), Self.report("b3", state: .done)]
        )
        #expect(session.state.operations.selection == selected)
        #expect(session.state.operationRows.first { $0.id == selected }?.title == title)
    }
}
