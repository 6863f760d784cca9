import AppCore
import BackupKit
import FoundationEssentials

/// What happens besides the screen when alarms begin: a bell, and a program of the user's.
@MainActor
final class AlarmBell {
    /// Shortest time between two rings, in seconds: a storm of alarms is one noise.
    private static let gap: TimeInterval = 60

    private let settings: AlarmSettings
    private let zone: TimeZone
    private let ring: () -> Bool
    private let hook: AlarmHook?
    private let now: () -> Date
    private var rangAt: Date?

    /// - Parameter ring: makes the terminal ring; answers whether it could.
    init(
        _ settings: AlarmSettings,
        zone: TimeZone = .current,
        hook: AlarmHook?,
        now: @escaping () -> Date = { Date() },
        ring: @escaping () -> Bool
    ) {
        self.settings = settings
        self.zone = zone
        self.hook = hook
        self.now = now
        self.ring = ring
    }

    /// Ends the user's program, if it runs, and starts no other one; nil where there is none to end.
    func close(then finish: @escaping @MainActor () -> Void) -> Task<Void, Never>? {
        guard let hook else { return nil }
        return Task {
            await hook.close()
            finish()
        }
    }

    func begun(_ news: [AlarmNews]) {
        if let hook {
            let calls = news.map(AlarmCall.init)
            Task { await hook.ring(calls) }
        }
        let moment = now()
        // A clock that was set back must not silence the bell for long.
        let isRested = rangAt.map { abs(moment.timeIntervalSince($0)) >= Self.gap } ?? true
        guard settings.ringsBell, isRested, !isQuiet(at: moment), ring() else { return }
        rangAt = moment
    }

    private func isQuiet(at moment: Date) -> Bool {
        guard let hours = settings.quietHours else { return false }
        let local = Int(moment.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: moment)
        let minute = ((local % 86400) + 86400) % 86400 / 60
        return hours.contains(minute: minute)
    }
}

extension AlarmCall {
    /// An alarm in the words of the environment of a user's program.
    init(_ news: AlarmNews) {
        self.init(
            kind: news.kind.rawValue, context: news.context.rawValue, server: news.server?.rawValue ?? "",
            serverName: news.serverName ?? "", cause: news.cause, next: news.next
        )
    }
}
