import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

/// A kind of service, and how a restore's end stands in its lists.
struct RestoreWorld: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let traits: ProviderCapabilities
    /// The list before the restore, while it runs, and after it.
    let before: BackupListing
    let during: BackupListing
    let after: BackupListing
    let events: [ProviderEvent]
    /// Late words about the run before.
    let echoes: [ProviderEvent]
    let end: OperationState

    private static func rows(_ state: Backup.State) -> [Backup] {
        [Sample.backup("b1"), Sample.backup("b2", hoursOld: 26, state: state), Sample.backup("b3", hoursOld: 72)]
    }

    private static func synchronous(_ end: OperationState) -> Self {
        Self(
            testDescription: "a synchronous restore that is \(end.rawValue)",
            traits: .synchronous,
            before: BackupListing(backups: rows(.completed)),
            during: BackupListing(backups: rows(.restoring)),
            after: BackupListing(backups: rows(end == .done ? .completed : .failed)),
            events: [],
            echoes: [],
            end: end
        )
    }

    private static func historic(_ end: OperationState, after old: OperationState) -> Self {
        let stale = Sample.report("b2", .restore, old, run: "4", endedAt: -3600)
        return Self(
            testDescription: "a numbered restore that is \(end.rawValue) after one that was \(old.rawValue)",
            traits: .historic,
            before: BackupListing(backups: rows(.completed), operations: [stale]),
            during: BackupListing(
                backups: rows(.restoring), operations: [Sample.report("b2", .restore, .running, 0.4, run: "5")]
            ),
            after: BackupListing(
                backups: rows(.completed), operations: [Sample.report("b2", .restore, end, run: "5", endedAt: 60)]
            ),
            events: [
                .progress(Sample.report("b2", .restore, .running, 0.1)),
                .progress(Sample.report("b2", .restore, .running, 0.6)),
                .progress(Sample.report("b2", .restore, .running, 1)),
                .progress(Sample.report("b2", .restore, .running, 0.3, run: "5")),
                .progress(Sample.report("b2", .restore, old, run: "4", endedAt: -3600)),
            ],
            echoes: [.progress(Sample.report("b2", .restore, old))],
            end: end
        )
    }

    static let all = [
        synchronous(.done), synchronous(.failed),
        historic(.done, after: .done), historic(.failed, after: .failed), historic(.done, after: .cancelled),
    ]
}

@Suite("Any order of events, lists and answers ends in the same state", .timeLimit(.minutes(20)))
struct AnyOrderTests {
    /// A restore whose request has just left.
    private static func sent(_ world: RestoreWorld) -> Bench {
        let down = Sample.server(power: .stopped)
        var bench = Bench.opened(
            world.before.backups, world.before.operations, context: Sample.context(capabilities: world.traits),
            servers: [down], power: world.traits.news.hasLiveEvents ? .stopped : nil
        )
        bench.select("b2")
        bench.press(.restore)
        bench.read(down, world.before.backups, world.before.operations)
        bench.arm()
        bench.confirm()
        bench.passWindow()
        bench.read(down, world.before.backups, world.before.operations)
        return bench
    }

    private enum Step {
        case event(ProviderEvent)
        case listBefore
        case listDuring
        case answer(MutationAnswer)
        case wait(Double)
        case linkLost
        case linkBack
        case serverRead
    }

    private static func steps(_ world: RestoreWorld, _ generator: inout SeededGenerator) -> [Step] {
        func some(_ steps: [Step]) -> [Step] {
            steps.filter { _ in Bool.random(using: &generator) }
        }
        let lost = ProviderError(.timedOut, "No answer", isOutcomeUnknown: true)
        let noise: [Step] = [.wait(2), .wait(9), .linkLost, .linkBack, .serverRead, .listDuring, .listDuring]
        var steps = some(world.events.map(Step.event) + noise)
        steps.shuffle(using: &generator)
        // Before the answer the list may still show the rows of before; a history may lag even after it.
        let answer: Step = .answer(Bool.random(using: &generator) ? .accepted(nil) : .ambiguous(lost))
        let place = Int.random(in: 0 ... steps.count, using: &generator)
        steps.insert(answer, at: place)
        let latest = world.traits.restore.answersWhenDone ? place : steps.count
        for step in some([.listBefore]) { steps.insert(step, at: Int.random(in: 0 ... latest, using: &generator)) }
        // The end of the run before, told once more without its number, is heard before anything of the new run.
        return some(world.echoes.map(Step.event)) + steps
    }

