import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("What is told of the fleet, from what services answer")
struct WatchTests {
    @Test func aLostSourceClearsNoAlarm() {
        var session = WatchSession([])
        session.pass(31)
        #expect(session.told == [.never])
        for _ in 0 ..< 6 {
            session.ask(.failure(Sample.offline))
            session.pass(20)
        }
        #expect(session.told.contains(.never))
        #expect(session.health == .never)
    }

    @Test func whatWasNeverReadIsUnknownAndNoAlarm() {
        var session = WatchSession(nil)
        session.pass(60)
        #expect(session.told.isEmpty)
        #expect(session.health == .unknown)
    }

    @Test func latenessBeginsWithTheTargetAndIsToldHalfAMinuteLater() {
        var session = WatchSession([Sample.backup("b1", hoursOld: 26 - 10.0 / 3600)])
        session.pass(10)
        #expect(session.health == .good)
        session.pass(2)
        #expect(session.health == .late)
        #expect(session.told.isEmpty)
        session.pass(30)
        #expect(session.told == [.late])
        #expect(session.rang == [.late])
    }

    /// A date that has not come, and one before computers, are no dates.
    @Test(arguments: [-30.0, 1e7])
    func timesThatCannotBeBelievedAreUnknown(hours: Double) {
        var session = WatchSession([Sample.backup("b1", hoursOld: hours)])
        session.pass(60)
        #expect(session.health == .unknown)
        #expect(session.told.isEmpty)
    }

    @Test func aMissingTimeIsUnknown() {
        var session = WatchSession([Sample.backup("b1", hoursOld: nil)])
        session.pass(60)
        #expect(session.health == .unknown)
    }

    @Test func aStuckJobHidesNoLateness() {
        let running = Sample.backup("b2", hoursOld: 0, state: .running)
        let old = Sample.backup("b1", hoursOld: 50)
        let report = OperationReport(backup: "b2", kind: .create, phase: .archive, fraction: 0.4, state: .running)
        var session = WatchSession([running, old])
        session.list([running, old], operations: [report])
        session.pass(100)
        #expect(session.told == [.late])
        // The list goes on saying the same: that is no news.
        session.list([running, old], operations: [report])
        session.pass(60)
        #expect(session.told == [.late, .stuck])
        #expect(session.health == .late)
    }

    @Test func aFullQuotaAndAFailedAttemptAreTold() {
        var session = WatchSession(
            [Sample.backup("b2", hoursOld: 1, state: .failed), Sample.backup("b1", hoursOld: 5)],
            quota: Quota(used: 2, limit: 2)
        )
        session.pass(31)
        #expect(session.told == [.failed, .quotaFull])
        #expect(session.health == .failed)
    }

    @Test func aTokenThatEndsSoonIsTold() {
        var session = WatchSession([Sample.backup("b1")], tokenExpiresAt: Sample.now.addingTimeInterval(72 * 3600 + 20))
        session.pass(20)
        #expect(session.told.isEmpty)
        session.pass(35)
        #expect(session.told == [.tokenExpiring])
    }

    @Test func aSilentSourceIsToldAndComesBack() {
        var session = WatchSession([Sample.backup("b1")])
        session.pass(90 + 31)
        #expect(session.told == [.unreachable])
        #expect(session.state.source(of: "smp") == .unreachable(age: 121))
        session.list([Sample.backup("b1")])
        session.pass(61)
        #expect(session.told.isEmpty)
        let kinds = session.state.watch.log.entries.map(\.kind)
        #expect(kinds == [.alarmEnded, .sourceBack, .alarm, .sourceLost])
    }

    @Test func aRefusedTokenIsKnownAtOnce() {
        var session = WatchSession([Sample.backup("b1")])
        session.ask(.failure(ProviderError(.unauthorized, "The token was refused: renew it")))
        session.pass(5)
        #expect(session.state.source(of: "smp") == .refused(age: 5))
        #expect(session.state.watch.log.entries.first?.kind == .sourceLost)
        session.ask(.failure(ProviderError(.unauthorized, "The token was refused: renew it")))
        #expect(session.state.watch.log.entries.count == 1, "once")
        session.send(.serversLoaded(
            "smp",
            .success([Sample.server("s1", worlds: []), Sample.server("s2", worlds: [])])
        ))
        #expect(session.state.source(of: "smp") == .answering(age: 0))
    }

