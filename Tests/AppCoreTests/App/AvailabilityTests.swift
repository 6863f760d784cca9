import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

/// A situation in which actions are off, each for a reason that holds a word.
struct Situation: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var bench: @Sendable () -> Bench
    var off: [(UserAction, String)]
    var on: [UserAction]

    init(_ name: String, off: [(UserAction, String)], on: [UserAction], _ bench: @escaping @Sendable () -> Bench) {
        testDescription = name
        self.off = off
        self.on = on
        self.bench = bench
    }

    private static let writes: [UserAction] = [.create, .restore, .delete, .rename, .power]

    static let all: [Situation] = [
        Situation(
            "a good server with a good backup",
            off: [
                (.retry, "has not failed"), (.lock, "no lock"), (.download, "no download"),
                (.cancelOperation, "no cancel"), (.verify, "no verify"), (.undo, "no rename or lock of this session"),
                (.groupByContext, "open the fleet first"), (.acknowledgeAlarms, "no alarm is told"),
                (.exportEvents, "open the events first"), (.nextWorld, "has one world"), (.nextServer, "one server"),
            ],
            on: writes + [.copy, .filter, .sort, .mark, .refresh, .help, .palette, .back, .showServers, .showOperations]
        ) { Bench.opened() },
        Situation("no server open", off: writes.map { ($0, "open a server first") } + [
            (.mark, "open a server first"), (.copy, "open a server first"), (.showBackups, "no server"),
            (.acknowledgeAlarms, "select a server"),
            (.nextWorld, "open a server first"),
        ], on: [.help, .refresh, .back, .filter, .sort, .pause]) { Bench() },
        Situation("the server list over an open server", off: (writes + [.copy, .nextWorld, .mark]).map {
            ($0, "open a server first")
        }, on: [.showBackups, .nextServer, .sort, .reverseSort]) {
            let worlds = [World(id: "w1", name: "a", isActive: true), World(id: "w2", name: "b", isActive: false)]
            var bench = Bench.opened(servers: [Sample.server(worlds: worlds), Sample.otherServer])
            bench.press(.showServers)
            return bench
        },
        Situation("a read-only session", off: writes.map { ($0, "this session is read-only") }, on: [.copy]) {
            Bench.opened(settings: Settings(isReadOnly: true))
        },
        Situation("a read-only context", off: writes.map { ($0, "context smp is read-only") }, on: [.copy]) {
            Bench.opened(context: Sample.context(access: .readOnly))
        },
        Situation(
            "a service that lacks things",
            off: [
                (.create, "no create"), (.cancelOperation, "this API cancels only by deleting; use x"),
                (.power, "no power"),
            ],
            on: [.restore, .delete]
        ) {
            Bench.opened(context: Sample.context(capabilities: Sample.capabilities(
                actions: [.restore, .delete],
                reasons: [.cancel: "this API cancels only by deleting; use x"]
            )))
        },
        Situation("a service that has everything", off: [
            (.verify, "no checksum"), (.cancelOperation, "nothing runs here"), (.acknowledge, "no outcome waits"),
        ], on: [.restore, .lock, .download]) {
            Bench
                .opened(context: Sample.context(capabilities: Sample.capabilities(actions: Set(BackupAction.allCases))))
        },
        Situation("no permission for backups", off: [
            (.create, "backup.create"), (.restore, "backup.restore"), (.delete, "backup.delete"),
        ], on: [.power]) { Bench.opened(servers: [Sample.server(permissions: Set.power)]) },
        Situation("no permission for power", off: [(.power, "control.stop")], on: [.create, .restore]) {
            Bench.opened(servers: [Sample.server(permissions: Set.backups)])
        },
        Situation("no backup at all", off: [
            (.restore, "no backup is selected"), (.delete, "no backup is selected"), (.rename, "no backup is selected"),
            (.copy, "no backup is selected"),
        ], on: [.create, .power]) { Bench.opened([]) },
        Situation("a full quota by the service's count", off: [], on: [.create, .restore]) {
            Bench.opened(servers: [Sample.server(quota: Quota(used: 5, limit: 5))])
        },
        Situation("a full quota by our own count", off: [], on: [.create, .restore]) {
            Bench.opened(servers: [Sample.server(quota: Quota(used: 1, limit: 3))])
        },
        Situation("a full quota where nothing can be deleted", off: [(.create, "quota full (5/5)")], on: [.restore]) {
            Bench.opened(
                context: Sample.context(capabilities: Sample.capabilities(actions: [.create, .restore])),
                servers: [Sample.server(quota: Quota(used: 5, limit: 5))]
            )
        },
        Situation("a quota of zero", off: [(.create, "switched off")], on: [.restore]) {
            Bench.opened(servers: [Sample.server(quota: Quota(used: 0, limit: 0))])
        },
        Situation("no quota told", off: [], on: [.create]) { Bench.opened(servers: [Sample.server(quota: nil)]) },
        Situation("a quota without a limit", off: [], on: [.create]) {
            Bench.opened(servers: [Sample.server(quota: Quota(used: 9, limit: nil))])
        },
        Situation("a server that is installing", off: [(.create, "installing")], on: [.delete]) {
            Bench.opened(servers: [Sample.server(condition: .installing)])
        },
        Situation("a suspended server", off: [(.create, "suspended")], on: [.delete]) {
            Bench.opened(servers: [Sample.server(condition: .suspended(reason: nil))])
        },
        Situation("work on another backup", off: [(.create, "a restore runs"), (.restore, "a restore runs")], on: [
            .delete, .rename,
        ]) {
            var bench = Bench.opened()
            bench.progress("b3", .restore, .running)
            return bench
        },
        Situation("work on this backup", off: [
            (.restore, "a restore runs"), (.delete, "a restore of \"copy b1\" runs"),
            (.rename, "a restore of \"copy b1\" runs"),
        ], on: [.power]) {
            var bench = Bench.opened()
            bench.progress("b1", .restore, .running)
            return bench
        },
        Situation("a service that takes several creates", off: [], on: [.create]) {
            var bench = Bench
                .opened(context: Sample.context(capabilities: Sample.capabilities(createsOneAtATime: false)))
            bench.progress("b3", .create, .running)
            return bench
        },
        Situation("a failed backup", off: [(.restore, "not a completed backup")], on: [.retry, .delete, .rename]) {
            Bench.opened([Sample.backup("bad", state: .failed)])
        },
        Situation("a failed restore", off: [(.retry, "a failed restore is a new restore")], on: [.delete]) {
            var bench = Bench.opened([Sample.backup("bad", state: .failed)])
            bench.progress("bad", .restore, .running)
            bench.progress("bad", .restore, .failed)
            return bench
        },
        Situation("a failed restore that only the list tells of", off: [
            (.retry, "a failed restore is a new restore"),
        ], on: [.delete]) {
            Bench.opened([Sample.backup("bad", state: .failed)], [Sample.report("bad", .restore, .failed)])
        },
        Situation(
            "a locked backup where locks can be lifted",
            off: [(.delete, "locked: unlock it first")],
            on: [.restore]
        ) {
            let capabilities = Sample.capabilities(actions: Set(BackupAction.allCases))
            return Bench.opened(
                [Sample.backup("b1", isLocked: true)],
                context: Sample.context(capabilities: capabilities)
            )
        },
        Situation("a locked backup where nothing unlocks", off: [], on: [.delete]) {
            Bench.opened([Sample.backup("b1", isLocked: true)])
        },
        Situation("a plan that runs", off: [
            (.create, "a plan is being carried out"), (.delete, "a plan is being carried out"),
            (.power, "a plan is being carried out"), (.rename, "a plan is being carried out"),
        ], on: [.restore, .copy]) {
            var bench = Bench.restoring()
            bench.key(.escape)
            return bench
        },
        Situation("a list that was never read", off: [(.create, "not listed yet")], on: [.refresh]) {
            var bench = Bench(contexts: [Sample.context()])
            bench.send(.started)
            bench.send(.serversLoaded(Sample.contextID, .success([Sample.server()])))
            bench.state.serverList.selection = Sample.ref
            bench.send(.user(.open))
            return bench
        },
        Situation("the list of contexts", off: [(.filter, "not filtered")], on: [.showServers, .palette]) {
            var bench = Bench.opened()
            bench.press(.showContexts)
            return bench
        },
        Situation("several worlds and servers", off: [], on: [.nextWorld, .previousWorld, .nextServer]) {
            let worlds = [World(id: "w1", name: "a", isActive: true), World(id: "w2", name: "b", isActive: false)]
            return Bench.opened(servers: [Sample.server(worlds: worlds), Sample.otherServer])
        },
    ]
}

