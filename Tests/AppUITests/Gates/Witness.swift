import BackupKit
import FoundationEssentials
import TerminalUI
@testable import AppCore
@testable import AppUI

/// Watches the keys and what is drawn, and judges every request by that alone.
struct Witness {
    /// A sheet that asks for something, since it came up.
    struct Shown: Equatable {
        enum Kind: Equatable {
            case name, confirm, typed, light, unfinished
        }

        var kind: Kind
        var serial: Int
        var since: Date
        /// What its backup was called by then.
        var names: [String]
        /// What was typed into it so far.
        var field: FieldModel
    }

    let isReadOnly: Bool
    var shown: Shown?
    var permits: [Permit] = []
    var counts: [ActRow: Int] = [:]
    /// What was the first thing to go wrong.
    private(set) var problem: String?
    /// When backups were unlocked, or may have been, by this program or the ones before it.
    var unlocked: [Backup.ID: Date] = [:]
    var isLeavingAllowed = false
    /// What a key that opens a sheet can have meant.
    var aim = Aim()
    /// Work of an earlier session was offered.
    private(set) var hasOffered = false
    private var sent: Set<Mutation> = []
    /// When the last reading of a place was asked for.
    var readAt: [LocationRef: Date] = [:]

    static let view = ViewContext.test()

    init(isReadOnly: Bool) {
        self.isReadOnly = isReadOnly
    }

    mutating func fail(_ words: String) {
        problem = problem ?? words
    }

    // MARK: What is on screen

    /// Looks at the screen after everything that happens.
    mutating func look(at state: AppState, _ services: [RecordedService]) {
        for index in permits.indices where permits[index].isOpenRun {
            let run = state.runs[permits[index].location.server]
            let isOther = permits[index].name != nil && run?.plan.act != permits[index].name
            guard run?.isActive != true || isOther else { continue }
            // Another program or another plan was at it: the work waits for the next one to go on with it.
            let isPutOff = run.map { isOther || $0.isResumed && !$0.hasBegun } ?? true
            if isPutOff, !permits[index].used.isEmpty {
                permits[index].isAsleep = true
                continue
            }
            permits[index].void = "its plan is over"
            if let run, !isOther, let outcome = run.outcome { judge(outcome, permits[index], run, services) }
        }
        let now: (kind: Shown.Kind, serial: Int)?
        var field = FieldModel(limit: 80)
        switch state.overlays.last {
        case let .name(sheet)?:
            now = (.name, sheet.serial)
            if shown?.serial != sheet.serial { field = FieldModel(sheet.input.text, limit: 200) }
        case let .confirm(sheet)?: now = (.confirm, sheet.serial)
        case let .unfinished(sheet)?:
            now = (.unfinished, sheet.serial)
            hasOffered = true
        case let .plan(sheet)?:
            if case let .review(plan, _, _) = sheet.stage {
                now = (plan.confirmation.isEmpty ? .light : .typed, sheet.serial)
            } else {
                now = nil
            }
        default: now = nil
        }
        guard let now else {
            shown = nil
            return
        }
        if shown?.kind == now.kind, shown?.serial == now.serial { return }
        shown = Shown(
            kind: now.kind, serial: now.serial, since: state.now, names: Self.names(state), field: field
        )
    }

    /// What the backup of a light act is called, or its server.
    private static func names(_ state: AppState) -> [String] {
        guard case let .confirm(sheet)? = state.overlays.last, case let .carryOut(plan) = sheet.act else { return [] }
        guard let backup = plan.target.act.backup else { return [plan.facts.serverName] }
        let title = state.fleet.servers[plan.location.server]?.backup(backup)?.title ?? backup.short
        return [title] + (state.undoable.map { [$0.title] } ?? [])
    }

    /// The sheet on top as it is drawn, wide enough for every name to stand on one line.
    func drawn(_ state: AppState) -> (text: String, prompt: String?) {
        guard let overlay = state.overlays.last,
              let sheet = SheetViewModel(overlay, state, Self.view, width: 150) else { return ("", nil) }
        return (([sheet.title] + sheet.facts.map(\.text)).joined(separator: "\n"), sheet.prompt)
    }

    // MARK: What the user does

    /// A key, before anything comes of it.
    mutating func press(_ event: KeyEvent, _ state: AppState, _ services: [RecordedService]) {
        aim = Aim(state)
        isLeavingAllowed = event.description == "q" && state.overlays.isEmpty && Self.isAtRoot(state)
        permits.removeAll { $0.span == .key || $0.void != nil && state.now.timeIntervalSince($0.confirmedAt) > 60 }
        closeWindows(at: state.now, "a key was pressed in its window")
        if event.description == "enter" { choose(state) }
        guard var sheet = shown, state.now >= sheet.since.addingTimeInterval(0.4) else { return }
        let key = event.description
        switch sheet.kind {
        case .typed where key == "enter": confirmTyped(sheet, state, services)
        case .typed: sheet.field.press(event)
        case .name where key == "enter": confirmName(sheet, state)
        case .name: if Self.isOnLabel(state) { sheet.field.press(event) }
        case .confirm where key == "y": confirmLight(sheet, state)
        case .light where key == "y": confirmBulk(state, services)
        case .unfinished where key == "y": resume(state)
        case .confirm, .light, .unfinished: break
        }
        shown = sheet
    }

