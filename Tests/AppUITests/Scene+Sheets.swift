import AppCore
import BackupKit
import FoundationEssentials
import TestSupport

extension Scene {
    /// Help, menus and lines of text over the list.
    static let overlays: [Scene] = [
        Scene("help", SampleState()) { $0.press("?") },
        Scene("actions-menu", SampleState()) { $0.press("j", "j", "a", "j") },
        Scene("actions-menu-read-only", SampleState(context: .sample(access: .readOnly))) { $0.press("a") },
        Scene("sort-menu", SampleState()) { $0.press("s") },
        Scene("copy-menu", SampleState()) { $0.press("y") },
        Scene("power-menu", SampleState()) { $0.press("o") },
        Scene("palette", SampleState()) {
            $0.press(":")
            $0.type("re")
        },
    ]

    /// Sheets that ask for a name or a `y`.
    static let lightSheets: [Scene] = [
        Scene("create-wait", SampleState()) { $0.press("c") },
        Scene("create-armed", SampleState()) {
            $0.press("c")
            $0.arm()
        },
        Scene("create-typed", SampleState(server: .sample(quota: Quota(used: 9, limit: 10)))) {
            $0.press("c")
            $0.arm()
            $0.type("Before the 1.22 update")
        },
        Scene("rename-problem", SampleState()) {
            $0.press("e")
            $0.arm()
            $0.type("First day")
            $0.press("enter")
        },
        Scene("confirm-retry", SampleState()) {
            $0.press("j", "j", "T")
            $0.arm()
        },
        Scene("confirm-quit", SampleState()) {
            $0.confirmPlan("r")
            $0.pass(seconds: 6)
            $0.press("esc", "q")
            $0.arm()
        },
    ]

    /// Plans: from the reading to the outcome.
    static let plans: [Scene] = [
        Scene("plan-reading", SampleState()) { $0.press("r") },
        Scene("plan-restore", SampleState()) { $0.openPlan("j", "r") },
        Scene("plan-restore-one-world", .oneWorld) { $0.openPlan("r") },
        Scene("plan-restore-stopped", SampleState(power: .stopped)) { $0.openPlan("r") },
        Scene("plan-restore-short-id", SampleState(server: .sample(name: "Überlebens-Server mit langem Namen"))) {
            $0.openPlan("r")
        },
        Scene("plan-restore-extreme", SampleState(context: .sample(isProtected: true))) { $0.openPlan("j", "r") },
        Scene("plan-mismatch", .oneWorld) {
            $0.openPlan("r")
            $0.type("smp-mian")
            $0.press("enter")
        },
        Scene("plan-refused", SampleState()) {
            $0.press("r")
            $0.inspect(backups: Array(Backup.samples.dropFirst()))
            $0.arm()
        },
        Scene("plan-delete-last-good", .oneWorld) { $0.openPlan("x") },
        Scene("plan-delete", .oneWorld) { $0.openPlan("j", "x") },
        Scene("plan-window", .oneWorld) { $0.confirmPlan("r") },
        Scene("plan-stopping", .oneWorld) {
            $0.confirmPlan("r")
            $0.pass(seconds: 5)
            $0.inspect()
            $0.answer(.accepted(nil))
        },
        Scene("plan-securing", .oneWorld) {
            $0.confirmPlan("r")
            $0.pass(seconds: 5)
            $0.inspect()
            $0.answer(.accepted(nil))
            $0.event(.power(.stopped), after: 6)
            $0.answer(.accepted("safety-1"), after: 1)
            $0.progress(.create, of: "safety-1", 0.4, after: 2)
        },
        Scene("plan-no-safety", .oneWorld) {
            $0.openPlan("r")
            $0.press("tab")
            $0.inspect()
            $0.arm()
        },
        Scene("plan-no-room", .full) { $0.openPlan("r") },
        Scene("make-room", .full) { $0.press("c") },
        Scene("plan-bulk-delete", .oneWorld) {
            $0.press("*")
            $0.openPlan("x")
        },
        Scene("plan-bulk-deleting", .oneWorld) {
            $0.press("j", "space", "space")
            $0.confirmPlan("x")
            $0.pass(seconds: 5)
            $0.inspect()
            $0.answer(.refused(ProviderError(.conflict, "The backup is locked: unlock it first")))
        },
        Scene("plan-restoring", .oneWorld) { $0.restore(upTo: 0.42) },
        Scene("plan-succeeded", .oneWorld) {
            $0.restore(upTo: 0.9)
            $0.progress(.restore, of: "b5f0c1d2-aaaa", 1, state: .done, after: 2)
            $0.answer(.accepted(nil))
            $0.event(.power(.running), after: 5)
        },
        Scene("plan-failed", .oneWorld) {
            $0.restore(upTo: 0.42)
            $0.progress(.restore, of: "b5f0c1d2-aaaa", nil, state: .failed, after: 2)
        },
        Scene("plan-changed", .oneWorld) {
            $0.confirmPlan("r")
            $0.pass(seconds: 5)
            var backups = Backup.samples
            backups[0].name = "Something else"
            $0.inspect(backups: backups)
        },
    ]
}

extension SampleState {
    /// Its limit is reached.
    static var full: SampleState {
        SampleState(server: .sample(
            worlds: [World(id: "w-survival", name: "survival", isActive: true)], quota: Quota(used: 5, limit: 5)
        ))
    }

    static var oneWorld: SampleState {
        SampleState(server: .sample(worlds: [World(id: "w-survival", name: "survival", isActive: true)]))
    }

    /// Presses the keys that ask for a plan, and lets it be read.
    mutating func openPlan(_ keys: String...) {
        for key in keys { press(key) }
        inspect(after: 0.3)
        arm()
    }

    /// As `openPlan`, then types what is asked for.
    mutating func confirmPlan(_ keys: String...) {
        for key in keys { press(key) }
        inspect(after: 0.3)
        arm()
        if case let .plan(sheet)? = state.overlays.last, case let .review(plan, _, _) = sheet.stage {
            type(plan.confirmation)
        }
        press("enter")
    }

    /// Confirms a restore of the newest backup and lets it run until the files are replaced.
    mutating func restore(upTo fraction: Double) {
        confirmPlan("r")
        pass(seconds: 5)
        inspect()
        answer(.accepted(nil))
        event(.power(.stopping), after: 1)
        event(.power(.stopped), after: 6)
        makeSafetyBackup()
        inspect()
        answer(.accepted(nil), after: 1)
        progress(.restore, of: "b5f0c1d2-aaaa", 0.02, after: 1)
        progress(.restore, of: "b5f0c1d2-aaaa", fraction, after: 20)
        pass(seconds: 1)
    }

    /// The backup of the present state is asked for, made and listed.
    mutating func makeSafetyBackup() {
        guard case let .create(draft)? = mutations.last?.request else { return }
        answer(.accepted("safety-1"), after: 1)
        progress(.create, of: "safety-1", 0.4, after: 2)
        progress(.create, of: "safety-1", 1, state: .done, after: 4)
        list([.sample("safety-1", draft.name, hoursAgo: 0)] + (state.fleet[location]?.backups ?? []), after: 1)
    }
}
