import AppCore
import BackupKit
import FoundationEssentials
import TestSupport

extension Scene {
    /// The list of contexts, and what a list shows of services that tell more than others.
    static let services: [Scene] = [
        Scene("contexts", .manyContexts) { $0.press("5") },
        Scene("contexts-refused", .manyContexts) { $0.press("5", "j", "j") },
        Scene("list-wide", .told) { $0.press("w") },
        Scene("list-wide-alone", .told) { $0.press("w", "i") },
        Scene("list-downloading", .told) {
            $0.download(ended: true)
            $0.press("j")
            $0.download()
            $0.receive(300_000_000)
            $0.receive(700_000_000, after: 20)
            $0.pass(seconds: 1)
        },
        Scene("list-download-failed", .told) {
            $0.download()
            $0.receive(700_000_000, after: 20)
            $0.end(.failed("The checksum of Before the Nether update.tar.gz differs: it is kept as .part, press d"))
        },
        Scene("detail-verified", .told) { $0.download(ended: true) },
        Scene("detail-good", .told) {
            $0.press("i")
            $0.download(ended: true)
        },
        Scene("detail-failed", .told) { $0.press("i", "j", "j") },
        Scene("list-withheld", SampleState.withheld) { $0.list(Backup.richSamples, withheld: 3) },
        Scene("detail-outcome", .historic) {
            $0.list(Backup.samples, operations: [OperationReport(
                backup: Backup.samples[0].id, kind: .restore, phase: .extract, state: .failed, run: "9",
                failure: "tar exited 2", awaitsAcknowledgement: true
            )])
            $0.press("i", "k")
        },
        Scene("detail-archive-kept", .told) {
            var backups = Backup.richSamples
            backups[2].checksum = backups[1].checksum
            $0.list(backups)
            $0.press("i", "j", "j")
        },
        Scene("servers-power", SampleState(contexts: [.sample(capabilities: .rich)])) {
            $0.load([
                .sample(power: .running), .sample("2b3c4d5e", name: "lobby", worlds: [], power: .stopped),
                .sample("3c4d5e6f", name: "skyblock", worlds: [], power: nil),
            ])
            $0.press("enter")
            $0.list(Backup.richSamples)
            $0.press("]")
            $0.list([])
            $0.press("1")
        },
    ]

    /// Sheets with the fields, choices and warnings that only some services have.
    static let serviceSheets: [Scene] = [
        Scene("create-name", .manyFacts) {
            $0.press("c")
            $0.arm()
        },
        Scene("create-patterns", .manyFacts) {
            $0.press("c")
            $0.arm()
            $0.type("Before the 1.22 update")
            $0.press("tab")
            $0.type("*.log, cache/**")
        },
        Scene("create-lock", .manyFacts) {
            $0.press("c")
            $0.arm()
            $0.press("tab")
            $0.type("*.log")
            $0.press("tab", "space")
        },
        Scene("create-description", .silent) {
            $0.press("c")
            $0.arm()
        },
        Scene("restore-menu", .manyFacts) { $0.press("r") },
        Scene("confirm-download", .manyFacts) {
            $0.press("d")
            $0.answerStanding(part: nil, finished: nil)
        },
        Scene("confirm-replace", .manyFacts) {
            $0.press("d")
            $0.answerStanding(part: 123_456_789, finished: 743_126_657)
        },
        Scene("plan-truncate", .manyFacts) {
            $0.press("r", "w")
            $0.inspect(archive: .readable, after: 0.3)
            $0.arm()
        },
        Scene("plan-spoiling", .spoiling) { $0.openPlan("G", "r") },
        Scene("plan-no-evidence", .silent) { $0.openPlan("r") },
        Scene("plan-expired", .silent) {
            var backups = Backup.richSamples
            backups[0].expiresAt = Date.sample.addingTimeInterval(-86400 * 3)
            $0.list(backups)
            $0.openPlan("r")
        },
        Scene("plan-cancel", .historic) {
            $0.press("X")
            $0.inspect(operations: SampleState.restoreRuns, after: 0.3)
            $0.arm()
        },
    ]
}

extension SampleState {
    static let restoreRuns = [OperationReport(
        backup: "b4e1d2c3-bbbb", kind: .restore, phase: .extract, fraction: 0.3, state: .running, run: "41",
        initiator: "ops@example"
    )]

    /// A service with every fact and a choice at the restore, one server without worlds.
    static var manyFacts: SampleState {
        SampleState(
            server: .sample(worlds: [], quota: Quota(used: 4, limit: 10)), context: .sample(capabilities: .rich),
            backups: Backup.richSamples
        )
    }