    private static func take(_ step: Step, _ world: RestoreWorld, _ bench: inout Bench) {
        switch step {
        case let .event(event): bench.event(event)
        case .listBefore: bench.list(world.before)
        case .listDuring: bench.list(world.during)
        case let .answer(answer): bench.answer(answer)
        case let .wait(seconds): bench.wait(seconds)
        case .linkLost: if world.traits.news.hasLiveEvents { bench.event(.disconnected(Sample.offline)) }
        case .linkBack where world.traits.news.hasLiveEvents:
            bench.event(.connected)
            bench.event(.power(.stopped))
        case .linkBack: break
        case .serverRead: bench.serverRead(Sample.server(power: .stopped))
        }
    }

    @Test(arguments: RestoreWorld.all)
    func aRestoreEndsAsTheServiceSays(world: RestoreWorld) {
        for seed in 0 ..< 400 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var bench = Self.sent(world)
            #expect(bench.requests.count == 1)
            for step in Self.steps(world, &generator) {
                Self.take(step, world, &bench)
                // Nothing on the way may be taken for an end that the service did not tell of.
                let state = bench.operation("b2", .restore)?.state
                #expect(state == nil || state?.hasEnded == false, "seed \(seed): \(step) ended it")
                if state?.hasEnded == true { break }
            }
            // A last look at it at work, as every list while it runs shows it; then the end.
            bench.list(world.during)
            while bench.tickets[Sample.place]?.isEmpty == false { bench.list(world.during) }
            bench.list(world.after)
            #expect(bench.operation("b2", .restore)?.state == world.end, "seed \(seed)")
            // Nobody can tell that it was not started while the link was lost, until the link tells again.
            if bench.run?.isActive == true { Self.take(.linkBack, world, &bench) }
            #expect(bench.run?.outcome?.kind == (world.end == .done ? .succeeded : .failed), "seed \(seed)")
            #expect(bench.requests.count == 1, "seed \(seed): a server that was down is not started")
            Self.settle(&bench, world)
            #expect(bench.server?.operations.isEmpty == true, "seed \(seed)")
            #expect(bench.server?.sent.isEmpty == true, "seed \(seed)")
            #expect(bench.state.fleet[Sample.place]?.backups == world.after.backups, "seed \(seed)")
        }
    }

    /// A create with our own id: whatever is heard first, it is one backup and one request.
    @Test(arguments: [Backup.State.completed, .failed])
    func aCreateEndsAsItsRowSays(state: Backup.State) {
        for seed in 0 ..< 400 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var bench = Bench.opened(context: Sample.context(capabilities: .synchronous), power: nil)
            bench.press(.create)
            bench.arm()
            bench.key(.enter)
            guard case let .create(draft)? = bench.requests.first, let id = draft.id else { continue }
            let row = { Sample.backup(id, name: draft.name, hoursOld: 0, state: $0) }
            let running = BackupListing(
                backups: [row(.running)] + Sample.backups, operations: [Sample.report(id, .create, .running)]
            )
            var steps: [Int] = [0, 0, 1, 1, 2].filter { _ in Bool.random(using: &generator) }
            steps.shuffle(using: &generator)
            steps.insert(3, at: Int.random(in: 0 ... steps.count, using: &generator))
            var isListed = false
            for step in steps {
                switch step {
                // The row stands there from the answer on, and never goes again.
                case 0: bench.list(isListed ? running : BackupListing(backups: Sample.backups))
                case 1:
                    bench.list(running)
                    isListed = true
                case 2: bench.wait(30)
                default:
                    let isAccepted = Bool.random(using: &generator)
                    bench.answer(isAccepted ? .accepted(id) : .ambiguous(Sample.offline))
                    isListed = isListed || isAccepted
                }
                #expect(bench.operation(id, .create)?.isOpen == true, "seed \(seed)")
            }
            let after = BackupListing(backups: [row(state)] + Sample.backups)
            for _ in 0 ..< 3 { bench.list(after) }
            #expect(bench.operation(id, .create)?.state == (state == .completed ? .done : .failed), "seed \(seed)")
            #expect(bench.requests.count == 1, "seed \(seed)")
            Self.settle(&bench, after)
            #expect(bench.server?.operations.isEmpty == true, "seed \(seed)")
            #expect(bench.server?.unconfirmed.isEmpty == true, "seed \(seed)")
            #expect(bench.state.fleet[Sample.place]?.backups == after.backups, "seed \(seed)")
        }
    }

    private static func settle(_ bench: inout Bench, _ world: RestoreWorld) {
        settle(&bench, world.after)
    }

    private static func settle(_ bench: inout Bench, _ listing: BackupListing) {
        for _ in 0 ..< 4 {
            for timer in Array(bench.timers.keys) {
                if case .linger = timer { bench.send(.timerFired(timer)) }
            }
            while bench.tickets[Sample.place]?.isEmpty == false { bench.list(listing) }
        }
    }
}
