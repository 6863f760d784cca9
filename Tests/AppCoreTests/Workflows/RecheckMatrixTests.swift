import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

/// A reading at a re-check, on its way to one that is changed.
struct MatrixReading {
    var server: Server
    var backups: [Backup]
    var reports: [OperationReport] = []
    var told: ProviderCapabilities?
}

/// A fact that a plan rests on, and its change.
struct MatrixChange: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// A word of the outcome that names it.
    var word: String
    var change: @Sendable (inout MatrixReading) -> Void

    init(_ name: String, _ word: String, _ change: @escaping @Sendable (inout MatrixReading) -> Void) {
        testDescription = name
        self.word = word
        self.change = change
    }

    /// Changes of the server, which concern every plan.
    static let ofServer: [MatrixChange] = [
        MatrixChange("server renamed", "called \"smp-two\"") { $0.server.name = "smp-two" },
        MatrixChange("server suspended", "suspended") { $0.server.condition = .suspended(reason: nil) },
        MatrixChange("server being restored", "being restored") { $0.server.condition = .restoring },
        MatrixChange("server installing", "installing") { $0.server.condition = .installing },
        MatrixChange("another server answers", "another server") { $0.server = Sample.otherServer },
        MatrixChange("world gone", "World w1 is gone") {
            $0.server.worlds = [World(id: "w2", name: "x", isActive: true)]
        },
        MatrixChange("world renamed", "world was renamed") { $0.server.worlds[0].name = "underworld" },
        MatrixChange("another world active", "Another world is active") {
            $0.server.worlds[0].isActive = false
            $0.server.worlds.append(World(id: "w2", name: "nether", isActive: true))
        },
        MatrixChange("no world active", "Another world is active") { $0.server.worlds[0].isActive = false },
    ]

    /// Changes of the backup b2.
    static let ofBackup: [MatrixChange] = [
        MatrixChange("gone", "gone") { $0.backups.remove(at: 1) },
        MatrixChange("renamed", "renamed") { $0.backups[1].name = "other" },
        MatrixChange("locked", "locked") { $0.backups[1].isLocked = true },
        MatrixChange("state", "failed now") { $0.backups[1].state = .failed },
        MatrixChange("size", "size") { $0.backups[1].size = 5 },
        MatrixChange("checksum", "checksum") { $0.backups[1].checksum = Checksum(algorithm: .sha1, value: "ff") },
        MatrixChange("creation time", "creation time") {
            $0.backups[1].createdAt = Sample.now.addingTimeInterval(-27 * 3600)
        },
        MatrixChange("last good", "last good") { $0.backups.remove(at: 0) },
    ]

    /// Work of others, which stands in the way of all but bulk acts and cancels.
    static let ofWork: [MatrixChange] = [
        MatrixChange("foreign create", "create of \"copy b3\" runs") {
            $0.reports = [Sample.report("b3", .create, .running)]
        },
        MatrixChange("foreign restore", "restore of \"copy b1\" runs") {
            $0.reports = [Sample.report("b1", .restore, .queued)]
        },
    ]

    /// Fewer good backups remain after a delete: others are looked at as well.
    static let ofOthers: [MatrixChange] = [
        MatrixChange("another one gone", "1 other good backup is left now, there were 2") {
            $0.backups.remove(at: 2)
        },
        MatrixChange("another one failed", "1 other good backup is left now, there were 2") {
            $0.backups[2].state = .failed
        },
    ]

    static func lost(_ permission: Server.Permission) -> MatrixChange {
        MatrixChange("lost \(permission.words)", "lost the permission to \(permission.words)") {
            $0.server.permissions = Set(Server.Permission.allCases).subtracting([permission])
        }
    }

    static func lacks(_ action: BackupAction) -> MatrixChange {
        MatrixChange("lacks \(action.rawValue)", "turned out") { reading in
            reading.told?.switchOff([action: "not in this build"])
        }
    }
}

