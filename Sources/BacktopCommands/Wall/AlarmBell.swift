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
    private let ring: () -> Void
    private let hook: AlarmHook?
    private let now: () -> Date
    private var rangAt: Date?

    /// - Parameter ring: makes the terminal ring.
    init(
        _ settings: AlarmSettings,
        zone: TimeZone = .current,
        hook: AlarmHook?,
        now: @escaping () -> Date = { Date() },
        ring: @escaping () -> Void
    ) {
        self.settings = settings
        self.zone = zone
        self.hook = hook
        self.now = now
        self.ring = ring
    }

    /// Ends the user's program, if it runs.
    func close() {
        guard let hook else { return }
        Task { await hook.close() }
    }

    func begun(_ news: [AlarmNews]) {
        if let hook {
            for alarm in news {
                let call = AlarmCall(alarm)
                Task { await hook.ring(call) }
            }
        }
        let moment = now()
        // A clock that was set back must not silence the bell for long.
        let isRested = rangAt.map { abs(moment.timeIntervalSince($0)) >= Self.gap } ?? true
        guard settings.ringsBell, isRested, !isQuiet(at: moment) else { return }
        rangAt = moment
        ring()
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
