import AppCore
import ArgumentParser
import BackupKit
import FoundationEssentials
import Testing
import TestSupport
@testable import BacktopCommands

/// Every plan prints the command line that asks for the same: it is parsed back here and compared.
@Suite struct PlanCommandLineTests {
    private static let backups: [Backup] = [
        .sample("b1-aaaa", "Before the update", hoursAgo: 1),
        .sample("b2-bbbb", "it's \"odd\" $HOME `x`", hoursAgo: 30, isLocked: true),
        .sample("-b3", "--yes", hoursAgo: 60),
        .sample("b4-dddd", "failed", hoursAgo: 70, state: .failed),
        .sample("b5-eeee", "old", hoursAgo: 900),
    ]

    private static let run = OperationRun(backup: "b1-aaaa", kind: .restore, id: "7")

    static let light: [PlanTarget.Act] = [
        .create(BackupDraft(name: "plain")),
        .create(BackupDraft(name: "two words, 'quoted'", ignoredPatterns: ["*.log", "-x", "a b"], isLocked: true)),
        .create(BackupDraft(name: "-begins with a dash")),
        .rename("b1-aaaa", to: "new name"),
        .rename("-b3", to: "--confirm=x"),
        .setLock("b1-aaaa", true),
        .setLock("b2-bbbb", false),
        .retry("b4-dddd"),
        .cancel(OperationRun(backup: "b1-aaaa", kind: .create, id: "12")),
        .acknowledge(run),
        .power(.start),
        .download("b1-aaaa"),
    ]

    static let read: [PlanTarget] = [
        target(.restore("b1-aaaa"), makesSafetyBackup: true),
        target(.restore("b1-aaaa")),
        target(.restore("-b3", RestoreOptions(truncates: true)), makesSafetyBackup: true),
        target(.delete("b4-dddd")),
        target(.delete("b5-eeee")),
        target(.delete("b1-aaaa")),
        target(.cancel(run)),
        target(.power(.stop)),
        target(.power(.restart)),
        target(.power(.kill)),
        target(.bulk(BulkAct(kind: .delete, backups: ["b5-eeee", "-b3"]))),
        target(.bulk(BulkAct(kind: .delete, backups: ["b5-eeee", "b1-aaaa"], stopsAtFailure: true))),
        target(.bulk(BulkAct(kind: .lock, backups: ["b1-aaaa", "b5-eeee"]))),
        target(.bulk(BulkAct(kind: .unlock, backups: ["b2-bbbb", "b5-eeee"]))),
        target(.bulk(BulkAct(kind: .download, backups: ["b1-aaaa", "b5-eeee"]))),
        target(.bulk(BulkAct(retention: RetentionPolicy(keepLast: 1, keepWithin: .seconds(7200), minimumKept: 2)))),
    ]

    private static func target(_ act: PlanTarget.Act, makesSafetyBackup: Bool = false) -> PlanTarget {
        PlanTarget(act: act, location: location, makesSafetyBackup: makesSafetyBackup)
    }

    private static let location = LocationRef(
        server: ServerRef(context: "smp", server: Server.sample().id), world: Server.sample().defaultWorld?.id
    )

    /// Everything is possible there, and a restore can remove every file first.
    private static func sample() -> SampleState {
        var traits = ProviderCapabilities.rich
        traits.restore.extent = .choice
        traits.restore.safetyBackup = .byClient
        return SampleState(context: .sample(capabilities: traits), backups: backups)
    }

    private static func parsed(_ plan: Plan) throws -> (command: any ActCommand, words: [String]) {
        let words = PlanCommandLine(plan).words
        #expect(words.first == "backtop")
        let command = try BacktopCommand.parseAsRoot(Array(words.dropFirst()))
        return try (#require(command as? any ActCommand, "\(words)"), words)
    }

    private static func compare(_ plan: Plan, _ sample: SampleState) throws {
        let (command, words) = try parsed(plan)
        let server = try #require(sample.state.fleet.servers[location.server])
        let context = try #require(sample.state.fleet.contexts["smp"])
        let place = ScriptPlace(
            location: location, server: server, context: context, backups: backups, retention: nil
        )
        #expect(try command.act(at: place).withoutChance == plan.target.act.withoutChance, "\(words)")
        #expect(command.options.context == "smp")
        #expect(command.options.server == location.server.server.rawValue)
        if plan.target.act.concernsWorld { #expect(command.options.world == location.world?.rawValue) }
        if case .restore = plan.target.act {
            let isByDefault = Settings(makesSafetyBackup: true)
            #expect(command.makesSafetyBackup(isByDefault) == plan.target.makesSafetyBackup, "\(words)")
        }
        #expect(command.acting.confirm == (plan.level == .light ? nil : plan.confirmation), "\(words)")
        #expect(command.acting.yes == (plan.level == .light && !plan.target.act.isDownload), "\(words)")
        #expect(!command.acting.dryRun)
    }

    @Test(arguments: light)
    func aLightPlanIsReadBack(act: PlanTarget.Act) throws {
        var sample = Self.sample()
        sample.send(.script(.light(act, at: Self.location, sends: false)))
        let plan = try #require(sample.state.lastPlan)
        #expect(plan.target.act == act)
        #expect(sample.mutations.isEmpty)
        try Self.compare(plan, sample)
    }

    @Test(arguments: read)
    func aPlanFromAReadingIsReadBack(target: PlanTarget) throws {
        var sample = Self.sample()
        if case .cancel = target.act {
            sample.list(Self.backups, operations: [Self.report])
        }
        sample.send(.script(.plan(target)))
        sample.inspect(operations: target.act == .cancel(Self.run) ? [Self.report] : [], archive: .readable)
        let plan = try #require(sample.state.lastPlan, "\(sample.state.overlays)")
        #expect(plan.target == target)
        try Self.compare(plan, sample)
    }

    private static let report = OperationReport(
        backup: "b1-aaaa", kind: .restore, phase: .extract, fraction: 0.1, state: .running, run: "7"
    )

    @Test func aShellReadsTheLineAsTheWords() throws {
        var sample = Self.sample()
        sample.send(.script(.light(Self.light[1], at: Self.location, sends: false)))
        let line = try PlanCommandLine(#require(sample.state.lastPlan)).text
        #expect(line.contains("'two words, '\\''quoted'\\'''"))
        #expect(!line.contains("\n"))
    }
}

extension PlanTarget.Act {
    /// Without what is random anew with each plan: own ids, and the name of the service's safety backup.
    fileprivate var withoutChance: Self {
        switch self {
        case var .create(draft):
            draft.id = nil
            return .create(draft)
        case .restore(let backup, var options):
            options.safetyName = nil
            return .restore(backup, options)
        default: return self
        }
    }

    fileprivate var concernsWorld: Bool {
        if case .power = self { false } else { true }
    }

    fileprivate var isDownload: Bool {
        switch self {
        case .download: true
        case let .bulk(bulk): bulk.kind == .download
        default: false
        }
    }
}
