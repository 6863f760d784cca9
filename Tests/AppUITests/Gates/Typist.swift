import BackupKit
import FoundationEssentials
import TerminalUI
import TestSupport
@testable import AppCore
@testable import AppUI

/// Chooses what is pressed next, by what is on screen: it opens, completes, mistypes, pastes, splits and abandons.
struct Typist {
    enum Move {
        case key(String)
        case type(Character)
        case paste(String)
        /// Bytes that come one by one, each as a key of its own.
        case bytes(String)
        case wait(Double)
        /// The machine sleeps: no timer fires meanwhile.
        case sleep(Double)
        case suspend
        /// The program is gone from one moment to the next.
        case die
    }

    /// What is made of a sheet.
    enum Mood {
        case complete, mistype, paste, split, turn, abandon, hostile
    }

    var random: SeededGenerator
    /// What the keys are meant to come to; nil while they are pressed at random.
    var goal: Goal?
    /// Moves that follow whatever happens.
    var script: [Move] = []
    var tries: [Goal.Kind: Int] = [:]
    private var patience = 0
    private var number = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func next(_ state: AppState) -> Move {
        if !script.isEmpty {
            // Now and then something comes in between.
            return chance(0.01) ? anyKey() : script.removeFirst()
        }
        if chance(0.0006) { return .die }
        if chance(0.002) {
            return .bytes(["\u{1B}[A", "\u{1B}Oy", "\u{1B}[1;5D", "\u{1B}[3~", "\u{1B}Ox"]
                .randomElement(using: &random) ?? "")
        }
        switch state.overlays.last {
        case nil: return idle(state)
        case let .menu(menu)?: return move(on: menu)
        case let .name(sheet)?: return move(on: sheet, state)
        case let .confirm(sheet)?: return move(on: sheet)
        case let .plan(sheet)?: return move(on: sheet, state)
        case let .unfinished(sheet)?:
            if !sheet.isArmed { return chance(0.4) ? .key("y") : .wait(chance(0.5) ? 0.15 : 0.45) }
            if case .reading = sheet.stage { return .wait(0.5) }
            return .key(pick([("y", 8), ("p", 1), ("esc", 1)]))
        case .palette?: return moveOnPalette()
        case .filter?: return pickText(
                ["locked", "state:failed", "night", "age>2h", "!auto", "zzz"],
                end: chance(0.3) ? "enter" : "esc"
            )
        case .help?: return .key(pick([("j", 3), ("pgdn", 1), ("esc", 4), ("q", 2), ("x", 1)]))
        }
    }

    // MARK: Dice

    mutating func chance(_ part: Double) -> Bool {
        Double.random(in: 0 ..< 1, using: &random) < part
    }

    mutating func pick<Choice>(_ choices: [(Choice, Int)]) -> Choice {
        var left = Int.random(in: 0 ..< choices.reduce(0) { $0 + $1.1 }, using: &random)
        for (choice, weight) in choices {
            left -= weight
            if left < 0 { return choice }
        }
        return choices[0].0
    }

    mutating func anyKey() -> Move {
        let keys = Self.allKeys
        return .key(keys[Int.random(in: 0 ..< keys.count, using: &random)])
    }

    /// Every key of the keymap, and some that mean nothing.
    private static let allKeys: [String] = Keymap.standard.bindings.flatMap { $0.keys.map(\.description) }
        + ["Z", "!", "#", "left", "right", "backspace", "del", "f9", "alt-x", "ctrl-x", "ctrl-y", "ctrl-o", "m", "0"]

    mutating func newName() -> String {
        number += 1
        return "n\(number)"
    }

    private mutating func pickText(_ texts: [String], end: String) -> Move {
        let text = texts.randomElement(using: &random) ?? ""
        script = text.map { .type($0) } + [.key(end)]
        return script.removeFirst()
    }

    private mutating func moveOnPalette() -> Move {
        let actions = UserAction.allCases.map(\.rawValue)
        let text = actions[Int.random(in: 0 ..< actions.count, using: &random)].prefix(5)
        script = text.map { .type($0) } + [.key(chance(0.7) ? "enter" : "esc")]
        return script.removeFirst()
    }
}

// MARK: Without a sheet

extension Typist {
    private mutating func idle(_ state: AppState) -> Move {
        if goal?.isOpen == true { goal = nil }
        if let current = goal {
            patience -= 1
            if patience < 0 { goal = nil }
            else if chance(0.04) { return anyKey() }
            else if let move = approach(current, state) { return move }
            else { goal = nil }
        }
        let isBusy = state.location.flatMap { state.runs[$0.server] }?.isActive == true
        if isBusy {
            return pick([(.wait(1.5), 6), (.key("]"), 3), (.key("r"), 1), (.key("2"), 1)] as [(Move, Int)])
        }
        if chance(0.12) { return anyKey() }
        if chance(0.06) { return .wait(Double.random(in: 0.3 ... 4, using: &random)) }
        choose(state)
        return goal == nil ? pick([
            (.key("]"), 3),
            (.key("2"), 2),
            (.key("}"), 1),
            (.wait(2), 2),
            (.key("esc"), 2),
            (.key("enter"), 1),
        ] as [(Move, Int)]) : .wait(0.05)
    }

    /// Of the goals that can be reached from here the one tried least; what is seldom there is not let go by.
    private mutating func choose(_ state: AppState) {
        let seldom: [Goal.Kind] = (chance(0.6) ? [.cancel] : []) + (chance(0.2) ? [.restoreWiping] : [])
            + (chance(0.3) ? [.deleteUnlocked] : []) + (chance(0.12) ? [.restoreUnsafely] : [])
            + (chance(0.15) ? [.deleteLocked] : [])
        let others = Goal.Kind.allCases.shuffled(using: &random)
            .sorted { tries[$0, default: 0] < tries[$1, default: 0] }
        for kind in seldom + others {
            guard let found = Goal(kind, state, &random) else { continue }
            tries[kind, default: 0] += 1
            goal = found
            patience = 40
            return
        }
    }

    /// The next key towards a goal; nil where it cannot be reached any more.
    private mutating func approach(_ goal: Goal, _ state: AppState) -> Move? {
        guard state.screen == .backups, state.location == goal.location else { return nil }
        if state.manager.paused != nil { return .key("p") }
        if !goal.isBulk, !state.manager.marks.isEmpty || state.manager.rangeStart != nil { return .key("u") }
        if goal.isBulk {
            let wrong = state.manager.marks.subtracting(goal.ids)
            if !wrong.isEmpty { return .key("u") }
            guard let next = goal.ids.first(where: { !state.manager.marks.contains($0) }) else { return open(state) }
            return step(to: next, state) ?? .key("space")
        }
        guard let id = goal.ids.first else { return open(state) }
        return step(to: id, state) ?? open(state)
    }

    private mutating func open(_ state: AppState) -> Move {
        goal?.isOpen = true
        return .key(goal?.key ?? "esc")
    }

    private func step(to id: Backup.ID, _ state: AppState) -> Move? {
        guard state.manager.selection != id else { return nil }
        guard let row = state.manager.rows.firstIndex(of: id) else { return .key("esc") }
        return .key(row > state.manager.selectedRow ? "j" : "k")
    }
}