    @Test func whatCouldNotBeKeptIsNotAcknowledged() {
        var session = WatchSession([])
        session.pass(31)
        session.send(.user(.acknowledgeAlarms))
        session.send(.sheetKey(.character("d")))
        let alarm = Alarm.ID(.never, .server(session.place.server))
        #expect(session.state.watch.isAcknowledged(alarm, at: session.state.now))
        session.send(.acknowledgementSaved(problem: AcknowledgementError("The file is a folder")))
        #expect(!session.state.watch.isAcknowledged(alarm, at: session.state.now))
        #expect(session.state.notice?.text == "The file is a folder")
    }

    @Test func whoHasSeenAnAlarmIsNotRungFor() {
        var session = WatchSession([])
        let mark = AcknowledgedAlarm(
            kind: "never", context: "smp", server: "s1", until: Sample.now.addingTimeInterval(3600), user: "ops",
            at: Sample.now
        )
        session.send(.acknowledgementsLoaded(.success([mark]), change: 0))
        session.pass(31)
        #expect(session.told == [.never], "it is there all the same")
        #expect(session.rang.isEmpty)
        #expect(session.state.watch.isAcknowledged(
            Alarm.ID(.never, .server(session.place.server)),
            at: session.state.now
        ))
        session.pass(3600)
        #expect(!session.state.watch.isAcknowledged(
            Alarm.ID(.never, .server(session.place.server)), at: session.state.now
        ))
    }

    @Test func aClockThatJumpsADayRaisesNothingForAMomentOnly() {
        var session = WatchSession([Sample.backup("b1", hoursOld: 1)])
        session.state.now += 86400
        session.send(.timerFired(.alarms))
        #expect(session.told.isEmpty)
        session.state.now -= 86400
        session.send(.timerFired(.alarms))
        session.pass(60)
        #expect(session.told.isEmpty)
        #expect(session.health == .good)
    }

    @Test func whatAnEarlierSessionKeptIsShownAndNeverTrusted() {
        var settings = Settings()
        settings.watchesFleet = true
        var state = AppState(
            now: Sample.now, settings: settings, contexts: [Sample.context()], session: "watch", ids: IDSource(1, 2)
        )
        _ = AppReducer.reduce(into: &state, action: .started)
        let readAt = Sample.now.addingTimeInterval(-7200)
        let snapshot = ContextSnapshot(
            context: "smp", origin: "https://example.test",
            servers: [Sample.server("s1", worlds: []), Sample.server("s2", worlds: [])], readAt: readAt,
            lists: [
                ListSnapshot(server: "s1", backups: [Sample.backup("b1", hoursOld: 4)], readAt: readAt),
                ListSnapshot(server: "s2", backups: [], readAt: readAt),
            ]
        )
        _ = AppReducer.reduce(into: &state, action: .snapshotLoaded("smp", .success(snapshot)))
        #expect(state.serverList.rows.count == 2)
        #expect(state.dataAge(of: ServerRef(context: "smp", server: "s1")) == .old(7200))
        let empty = state.watch.standings[ServerRef(context: "smp", server: "s2")]
        #expect(empty?.health == .unknown, "an old empty list is no proof")
        let server = state.fleet.servers[ServerRef(context: "smp", server: "s2")]
        #expect(server?.freshness(target: .seconds(60), at: state.now) == .unknown)
        var other = snapshot
        other.origin = "https://elsewhere.test"
        var fresh = AppState(
            now: Sample.now, settings: settings, contexts: [Sample.context()], session: "watch", ids: IDSource(1, 2)
        )
        _ = AppReducer.reduce(into: &fresh, action: .snapshotLoaded("smp", .success(other)))
        #expect(fresh.serverList.rows.isEmpty)
    }
}