    /// The same with who did what, and why something failed.
    static var told: SampleState {
        var backups = Backup.richSamples
        backups[0].creator = "ops@example"
        backups[0].restorer = "anna"
        backups[1].creator = "schedule nightly"
        backups[2].creator = "schedule nightly"
        backups[2].failure = "No space left on the node: 12 of 40 GB written"
        return SampleState(
            server: .sample(worlds: [], quota: Quota(used: 4, limit: 10)), context: .sample(capabilities: .rich),
            backups: backups
        )
    }

    /// A service whose failed restores spoil the backup, and an archive that takes long.
    static var spoiling: SampleState {
        var traits = ProviderCapabilities.rich
        traits.restore.extent = .overlays
        traits.restore.safetyBackup = .byClient
        traits.restore.needsStop = true
        traits.restore.failureSpoilsBackup = true
        var backups = Backup.richSamples
        backups[4].size = 9_876_543_210
        return SampleState(
            server: .sample(worlds: [], quota: Quota(used: 4, limit: 10)), context: .sample(capabilities: traits),
            backups: backups
        )
    }

    /// A service that tells of no outcome and knows descriptions only.
    static var silent: SampleState {
        var traits = ProviderCapabilities.rich
        traits.create.label = .description
        traits.create.options = []
        traits.restore.extent = .undocumented
        traits.restore.safetyBackup = .byClient
        traits.restore.evidence = .nothing
        traits.news.hasLiveEvents = false
        traits.facts.insert(.sizeInMegabytes)
        return SampleState(
            server: .sample(worlds: [], quota: Quota(used: 4, limit: nil)), context: .sample(capabilities: traits),
            backups: Backup.richSamples, power: nil, isLive: false
        )
    }

    /// A service without limits that does not send all it counts.
    static var withheld: SampleState {
        var traits = ProviderCapabilities.rich
        traits.facts.insert(.sizeInMegabytes)
        return SampleState(
            server: .sample(worlds: [], quota: nil), context: .sample(capabilities: traits), backups: []
        )
    }

    /// A numbered restore that runs.
    static var historic: SampleState {
        var traits = ProviderCapabilities.sparse
        traits.actions.formUnion([.cancel, .acknowledge])
        var backups = Backup.samples
        backups[1].state = .restoring
        var sample = SampleState(
            server: .sample(worlds: [World(id: "w-survival", name: "survival", isActive: true)]),
            context: .sample(capabilities: traits), backups: backups, operations: restoreRuns
        )
        sample.press("j")
        return sample
    }

    static var manyContexts: SampleState {
        var sample = SampleState(contexts: [
            .sample(), .sample("panel", access: .readOnly, capabilities: .rich), .sample("stellar", isProtected: true),
            .sample("vps"), .sample("a-context-with-a-rather-long-name"),
        ])
        sample.load([.sample(), .sample("2b3c4d5e", name: "lobby")])
        sample.load([.sample("9f8e7d6c", name: "far")], of: "panel")
        sample.send(.serversLoaded("stellar", .failure(ProviderError(
            .unauthorized, "Listing the servers: the token was refused (401): renew the context's token"
        ))))
        sample.send(.serversLoaded("vps", .failure(ProviderError(
            .rateLimited, "Listing the servers: too many requests (429): wait 20 s", retryAfter: .seconds(20)
        ))))
        return sample
    }

    // MARK: Downloads

    private var asked: DownloadTarget? {
        var target: DownloadTarget?
        for case let .prepareDownload(asked) in effects { target = asked }
        return target
    }

    mutating func answerStanding(part: Int64?, finished: Int64?) {
        guard let target = asked else { preconditionFailure("nothing asked for the folder") }
        send(.downloadPrepared(target, .success(StandingDownload(
            path: "/home/ops/downloads/\(target.fileName)", finishedBytes: finished, partBytes: part
        ))))
        arm()
    }

    /// Downloads the selected backup, up to its first byte or to its end.
    mutating func download(ended: Bool = false) {
        press("d")
        answerStanding(part: nil, finished: nil)
        press("y")
        guard ended, let target = asked, let checksum = target.backup.checksum else { return }
        end(.done(DownloadReceipt(
            path: "/home/ops/downloads/\(target.fileName)", bytes: target.backup.size ?? 0, checksum: checksum
        )), after: 12)
    }

    mutating func receive(_ bytes: Int64, after seconds: TimeInterval = 0) {
        guard let target = asked else { preconditionFailure("nothing is downloaded") }
        send(.downloadProgressed(target, received: bytes, total: target.backup.size), after: seconds)
    }

    mutating func end(_ end: DownloadEnd, after seconds: TimeInterval = 0) {
        guard let target = asked else { preconditionFailure("nothing is downloaded") }
        send(.downloadEnded(target, end), after: seconds)
    }
}
