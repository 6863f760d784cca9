import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("The lists of all servers are read in turn, within the budget")
struct SweepTests {
    /// A session over many servers, with time that the test moves.
    private struct Session {
        var state: AppState
        var timers: [TimerID: Date] = [:]
        var asked: [(location: LocationRef, at: Date)] = []
        var opened: [(ServerRef, at: Date)] = []
        var answers = true
        /// Servers on which a backup is being made.
        var working: Set<Server.ID> = []
        var failure = ProviderError(.unreachable, "It cannot be reached")
        var serverLists = 0
        private var servers = 0

        init(servers: Int, perMinute: Int = 120, idlePoll: Duration = .seconds(30), watches: Bool = true) {
            var capabilities = Sample.capabilities(idlePoll: idlePoll)
            capabilities.news.requestsPerMinute = perMinute
            var settings = Settings()
            settings.watchesFleet = watches
            state = AppState(
                now: Sample.now, settings: settings, contexts: [Sample.context(capabilities: capabilities)],
                session: "sweep", ids: IDSource(1, 2)
            )
            send(.started)
            load(servers)
        }

        mutating func load(_ count: Int) {
            servers = count
            send(.serversLoaded(Sample.contextID, .success((0 ..< count).map {
                Sample.server(Server.ID("s\($0)"), name: "s\($0)", worlds: [])
            })))
        }

        mutating func send(_ action: AppAction) {
            for effect in AppReducer.reduce(into: &state, action: action) {
                switch effect {
                case let .timer(timer, wait): timers[timer] = state.now.addingTimeInterval(wait / .seconds(1))
                case let .cancelTimer(timer): timers[timer] = nil
                case let .subscribe(ref): opened.append((ref, state.now))
                case .loadServers where servers > 0:
                    serverLists += 1
                    load(servers)
                case let .loadBackups(location, ticket):
                    asked.append((location, state.now))
                    send(.backupsLoaded(
                        location,
                        ticket,
                        answers ? .success(listing(of: location.server.server)) : .failure(failure)
                    ))
                default: break
                }
            }
        }

        private func listing(of server: Server.ID) -> BackupListing {
            guard working.contains(server) else { return BackupListing(backups: []) }
            let backup = Sample.backup(Backup.ID("\(server)-b"), hoursOld: 0, state: .running)
            return BackupListing(backups: [backup], operations: [
                OperationReport(backup: backup.id, kind: .create, phase: .archive, fraction: 0.5, state: .running),
            ])
        }

        mutating func pass(_ seconds: Double) {
            let end = state.now.addingTimeInterval(seconds)
            while let (timer, at) = timers.min(by: { $0.value < $1.value }), at <= end {
                timers[timer] = nil
                state.now = max(state.now, at)
                send(.timerFired(timer))
            }
            state.now = end
        }
    }

    @Test func everyServerIsReadAndNoneMuchMoreOftenThanOthers() {
        var session = Session(servers: 40)
        session.pass(300)
        let counts = Dictionary(grouping: session.asked, by: \.location).mapValues(\.count)
        #expect(counts.count == 40)
        #expect((counts.values.min() ?? 0) >= 5, "in five minutes each is read every 40 s")
        #expect((counts.values.max() ?? 0) <= (counts.values.min() ?? 0) + 2)
    }

    @Test(arguments: [4, 40, 120, 720])
    func noMinuteHasMoreListsThanTheBudgetLeavesForThem(perMinute: Int) {
        var session = Session(servers: 100, perMinute: perMinute)
        session.pass(300)
        let moments = session.asked.map(\.at)
        for (index, moment) in moments.enumerated() {
            let inMinute = moments[index...].prefix { $0.timeIntervalSince(moment) < 60 }.count
            #expect(inMinute <= perMinute * 3 / 4, "a quarter is kept for the visible server")
        }
        let wanted = Double(perMinute) / 2 * 5
        #expect(Double(moments.count) > min(wanted, 100 * 10) * 0.8, "what the budget leaves is used")
    }

    @Test func theFirstTurnIsQuick() {
        var session = Session(servers: 20)
        session.pass(8)
        #expect(Set(session.asked.map(\.location)).count == 20)
    }

    @Test func theExpectedTimeForATurnIsWhatItTakes() {
        var session = Session(servers: 300)
        let expected = session.state.sweepTime(of: Sample.contextID)
        #expect(expected == 300)
        session.pass(2 * expected)
        session.asked = []
        session.pass(expected * 1.15)
        #expect(Set(session.asked.map(\.location)).count >= 290)
    }

    @Test func aSourceThatIsDownIsAskedRarely() {
        var session = Session(servers: 300)
        session.answers = false
        session.pass(60)
        session.asked = []
        session.pass(600)
        #expect((1 ... 40).contains(session.asked.count))
        session.answers = true
        session.pass(120)
        session.asked = []
        session.pass(60)
        #expect(session.asked.count > 40, "once it answers it goes on as before")
    }

