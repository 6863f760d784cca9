public import FoundationEssentials

/// Somebody has seen an alarm, and does not want to be told of it until a moment.
public struct Acknowledgement: Equatable, Sendable {
    /// The alarm.
    public var alarm: Alarm.ID
    /// Until when it stays quiet.
    public var until: Date
    /// Who has seen it: untrusted text.
    public var user: String

    /// A user has seen an alarm.
    public init(_ alarm: Alarm.ID, until: Date, user: String) {
        self.alarm = alarm
        self.until = until
        self.user = user
    }

    /// It still holds at `now`.
    public func holds(at now: Date) -> Bool {
        now < until
    }
}

extension AppState {
    /// What the alarms are about that a key acknowledges: the selected server, or the selected context.
    var alarmSubject: Alarm.Subject? {
        switch screen {
        case .servers: serverList.selection.map(Alarm.Subject.server)
        case .backups: location.map { .server($0.server) }
        case .contexts: contextSelection.map(Alarm.Subject.context)
        case .events, .operations, .wall: nil
        }
    }
}
