import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

/// An act on a kind of service, from its key to its end.
struct SimAct: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var traits: ProviderCapabilities
    var power = PowerState.running
    var makesSafetyBackup = true
    var backups = Sample.backups
    var prepare: @Sendable (inout SimService) -> Void = { _ in }
    /// From the key to the confirmation.
    var keys: @Sendable (inout SimSession) -> Void

    /// The session that carries it out to its end.
    func carriedOut(_ change: (inout SimSession) -> Void = { _ in }) -> SimSession {
        var session = begun(change)
        session.finish()
        return session
    }

    /// The session in the moment after the confirmation.
    func begun(_ change: (inout SimSession) -> Void = { _ in }) -> SimSession {
        var service = SimService(traits, power: power, backups: backups)
        prepare(&service)
        var session = SimSession(service, makesSafetyBackup: makesSafetyBackup)
        change(&session)
        session.start()
        keys(&session)
        return session
    }
}

extension SimAct {
    static let kinds: [(name: String, traits: ProviderCapabilities)] = [
        ("plain", Sample.capabilities()), ("historic", .historic), ("logged", .logged),
        ("synchronous", .synchronous), ("silent", .silent),
    ]

    /// A restore of b2 on a kind of service.
    static func restore(
        _ name: String,
        _ traits: ProviderCapabilities,
        power: PowerState = .running,
        isSafe: Bool = true
    ) -> SimAct {
        SimAct(
            testDescription: "\(name): \(isSafe ? "safe " : "")restore of a \(power.words) server",
            traits: traits,
            power: power,
            makesSafetyBackup: isSafe
        ) { session in
            session.bench.select("b2")
            session.press(.restore)
            if session.bench.menu != nil {
                session.key(.enter)
                session.pass(1)
            }
            session.confirm()
        }
    }

    static let restores: [SimAct] = kinds.flatMap { name, traits in
        [PowerState.running, .stopped].flatMap { power in
            [true, false].map { restore(name, traits, power: power, isSafe: $0) }
        }
    }

    /// An act whose sheet asks for a text.
    private static func severe(
        _ name: String,
        _ traits: ProviderCapabilities,
        power: PowerState = .running,
        prepare: @escaping @Sendable (inout SimService) -> Void = { _ in },
        _ open: @escaping @Sendable (inout SimSession) -> Void
    ) -> SimAct {
        SimAct(testDescription: name, traits: traits, power: power, prepare: prepare) { session in
            open(&session)
            session.pass(1)
            session.confirm()
        }
    }

    /// An act whose sheet asks for `y`.
    private static func light(
        _ name: String,
        _ traits: ProviderCapabilities,
        power: PowerState = .running,
        backups: [Backup] = Sample.backups,
        prepare: @escaping @Sendable (inout SimService) -> Void = { _ in },
        _ open: @escaping @Sendable (inout SimSession) -> Void
    ) -> SimAct {
        SimAct(testDescription: name, traits: traits, power: power, backups: backups, prepare: prepare) { session in
            open(&session)
            session.pass(1)
            session.key(.character("y"))
        }
    }

    private static func marking(_ session: inout SimSession, _ backups: [Backup.ID], _ action: UserAction) {
        session.bench.state.manager.marks = Set(backups)
        session.press(action)
    }

    static let many = ProviderCapabilities.logged.with { $0.actions.insert(.deleteMany) }

    /// Acts by a plan that are no restore.
    static let severe: [SimAct] = [
        severe("delete", .logged) { session in
            session.bench.select("b2")
            session.press(.delete)
        },
        severe("synchronous: delete", .synchronous) { session in
            session.bench.select("b2")
            session.press(.delete)
        },
        severe("bulk delete", .logged) { marking(&$0, ["b2", "b3"], .delete) },
        severe("bulk delete by one request", many) { marking(&$0, ["b2", "b3"], .delete) },
        light("delete of an empty one", .logged, backups: [
            Sample.backup("b1"), Sample.backup("b2", hoursOld: 26, state: .failed), Sample.backup("b3", hoursOld: 72),
        ]) { session in
            session.bench.select("b2")
            session.press(.delete)
        },
        light("bulk lock", .logged) { marking(&$0, ["b1", "b2", "b3"], .lock) },
        severe("power stop", .logged) { session in
            session.press(.power)
            session.key(.character("t"))
        },
        severe("power kill", .historic) { session in
            session.press(.power)
            session.key(.character("k"))
        },
        severe("power restart", .historic) { session in
            session.press(.power)
            session.key(.character("r"))
        },
        severe("cancel of a restore", .historic, prepare: {
            $0.begin(OperationKey(backup: "b2", kind: .restore), 900)
        }) { session in
            session.bench.select("b2")
            session.press(.cancelOperation)
        },
    ]

    /// Single requests.
    static let light: [SimAct] = [
        SimAct(testDescription: "create", traits: .historic) { session in
            session.press(.create)
            session.key(.enter)
        },
        SimAct(testDescription: "create with an own id", traits: .synchronous) { session in
            session.press(.create)
            session.key(.enter)
        },
        SimAct(testDescription: "rename", traits: .historic) { session in
            session.bench.select("b2")
            session.press(.rename)
            session.type("other")
            session.key(.enter)
        },
        light("lock", .logged) { session in
            session.bench.select("b2")
            session.press(.lock)
        },
        light("unlock", .logged, backups: [
            Sample.backup("b1"), Sample.backup("b2", hoursOld: 26, isLocked: true),
        ]) { session in
            session.bench.select("b2")
            session.press(.lock)
        },
        light("retry", .historic, backups: [Sample.backup("b1"), Sample.backup("b2", hoursOld: 26, state: .failed)]) {
            $0.bench.select("b2")
            $0.press(.retry)
        },
        light("cancel of a create", .historic, backups: [
            Sample.backup("b1"), Sample.backup("b2", hoursOld: 0, state: .running),
        ], prepare: { $0.begin(OperationKey(backup: "b2", kind: .create), 90000) }) { session in
            session.bench.select("b2")
            session.press(.cancelOperation)
        },
        light("dismiss", .historic, prepare: {
            $0.ended[OperationKey(backup: "b2", kind: .restore)] = Sample.report(
                "b2", .restore, .failed, run: "7", endedAt: -60, awaits: true
            )
        }) { session in
            session.bench.select("b2")
            session.press(.acknowledge)
        },
        light("power start", .historic, power: .stopped) { session in
            session.press(.power)
            session.key(.character("s"))
        },
    ]
}
