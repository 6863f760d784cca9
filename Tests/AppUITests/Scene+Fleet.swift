import BackupKit
import FoundationEssentials
import TestSupport
@testable import AppCore

extension Scene {
    /// The fleet and what hangs on it.
    static let fleet: [Scene] = [
        Scene("fleet", .fleet),
        Scene("fleet-detail", .fleet) { $0.press("i") },
        Scene("fleet-detail-good", .fleet) { $0.press("i", "G") },
        Scene("fleet-grouped", .fleet) { $0.press("b") },
        Scene("fleet-trouble", .fleet) { $0.press("!") },
        Scene("fleet-filtered", .fleet) {
            $0.press("/")
            $0.type("state:late context:smp !web")
        },
        Scene("fleet-sort", .fleet) { $0.press("s") },
        Scene("fleet-acknowledge", .fleet) { $0.press("m") },
        Scene("fleet-seen", .fleet) { $0.press("m", "4", "i") },
        Scene("fleet-old", SampleState.unreadFleet) { $0.recallSnapshot() },
        Scene("operations", .fleet) { $0.press("3") },
        Scene("operations-none", SampleState(contexts: [.sample()])) {
            $0.load([.sample(worlds: [])])
            $0.press("3")
        },
        Scene("events-seen", .fleet) { $0.press("4") },
        Scene("events-seen-filtered", .fleet) {
            $0.press("4", "/")
            $0.type("alarm !late")
            $0.press("enter")
        },
    ]
}

extension SampleState {
    /// Two sources whose servers are watched; nothing was read yet.
    static var unreadFleet: SampleState {
        var settings = Settings()
        settings.watchesFleet = true
        return SampleState(
            contexts: [.sample(), .sample("ptero", access: .readOnly, capabilities: .rich)], settings: settings
        )
    }

    /// One of every trouble, work, and a source that answers no more.
    static var fleet: SampleState {
        var sample = unreadFleet
        let names = ["smp-main", "smp-test", "lobby", "creative", "skyblock", "web-01", "web-02"]
        sample.load(names.enumerated().map { index, name in
            .sample(
                Server.ID("s\(index)"), name: name, worlds: [],
                quota: index == 3 ? Quota(used: 2, limit: 2) : Quota(used: 4, limit: index == 0 ? 5 : 10)
            )
        })
        sample.load(["billing-db", "a-rather-long-name-of-a-game-server"].enumerated().map {
            .sample(Server.ID("p\($0)"), name: $1, worlds: [], quota: Quota(used: 2, limit: nil))
        }, of: "ptero")
        sample.read(["p0": Self.nightly("p0", 3), "p1": Self.nightly("p1", 5)], of: "ptero")
        sample.leap(seconds: 400)
        sample.read(Self.troubles)
        sample.leap(seconds: 2)
        let create = ServerRef(context: "smp", server: "s4")
        for (fraction, wait) in [(0.1, 1.0), (0.3, 10), (0.55, 12)] {
            sample.send(.provider(create, .progress(OperationReport(
                backup: "s4-run", kind: .create, phase: .archive, fraction: fraction, state: .running
            ))), after: wait)
        }
        sample.send(.serversLoaded("ptero", .failure(ProviderError(
            .unreachable, "Listing the servers: no connection to archon.example: it is tried again"
        ))))
        sample.read(Self.troubles)
        sample.watch(seconds: 33)
        sample.read(Self.troubles)
        return sample
    }

    private static func nightly(_ id: String, _ hours: Double, size: Int64 = 2_000_000_000) -> [Backup] {
        (0 ..< 4).map { day in
            var backup = Backup.sample(
                Backup.ID("\(id)-\(day)"), "nightly", hoursAgo: hours + Double(day) * 24, kind: .automatic
            )
            backup.size = day == 0 ? size : 2_000_000_000
            return backup
        }
    }

    private static let troubles: [Server.ID: [Backup]] = [
        "s0": nightly("s0", 6),
        "s1": [],
        "s2": nightly("s2", 76),
        "s3": Array(nightly("s3", 4).prefix(2)),
        "s4": [.sample("s4-run", "nightly 2026-11-21", hoursAgo: -0.11, state: .running)] + nightly("s4", 24.2),
        "s5": nightly("s5", 9, size: 300_000_000),
        "s6": [.sample("s6-bad", "Before the update", hoursAgo: 1.5, state: .failed)] + nightly("s6", 20),
    ]

    /// What an earlier session knew, three hours ago, comes back; nothing answers yet.
    mutating func recallSnapshot() {
        let readAt = state.now.addingTimeInterval(-3 * 3600)
        let servers = ["smp-main", "lobby"].enumerated().map {
            Server.sample(Server.ID("s\($0)"), name: $1, worlds: [])
        }
        let origin = state.fleet.contexts["smp"]?.origin ?? ""
        send(.snapshotLoaded("smp", .success(ContextSnapshot(
            context: "smp", origin: origin, servers: servers, readAt: readAt,
            lists: servers.map {
                ListSnapshot(server: $0.id, backups: Self.nightly($0.id.rawValue, 6), readAt: readAt)
            }
        ))))
        leap(seconds: 20)
    }
}