@Suite("Actions that are off say why")
struct AvailabilityTests {
    @Test(arguments: Situation.all)
    func everySituationHasItsReasons(situation: Situation) {
        let bench = situation.bench()
        for (action, word) in situation.off {
            let reason = Availability.reason(against: action, in: bench.state)
            #expect(reason?.contains(word) == true, "\(action): \(reason ?? "on")")
        }
        for action in situation.on {
            #expect(Availability.reason(against: action, in: bench.state) == nil, "\(action)")
        }
    }

    @Test(arguments: Situation.all)
    func aKeyThatIsOffOpensNothingAndSaysKeyAndReason(situation: Situation) {
        for (action, word) in situation.off {
            var bench = situation.bench()
            let overlays = bench.state.overlays
            bench.press(action)
            #expect(bench.state.overlays == overlays)
            #expect(bench.state.notice?.text.hasPrefix("\(action.label): ") == true)
            #expect(bench.state.notice?.text.contains(word) == true)
            #expect(bench.effects.mutations.isEmpty)
        }
    }

    @Test(arguments: UserAction.allCases.filter(\.isMutating))
    func noMutatingActionSendsAnythingByItself(action: UserAction) {
        var bench = Bench.opened([Sample.backup("bad", state: .failed)] + Sample.backups)
        bench.press(action)
        #expect(bench.requests.isEmpty)
        bench.type("yyyy\n")
        bench.key(.enter)
        #expect(bench.requests.isEmpty, "nor does type-ahead")
    }

    @Test func everyActionHasALabelAndAStableName() {
        for action in UserAction.allCases {
            #expect(!action.label.isEmpty)
            #expect(!action.rawValue.contains(where: { $0.isUppercase || $0.isWhitespace }))
        }
        #expect(Set(UserAction.allCases.map(\.rawValue)).count == UserAction.allCases.count)
    }
}