/// A confirmed plan of a kind, up to one of its re-checks.
struct MatrixPlan: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var act: SimAct
    var changes: [MatrixChange]
    /// Re-checks before the request itself, of which the first is A.
    var isAtB = false

    /// Goes to the re-check, changes a fact, answers.
    func refused(by change: MatrixChange) -> (before: [Mutation.Request], bench: Bench)? {
        var session = act.begun { $0.isHoldingRechecks = true }
        var reached = false
        for _ in 0 ..< 2000 where !reached {
            guard session.bench.run?.isActive == true else { return nil }
            if session.bench.run?.stage.isRecheck != true { session.pass(0.5) }
            switch session.bench.run?.stage {
            case .recheckBeforeAnything?: if isAtB { session.answerReading() } else { reached = true }
            case .recheckBeforeAct?: reached = true
            default: break
            }
        }
        guard reached, let request = session.bench.inspections.last else { return nil }
        let listing = session.service.listing
        var reading = MatrixReading(
            server: session.service.server, backups: listing.backups, reports: listing.operations,
            told: session.service.traits
        )
        // Rows are named by their place: what the plan itself made comes first.
        let own = reading.backups.filter { !["b1", "b2", "b3"].contains($0.id) }
        reading.backups.removeAll { own.contains($0) }
        change.change(&reading)
        let before = session.bench.requests
        session.bench.send(.inspected(request, .success(Inspection(
            server: reading.server,
            listing: BackupListing(
                backups: own + reading.backups, operations: reading.reports, capabilities: reading.told
            ),
            readAt: session.bench.state.now
        ))))
        return (before, session.bench)
    }
}

extension MatrixPlan {
    private static let restores: [MatrixPlan] = SimAct.restores.flatMap { act -> [MatrixPlan] in
        let traits = act.traits
        let isStopping = traits.restore.needsStop && act.power == .running
        let isSecuring = act.makesSafetyBackup && traits.restore.safetyBackup == .byClient
        var changes = MatrixChange.ofServer + MatrixChange.ofBackup + MatrixChange.ofWork
            + [.lost(.restoreBackups), .lacks(.restore)]
        if isStopping { changes += [.lost(.stopServer), .lost(.startServer)] }
        if isSecuring { changes.append(.lost(.createBackups)) }
        let first = changes + (isSecuring ? [
            .lacks(.create),
            MatrixChange("quota full", "no room for the safety backup") {
                $0.server.quota = Quota(used: 10, limit: 10)
            },
        ] : [])
        let recheckA = MatrixPlan(testDescription: "A of \(act.testDescription)", act: act, changes: first)
        guard isStopping || isSecuring else { return [recheckA] }
        return [
            recheckA,
            MatrixPlan(testDescription: "B of \(act.testDescription)", act: act, changes: changes, isAtB: true),
        ]
    }

    private static func changes(of act: SimAct) -> [MatrixChange] {
        switch act.testDescription {
        case "delete", "synchronous: delete":
            MatrixChange.ofBackup + MatrixChange.ofOthers + MatrixChange.ofWork
                + [.lost(.deleteBackups), .lacks(.delete)]
        case "delete of an empty one":
            MatrixChange.ofBackup.filter { !["state", "last good"].contains($0.testDescription) }
                + MatrixChange.ofOthers + [.lost(.deleteBackups), .lacks(.delete)] + [
                    MatrixChange("made again", "running now") { $0.backups[1].state = .running },
                    MatrixChange("good", "completed now") { $0.backups[1].state = .completed },
                    MatrixChange("work on it", "create of \"copy b2\" runs") {
                        $0.reports = [Sample.report("b2", .create, .queued)]
                    },
                ]
        case "bulk delete", "bulk delete by one request":
            MatrixChange.ofBackup.filter { $0.testDescription != "last good" }
                + [.lost(.deleteBackups), .lacks(.delete), MatrixChange("among them the newest", "newest good one") {
                    $0.backups.remove(at: 0)
                }, MatrixChange("work on a row", "work on it goes on") {
                    $0.reports = [Sample.report("b3", .restore, .running)]
                }]
        case "bulk lock":
            MatrixChange.ofBackup.filter { $0.testDescription != "last good" } + [.lost(.lockBackups), .lacks(.lock)]
        case "power stop", "power kill": MatrixChange.ofWork + [.lost(.stopServer), .lacks(.power)]
        case "power restart": MatrixChange.ofWork + [.lost(.restartServer), .lacks(.power)]
        case "cancel of a restore": [
                .lost(.restoreBackups), .lacks(.cancel),
                MatrixChange("ended", "has ended") { $0.reports = [] },
                MatrixChange("another run", "has ended") {
                    $0.reports = [Sample.report("b2", .restore, .running, run: "99")]
                },
            ]
        default: []
        }
    }

    static let all = restores + SimAct.severe.map {
        MatrixPlan(
            testDescription: "A of \($0.testDescription)",
            act: $0,
            changes: MatrixChange.ofServer + changes(of: $0)
        )
    }
}

extension PlanRun.Stage {
    fileprivate var isRecheck: Bool {
        switch self {
        case .recheckBeforeAnything, .recheckBeforeAct: true
        default: false
        }
    }
}

