import BackupKit
import FoundationEssentials
import TestSupport
@testable import AppCore

extension Scene {
    /// The wall in all its conditions.
    static let wall: [Scene] = [
        Scene("wall-good", .wall) {
            $0.readAll()
            $0.watch(seconds: 4)
        },
        Scene("wall-trouble", .wall) { $0.makeTrouble() },
        Scene("wall-seen", .wall) {
            $0.makeTrouble()
            $0.send(.acknowledgementsLoaded(.success([
                .seen(.unreachable, "ptero"), .seen(.late, "smp", "s2"), .seen(.failed, "smp", "s3"),
            ]), change: 0))
            $0.watch(seconds: 1)
        },
        Scene("wall-start", SampleState.emptyWall),
        Scene("wall-unreachable", SampleState.emptyWall) {
            for context in ["smp", "ptero"] as [Context.ID] { $0.send(.serversLoaded(context, .failure(.noWay))) }
            $0.leap(seconds: 300)
            $0.leap(seconds: 310)
            $0.watch(seconds: 2)
        },
        Scene("wall-one", SampleState.emptyWall(of: [.sample()])) {
            $0.load([.sample(worlds: [])])
            $0.read(["1a2b3c4d": Backup.samples])
            $0.watch(seconds: 3)
        },
        Scene("wall-many", SampleState.emptyWall(of: [.sample()])) { $0.readMany(200) },
        Scene("wall-running", .wall) {
            $0.makeTrouble()
            $0.watch(seconds: 20)
        },
        Scene("wall-alarms", SampleState.emptyWall(of: [.sample()])) {
            $0.readMany(200)
            $0.watch(seconds: 35)
        },
        Scene("wall-servers", .wall) {
            $0.readAll()
            $0.watch(seconds: 24)
        },
        Scene("wall-sources", .wall) {
            $0.makeTrouble()
            $0.watch(seconds: 60)
        },
    ]
}

extension AcknowledgedAlarm {
    fileprivate static func seen(_ kind: Alarm.Kind, _ context: Context.ID, _ server: Server.ID? = nil) -> Self {
        AcknowledgedAlarm(
            kind: kind.rawValue, context: context, server: server, until: .sample.addingTimeInterval(86400),
            user: "ops", at: .sample
        )
    }
}

extension ProviderError {
    fileprivate static let noWay = ProviderError(
        .unreachable, "Listing the servers: no connection to archon.example: it is tried again"
    )
}

extension SampleState {
    /// A wall that has heard nothing yet.
    static let emptyWall = emptyWall(of: [.sample(), .sample("ptero", capabilities: .rich)])

    static func emptyWall(of contexts: [Context]) -> SampleState {
        var settings = Settings(isReadOnly: true)
        settings.watchesFleet = true
        return SampleState(contexts: contexts, settings: settings, screen: .wall)
    }

    private static let names = ["smp-main", "smp-test", "lobby", "creative", "skyblock", "events-2026"]

    /// Six servers of one source and three of another.
    static var wall: SampleState {
        var sample = emptyWall
        sample.load(names.enumerated().map { .sample(Server.ID("s\($0)"), name: $1, worlds: []) })
        sample.load(["billing-db", "web-01", "a-rather-long-name-of-a-game-server"].enumerated().map {
            .sample(Server.ID("p\($0)"), name: $1, worlds: [], quota: Quota(used: 2, limit: nil))
        }, of: "ptero")
        return sample
    }

    /// Every list holds a good backup of this night, unless told otherwise.
    mutating func readAll() {
        readSome("smp", "s", 6)
        readSome("ptero", "p", 3)
    }

    private mutating func readSome(
        _ context: Context.ID, _ prefix: String, _ count: Int, besides others: [Server.ID: [Backup]] = [:]
    ) {
        let lists = (0 ..< count).map { index -> (Server.ID, [Backup]) in
            let id = Server.ID("\(prefix)\(index)")
            let hours = 2.2 + Double(index) * 1.3
            return (id, others[id] ?? [
                .sample(Backup.ID("\(id.rawValue)-new"), "nightly", hoursAgo: hours, kind: .automatic),
                .sample(Backup.ID("\(id.rawValue)-old"), "nightly", hoursAgo: hours + 24, kind: .automatic),
            ])
        }
        read(Dictionary(uniqueKeysWithValues: lists), of: context)
    }

    /// A server without backups, a late one, a failed one, work on two, and a source that answers no more: 1202 s after
    /// the start, where the first of all pages is shown.
    mutating func makeTrouble() {
        let trouble: [Server.ID: [Backup]] = [
            "s1": [],
            "s2": [.sample("s2-new", "nightly", hoursAgo: 76)],
            "s3": [
                .sample("s3-new", "Before the update", hoursAgo: 1.5, state: .failed),
                .sample("s3-old", "nightly", hoursAgo: 20),
            ],
            "s4": [
                .sample("s4-run", "nightly 2026-11-21", hoursAgo: -0.31, state: .running),
                .sample("s4-old", "nightly", hoursAgo: 24.1),
            ],
        ]
        readAll()
        send(.serversLoaded("ptero", .failure(.noWay)), after: 60)
        leap(seconds: 1060)
        readSome("smp", "s", 6, besides: trouble)
        let create = ServerRef(context: "smp", server: "s4")
        let restore = ServerRef(context: "smp", server: "s5")
        progress(.create, of: "s4-run", 0.05, at: create)
        progress(.create, of: "s4-run", 0.42, at: create, after: 31)
        progress(.restore, of: "s5-new", 0.1, at: restore, after: 3)
        progress(.create, of: "s4-run", 0.68, at: create, after: 22)
        progress(.restore, of: "s5-new", 0.27, at: restore, after: 9)
        readSome("smp", "s", 6, besides: trouble)
        watch(seconds: Int(1202 - state.now.timeIntervalSince(state.startedAt)))
    }

    private mutating func progress(
        _ kind: OperationKind, of backup: Backup.ID, _ fraction: Double, at ref: ServerRef, after seconds: Double = 0
    ) {
        send(.provider(ref, .progress(OperationReport(
            backup: backup, kind: kind, phase: kind == .restore ? .extract : .archive, fraction: fraction,
            state: .running
        ))), after: seconds)
    }

    /// So many servers: a few late, failed or never backed up.
    mutating func readMany(_ count: Int) {
        load((0 ..< count).map { .sample(Server.ID("m\($0)"), name: "node-\($0 + 1)", worlds: [], quota: nil) })
        let lists = (0 ..< count).map { index -> (Server.ID, [Backup]) in
            let id = Server.ID("m\(index)")
            let good = Backup.sample(Backup.ID("m\(index)-b"), "nightly", hoursAgo: 1 + Double(index % 23))
            switch index % 31 {
            case 7: return (id, [])
            case 11: return (id, [.sample(Backup.ID("m\(index)-b"), "nightly", hoursAgo: 40 + Double(index))])
            case 19: return (id, [
                    .sample(Backup.ID("m\(index)-f"), "nightly", hoursAgo: 0.5, state: .failed), good,
                ])
            default: return (id, [good])
            }
        }
        read(Dictionary(uniqueKeysWithValues: lists))
        watch(seconds: 3)
    }
}
