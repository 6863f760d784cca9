import AppCore
import BackupKit
import FoundationEssentials
import TestSupport

extension Scene {
    /// The backup list in all its conditions.
    static let list: [Scene] = [
        Scene("list-idle", SampleState()),
        Scene("list-rich", SampleState(
            server: .sample(worlds: [], quota: Quota(used: 5, limit: 5)),
            context: .sample(capabilities: .rich),
            backups: Backup.richSamples
        )),
        Scene("list-running", .busy),
        Scene("list-failed-create", SampleState(backups: [running] + Backup.samples)) {
            $0.progress(.create, of: running.id, 0.2)
            $0.progress(.create, of: running.id, 0.67, after: 20)
            $0.progress(.create, of: running.id, nil, state: .failed, after: 2)
        },
        Scene("list-silent", SampleState(backups: [running] + Backup.samples)) {
            $0.progress(.create, of: running.id, nil)
            $0.pass(seconds: 40)
        },
        Scene("list-empty", SampleState(server: .sample(quota: Quota(used: 0, limit: 10)), backups: [])),
        Scene("list-empty-read-only", SampleState(
            server: .sample(quota: Quota(used: 0, limit: 10)), context: .sample(access: .readOnly), backups: []
        )),
        Scene("list-offline", SampleState()) {
            $0.event(.disconnected(ProviderError(.unreachable, "The connection was closed: it is tried again")))
            $0.press("R")
            $0.failList(.unreachableSample, after: 754)
        },
        Scene("list-filtered", SampleState()) {
            $0.press("space", "space", "/")
            $0.type("nightly")
            $0.press("enter", "p")
        },
        Scene("list-filtering", SampleState()) {
            $0.press("/")
            $0.type("age>26h !auto")
        },
        Scene("list-filtered-out", SampleState()) {
            $0.press("/")
            $0.type("no such name")
            $0.press("enter")
        },
        Scene("list-detail", SampleState()) { $0.press("i") },
        Scene("list-quota-full", SampleState(server: .sample(quota: Quota(used: 10, limit: 10)))) { $0.press("c") },
        Scene("list-long", SampleState(backups: .many(200))) { $0.press("G", "k", "k") },
        Scene("list-reading", SampleState(contexts: [.sample()])) { $0.load([.sample()]) },
    ]

    /// The list of servers.
    static let servers: [Scene] = [
        Scene("servers", SampleState(contexts: [.sample(), .sample("hosting", access: .readOnly)])) {
            $0.load([
                .sample(),
                .sample("2b3c4d5e", name: "smp-test", worlds: [], quota: Quota(used: 10, limit: 10)),
                .sample("3c4d5e6f", name: "lobby", quota: nil, condition: .suspended(reason: "payment")),
            ])
            $0.load([.sample("9f8e7d6c", name: "", worlds: [], quota: Quota(used: 2, limit: nil))], of: "hosting")
        },
        Scene("servers-reading", SampleState(contexts: [.sample()])),
        Scene("servers-refused", SampleState(contexts: [.sample()])) {
            $0.send(.serversLoaded("smp", .failure(ProviderError(
                .unauthorized, "Listing the servers: the token was refused (401): renew the context's token"
            ))))
        },
    ]

    /// A backup that is being made.
    static let running = Backup.sample("b6a7b8c9-ffff", "Before the update", hoursAgo: 0.01, state: .running)
}

extension SampleState {
    /// One create at 42 %, one restore that extracts.
    static var busy: SampleState {
        var sample = SampleState(backups: [Scene.running] + Backup.samples)
        sample.progress(.create, of: Scene.running.id, 0.05)
        sample.progress(.restore, of: "b4e1d2c3-bbbb", 0.1, after: 5)
        sample.progress(.create, of: Scene.running.id, 0.42, after: 32)
        sample.progress(.restore, of: "b4e1d2c3-bbbb", 0.3, after: 3)
        sample.pass(seconds: 2)
        return sample
    }
}

extension [Backup] {
    /// That many backups, one an hour, every seventh of them failed.
    static func many(_ count: Int) -> [Backup] {
        (0 ..< count).map {
            .sample(
                Backup.ID("many-\($0)"), "hourly #\(count - $0)", hoursAgo: Double($0) + 0.5,
                state: $0 % 7 == 3 ? .failed : .completed, kind: .automatic
            )
        }
    }
}

extension ProviderError {
    static let unreachableSample = ProviderError(
        .unreachable, "Backups of smp-main: no connection to archon.example: check the network, then press R"
    )
}