    mutating func paste(_ text: String, _ state: AppState) {
        guard !state.overlays.isEmpty else { return }
        permits.removeAll { $0.span == .key }
        closeWindows(at: state.now, "something was pasted in its window")
        guard shown?.kind == .name, let since = shown?.since, state.now >= since.addingTimeInterval(0.4) else { return }
        if Self.isOnLabel(state) { shown?.field.paste(text) }
    }

    /// Nothing is behind the screen that is shown.
    static func isAtRoot(_ state: AppState) -> Bool {
        state.screen == .servers || state.screen == .backups && !state.manager.isOpenedFromServers
    }

    private static func isOnLabel(_ state: AppState) -> Bool {
        if case let .name(sheet)? = state.overlays.last { sheet.focus == .label } else { false }
    }

    mutating func closeWindows(at now: Date, _ reason: String) {
        for index in permits.indices where permits[index].isInWindow {
            if let opensAt = permits[index].opensAt, now < opensAt { permits[index].void = reason }
        }
    }

    /// The program is gone; what it had begun may be gone on with by another one.
    mutating func restart() {
        closeWindows(at: .distantPast, "the program ended in its window")
        permits.removeAll { $0.span != .run || $0.used.isEmpty || $0.void != nil }
        for index in permits.indices { permits[index].isAsleep = true }
        shown = nil
    }

    // MARK: What the program does

    /// A request leaves. Answers the row of the table that it is of.
    mutating func request(_ mutation: Mutation, _ facts: ServiceFacts) {
        let words = "\(mutation.request) at \(mutation.location.server.server)"
        if isReadOnly || facts.service.context.access == .readOnly { return fail("read-only, and asked for: \(words)") }
        guard sent.insert(mutation).inserted else { return fail("asked for twice: \(words)") }
        let found = permits.indices.reversed()
            .first { permits[$0].void == nil && permits[$0].place(of: mutation) != nil }
        guard let found, let want = permits[found].place(of: mutation) else {
            let void = permits.last { $0.place(of: mutation) != nil }?.void
            return fail("not confirmed\(void.map { " (\($0))" } ?? ""): \(words)")
        }
        if let opensAt = permits[found].opensAt, facts.now < opensAt { return fail("in the window: \(words)") }
        let needed = needed(for: mutation.request, permits[found], facts)
        guard permits[found].hardness >= needed else {
            return fail("confirmed as \(permits[found].hardness), needs \(needed): \(words)")
        }
        if permits[found].span == .run, permits[found].isAct(mutation.request) {
            let age = readAt[mutation.location].map { facts.now.timeIntervalSince($0) } ?? .infinity
            guard age <= 15 else { return fail("read \(age) s ago: \(words)") }
        }
        if let wrong = facts.wrong(with: mutation.request) { return fail("\(wrong): \(words)") }
        count(mutation.request, permits[found], facts)
        consume(want, of: found, mutation)
    }

    /// What the service says to a request.
    mutating func answered(_ mutation: Mutation, _ answer: MutationAnswer, at now: Date) {
        if case .refused = answer { return }
        if case .setLock(let id, false) = mutation.request { unlocked[id] = now }
    }

    private mutating func consume(_ want: Int, of permit: Int, _ mutation: Mutation) {
        let used = permits[permit].left.remove(at: want)
        if case .deleteMany = used { permits[permit].left = [] }
        if case .delete = mutation
            .request { permits[permit].left.removeAll { if case .deleteMany = $0 { true } else { false } } }
        permits[permit].name = mutation.act
        permits[permit].used.append(mutation.request)
    }

    private func needed(for request: Mutation.Request, _ permit: Permit, _ facts: ServiceFacts) -> Hardness {
        var needed = facts.needed(for: request, isSafe: permit.isSafe(by: facts.service))
        switch permit.act {
        // The other requests of a restore belong to its text.
        case .restore: if case .restore = request {} else { needed = .severe }
        case let .bulk(bulk) where bulk.kind == .delete:
            needed = permit.used.isEmpty ? max(.severe, facts.needed(toDelete: permit.ids)) : .severe
        default: break
        }
        return needed == .severe && facts.isProtected ? .extreme : needed
    }
}

extension Permit {
    var isOpenRun: Bool {
        span == .run && void == nil && !isAsleep
    }

    /// Its safety backup is whole, or the service makes one by itself.
    func isSafe(by service: RecordedService) -> Bool {
        if service.traits.restore.safetyBackup == .byServer { return true }
        return used.contains { request in
            guard case let .create(draft) = request else { return false }
            // Somebody may have given it another name since.
            return service.known.values.contains {
                service.names[$0.id]?.contains(draft.name) == true && $0.state == .completed
            }
        }
    }
}
