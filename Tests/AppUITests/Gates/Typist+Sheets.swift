import FoundationEssentials
import TerminalUI
@testable import AppCore

/// What is pressed on menus and sheets.
extension Typist {
    mutating func move(on menu: Menu) -> Move {
        if chance(0.08) { return anyKey() }
        switch (menu.kind, goal?.kind) {
        case (.power, .start): return .key("s")
        case (.power, .stop): return .key("t")
        case (.power, .restart): return .key("r")
        case (.power, .kill): return chance(0.8) ? .key("k") : .key("end")
        case (.power, _): return .key(pick([("s", 1), ("t", 1), ("r", 1), ("k", 1), ("esc", 2), ("enter", 1)]))
        case (.restore, .restoreWiping): return .key("w")
        case (.restore, _): return .key(pick([("k", 8), ("w", 1), ("esc", 1)]))
        case (.makeRoom, _): return .key(pick([("1", 3), ("2", 2), ("enter", 2), ("esc", 2), ("j", 1)]))
        case (.actions, _): return .key(pick([("j", 6), ("k", 1), ("enter", 3), ("esc", 2), ("end", 1)]))
        case (.sort, _), (.copy, _), (.fleetSort, _), (.acknowledge, _): return .key(pick([
                ("j", 2),
                ("enter", 2),
                ("esc", 3),
                ("n", 1),
                ("c", 1),
            ]))
        }
    }

    mutating func move(on sheet: ConfirmSheet) -> Move {
        guard sheet.isArmed else {
            return chance(0.3) ? .key(pick([("y", 6), ("enter", 1), ("esc", 1), ("x", 1)])) : .wait(0.42)
        }
        if sheet.act == .quit { return .key(pick([("y", 1), ("n", 3), ("esc", 3)])) }
        return .key(pick([("y", 30), ("enter", 2), ("esc", 2), ("n", 1), ("q", 1), ("Y", 1), ("j", 1)]))
    }

    mutating func move(on sheet: NameSheet, _: AppState) -> Move {
        guard sheet.isArmed else {
            return chance(0.3) ? .key(pick([("enter", 5), ("a", 2), ("y", 1), ("esc", 1), ("c", 1)])) : .wait(0.42)
        }
        if sheet.problem != nil { return chance(0.6) ? type(newName(), "enter") : .key("esc") }
        switch pick([(0, 12), (1, 6), (2, 2), (3, 2), (4, 2), (5, 1)]) {
        case 0: return type(newName(), "enter")
        case 1: return .key(sheet.purpose == .create ? "enter" : "esc")
        case 2:
            script = [.key("enter")]
            return .paste(newName() + " pasted\n\u{7}")
        case 3:
            script = "*.log, a/".map { .type($0) } + [.key("tab"), .type(" "), .key("enter")]
            return .key("tab")
        case 4: return .key("esc")
        default:
            script = [.key("left"), .type("Q"), .key("ctrl-w"), .type("W"), .key("home"), .type("E"), .key("enter")]
            return .key("right")
        }
    }

    mutating func move(on sheet: PlanSheet, _ state: AppState) -> Move {
        switch sheet.stage {
        case .reading:
            return pick([(.wait(0.3), 16), (.key("esc"), 1), (.key("enter"), 1), (.key("y"), 1)] as [(Move, Int)])
        case let .refused(refusal):
            guard sheet.isArmed else { return chance(0.2) ? .key("tab") : .wait(0.42) }
            if refusal.remedy == .withoutSafety { return .key(pick([("tab", 2), ("esc", 1)])) }
            if refusal.remedy == .makeRoom { return .key(pick([("tab", 2), ("m", 2), ("esc", 1)])) }
            return .key(pick([("esc", 4), ("enter", 1), ("q", 1), ("y", 1)]))
        case let .review(plan, input, problem):
            guard sheet.isArmed else { return duringGuard(plan) }
            return review(plan, input, problem, sheet)
        case .running:
            return running(sheet, state)
        }
    }

    private mutating func duringGuard(_ plan: Plan) -> Move {
        guard chance(0.25) else { return .wait(0.42) }
        if chance(0.3), let first = plan.confirmation.first { return .type(first) }
        return .key(pick([("y", 3), ("enter", 3), ("tab", 1), ("esc", 1), ("ctrl-u", 1)]))
    }

    private mutating func review(_ plan: Plan, _ input: TextInput, _ problem: String?, _ sheet: PlanSheet) -> Move {
        let wantsUnsafe = goal?.kind == .restoreUnsafely && sheet.target.makesSafetyBackup
        if wantsUnsafe, chance(0.9) { return .key("tab") }
        if plan.level == .light {
            return .key(pick([("y", 24), ("enter", 1), ("esc", 2), ("n", 1), ("tab", 2), ("j", 1)]))
        }
        if problem != nil || !input.text.isEmpty {
            guard chance(0.7) else { return .key("esc") }
            script = plan.confirmation.map { .type($0) } + [.key("enter")]
            return .key("ctrl-u")
        }
        // It lies open until it is too old.
        if chance(0.004) { return .wait(650) }
        let moods: [(Mood, Int)] = [
            (.complete, 70), (.mistype, 9), (.paste, 4), (.split, 3), (.turn, 4), (.abandon, 5), (.hostile, 5),
        ]
        switch pick(moods) {
        case .complete: return type(plan.confirmation, "enter")
        case .mistype: return type(wrong(plan.confirmation), "enter")
        case .paste:
            script = [.key("enter")]
            return .paste(plan.confirmation)
        case .split:
            script = [.bytes("\u{1B}[C")] + plan.confirmation.dropFirst(2).map { .type($0) } + [.key("enter")]
            return .type(plan.confirmation.first ?? "x")
        case .turn: return .key("tab")
        case .abandon: return type(String(plan.confirmation.prefix(3)), "esc")
        case .hostile:
            script = (0 ..< 5).map { _ in anyKey() } + [.key("enter")]
            return anyKey()
        }
    }

    private mutating func running(_ sheet: PlanSheet, _ state: AppState) -> Move {
        guard let run = state.runs[sheet.target.location.server], run.isActive else {
            return .key(pick([("esc", 5), ("enter", 1), ("q", 1)]))
        }
        if run.isInCancelWindow {
            if chance(0.004) { return .suspend }
            if chance(0.003) { return .sleep(20) }
            return chance(0.975) ? .wait(1) : pick([
                (anyKey(), 3), (.key("enter"), 1), (.key("esc"), 1), (.type("y"), 1), (.paste("x"), 1), (
                    .bytes("\u{1B}[B"),
                    1
                ),
            ] as [(Move, Int)])
        }
        if chance(0.004) { return .die }
        return pick([(.wait(2), 12), (.key("esc"), 2), (.key("j"), 1), (.key("down"), 1), (.key("enter"), 1)] as [(
            Move,
            Int
        )])
    }

    /// The text with something wrong about it.
    private mutating func wrong(_ text: String) -> String {
        var letters = Array(text)
        let place = Int.random(in: 0 ..< max(1, letters.count), using: &random)
        switch Int.random(in: 0 ..< 6, using: &random) {
        case 0: letters[place] = letters[place] == "q" ? "w" : "q"
        case 1 where place + 1 < letters.count: letters.swapAt(place, place + 1)
        case 2: return text.uppercased()
        case 3: return text + " "
        case 4: letters.remove(at: place)
        default: return String(text.prefix { $0 != " " })
        }
        return String(letters)
    }

    mutating func type(_ text: String, _ end: String) -> Move {
        script = text.map { .type($0) } + [.key(end)]
        return script.removeFirst()
    }
}