@Suite("Every fact of every plan is looked at again before a request")
struct RecheckMatrixTests {
    @Test(arguments: MatrixPlan.all)
    func aChangedFactIsNamedAndNothingMoreIsSent(plan: MatrixPlan) throws {
        for change in plan.changes {
            let (before, bench) = try #require(plan.refused(by: change), "\(change.testDescription)")
            let words = [bench.run?.outcome?.text, bench.run?.outcome?.next].compactMap(\.self).joined(separator: ". ")
            #expect(bench.run?.outcome?.kind == .refused, "\(change.testDescription): \(words)")
            #expect(words.contains(change.word), "\(change.testDescription): \(words)")
            #expect(bench.requests == before, "\(change.testDescription)")
            #expect(plan.isAtB || before.isEmpty)
            let isStopped = before.contains(.power(.stop))
            #expect(
                words.contains("stopped by this plan: press o to start it") == isStopped,
                "\(change.testDescription): \(words)"
            )
            #expect(bench.released.count == 1)
            #expect(bench.journal.count { $0.event.words.name == "ended" } == 1)
        }
    }

    @Test(arguments: MatrixPlan.all)
    func withoutAChangeItGoesOn(plan: MatrixPlan) throws {
        let (before, bench) = try #require(plan.refused(by: MatrixChange("nothing", "") { _ in }))
        #expect(bench.requests.count == before.count + 1)
        #expect(bench.run?.isActive == true)
    }

    @Test func aCancelGoesOnWhenTheBackupIsRenamedMeanwhile() throws {
        let plan = try #require(MatrixPlan.all.last)
        let (_, bench) = try #require(plan.refused(by: MatrixChange("renamed", "") { $0.backups[1].name = "other" }))
        #expect(bench.requests.map(\.step) == ["cancel"], "the run is what it is about")
    }

    // MARK: Power and time

    @Test func aServerThatWasStartedSinceThePlanIsNotRestoredUnder() {
        var bench = Bench.inRecheckA(power: .stopped)
        #expect(bench.run?.plan.steps.contains(.stop) == false)
        bench.event(.power(.running))
        bench.read()
        #expect(bench.requests.isEmpty)
        #expect(bench.run?.outcome?.text.contains("power is running now, it was stopped") == true)
    }

    @Test func aServerThatIsStartedWhileItsSafetyBackupIsMadeIsNotRestoredUnder() {
        var bench = Bench.securing()
        bench.answer(.accepted("new"))
        bench.event(.power(.running))
        bench.list([bench.safetyBackup()] + Sample.backups)
        bench.read(Sample.server(), [bench.safetyBackup()] + Sample.backups)
        #expect(bench.requests.map(\.step) == ["power stop", "create"])
        #expect(bench.run?.outcome?.kind == .refused)
        bench = Bench.securing(power: .stopped)
        bench.answer(.accepted("new"))
        bench.event(.power(.running))
        bench.list([bench.safetyBackup()] + Sample.backups)
        bench.read(Sample.server(), [bench.safetyBackup()] + Sample.backups)
        #expect(bench.requests.map(\.step) == ["create"])
        #expect(bench.run?.outcome?.kind == .refused)
    }

    @Test(arguments: [false, true])
    func aClockSetBackADaySendsNothing(isAfterTheStop: Bool) {
        var bench = isAfterTheStop ? Bench.inRecheckB() : Bench.inRecheckA()
        let before = bench.requests
        for _ in 0 ..< 3 {
            // The reading left before the clock was set back.
            bench.read(secondsOld: -86400)
        }
        #expect(bench.requests == before)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains("too slowly") == true)
    }

    @Test func aClockSetBackInTheWindowCancelsIt() {
        var bench = Bench.inWindow()
        bench.wait(-86400)
        bench.send(.timerFired(.second))
        #expect(bench.run?.outcome?.kind == .cancelled)
        #expect(bench.orders.isEmpty, "and nothing was begun")
    }

    @Test func aSafetyBackupThatIsReadTooOldIsLookedAtAgain() {
        var bench = Bench.securing()
        bench.answer(.accepted("new"))
        let backups = [bench.safetyBackup()] + Sample.backups
        bench.list(backups)
        bench.read(Sample.server(), backups, secondsOld: 15.1)
        #expect(bench.requests.map(\.step) == ["power stop", "create"])
        bench.read(Sample.server(), backups, secondsOld: 15)
        #expect(bench.requests.last == .restore("b2"))
    }
}