    @Test func serversThatAreGoneMakeTheListOfServersRead() {
        var session = Session(servers: 300)
        session.pass(30)
        session.answers = false
        session.failure = ProviderError(.notFound, "There is no such server")
        session.serverLists = 0
        session.pass(12)
        #expect((1 ... 2).contains(session.serverLists), "at once, and not with each of them")
        session.pass(300)
        #expect(session.serverLists <= 32)
        let isLost = session.state.watch.book.raised.contains { $0.alarm.id.kind == .unreachable }
        #expect(!isLost, "a source that answers so is reachable")
    }

    @Test func theListOfServersIsReadEveryMinuteHoweverLongATurnTakes() {
        var session = Session(servers: 200)
        #expect(session.state.sweepTime(of: Sample.contextID) == 200)
        session.serverLists = 0
        session.pass(190)
        #expect((2 ... 4).contains(session.serverLists))
    }

    @Test func aCommandReadsOnlyWhatItNeeds() {
        var session = Session(servers: 300, watches: false)
        session.pass(600)
        #expect(session.asked.isEmpty)
        #expect(session.timers.keys.allSatisfy { $0 != .sweep(Sample.contextID) && $0 != .alarms })
    }

    @Test func manyServersAtOnceAndServersThatVanishAreNoTrouble() {
        var session = Session(servers: 3)
        session.pass(60)
        session.load(500)
        session.pass(600)
        #expect(Set(session.asked.map(\.location)).count >= 490)
        session.load(2)
        #expect(session.state.serverList.rows.count == 2)
        #expect(session.state.watch.standings.count == 2)
        session.asked = []
        session.pass(60)
        #expect(Set(session.asked.map(\.location)).count == 2)
    }

    @Test func liveFeedsAreOpenedOneAfterTheOtherUpToACap() {
        var session = Session(servers: 300)
        session.send(.viewportChanged(rows: 40))
        session.pass(1)
        #expect(session.opened.count <= 2, "no storm")
        session.pass(600)
        #expect(session.opened.count == SubscriptionReducer.cap)
        let gaps = zip(session.opened.dropFirst(), session.opened).map { $0.at.timeIntervalSince($1.at) }
        #expect(gaps.allSatisfy { $0 > 0.2 })
        #expect(Set(gaps).count > 8, "with jitter")
    }

    @Test func feedsOfServersAtWorkHaveTheSameCap() {
        var session = Session(servers: 60)
        session.working = Set((0 ..< 60).map { Server.ID("s\($0)") })
        session.pass(300)
        #expect(session.state.watch.told.count == 60)
        #expect(session.opened.count == SubscriptionReducer.cap)
    }

    @Test func rowsOnScreenKeepNoWorkFromItsFeed() {
        var session = Session(servers: 300)
        session.send(.viewportChanged(rows: 40))
        session.pass(60)
        #expect(session.opened.count == SubscriptionReducer.cap)
        session.working = ["s250"]
        session.pass(310)
        #expect(session.opened.contains { $0.0.server == "s250" })
    }

    @Test func newsOfARowBringItsList() {
        var session = Session(servers: 300)
        session.pass(20)
        let ref = ServerRef(context: Sample.contextID, server: "s250")
        for event in [.connected, .backupsChanged] as [ProviderEvent] {
            session.asked = []
            session.send(.provider(ref, event))
            #expect(session.asked.map(\.location.server) == [ref])
        }
    }

    @Test func aServerThatIsGoneDoesNotHurryAServiceThatWantsPeace() {
        var session = Session(servers: 300)
        session.pass(20)
        let busy = ProviderError(.rateLimited, "Too many requests", retryAfter: .seconds(300))
        session.send(.serversLoaded(Sample.contextID, .failure(busy)))
        let due = session.timers[.retryServers(Sample.contextID)]
        session.answers = false
        session.failure = ProviderError(.notFound, "There is no such server")
        session.pass(30)
        #expect(session.timers[.retryServers(Sample.contextID)] == due)
    }

    @Test func theOrderByPowerFollowsThePower() {
        var session = Session(servers: 3)
        session.pass(5)
        for number in 0 ..< 3 {
            session.send(.provider(
                ServerRef(context: Sample.contextID, server: Server.ID("s\(number)")),
                .power(.running)
            ))
        }
        ServerListReducer.setSort(FleetSort(column: .power), state: &session.state)
        #expect(session.state.serverList.rows.map(\.server) == ["s0", "s1", "s2"])
        session.send(.provider(ServerRef(context: Sample.contextID, server: "s2"), .power(.crashed)))
        #expect(session.state.serverList.rows.map(\.server) == ["s2", "s0", "s1"])
    }
}
