import BackupKit
import FoundationEssentials

/// Alarms that somebody has seen: kept in a file that every session and every wall of the machine reads.
enum AcknowledgementReducer {
    /// Time between two readings of the file: another session may have written it.
    private static let gap: Duration = .seconds(15)

    static func start(state: AppState) -> [Effect] {
        state.settings.watchesFleet ? [.loadAcknowledgements(change: state.watch.acknowledgementChange)] : []
    }

    static func loaded(
        _ result: Result<[AcknowledgedAlarm], AcknowledgementError>,
        change: Int,
        state: inout AppState
    ) -> [Effect] {
        // A reading that began before a change of ours was made knows nothing of it.
        guard change == state.watch.acknowledgementChange else { return [.timer(.acknowledgements, after: gap)] }
        switch result {
        case let .success(marks):
            state.watch.acknowledged = Dictionary(
                marks.compactMap(Acknowledgement.init).filter { $0.holds(at: state.now) }.map { ($0.alarm, $0) },
                uniquingKeysWith: { $0.until > $1.until ? $0 : $1 }
            )
            state.watch.keptAcknowledgements = state.watch.acknowledged
            state.note(nil, of: .acknowledgements)
        case let .failure(error):
            state.note(error.message, of: .acknowledgements)
        }
        return [.timer(.acknowledgements, after: gap)]
    }

    /// A change of ours was made, and what the file holds now is read. What could not be kept is not acknowledged:
    /// other sessions and the next start would know nothing of it.
    static func saved(_ problem: AcknowledgementError?, state: inout AppState) -> [Effect] {
        state.watch.acknowledgementChange += 1
        if let problem {
            state.watch.acknowledged = state.watch.keptAcknowledgements
            state.watch.revision += 1
            state.notice = Notice(.failure, problem.message)
        }
        return [.loadAcknowledgements(change: state.watch.acknowledgementChange)]
    }

    /// Acknowledges everything that is told of a subject, until a moment.
    static func acknowledge(_ subject: Alarm.Subject, for span: Duration, state: inout AppState) -> [Effect] {
        let alarms = state.watch.book.raised(of: subject).map(\.alarm.id)
        guard !alarms.isEmpty else { return [] }
        state.watch.acknowledgementChange += 1
        let until = state.now.addingTimeInterval(span / .seconds(1))
        for alarm in alarms { state.watch.acknowledged[alarm] = Acknowledgement(alarm, until: until, user: "") }
        state.watch.revision += 1
        state.notice = Notice(
            .success,
            "\(alarms.count == 1 ? "1 alarm" : "\(alarms.count) alarms") acknowledged for \(AgeText.span(span))"
        )
        return [.acknowledge(alarms.map {
            AcknowledgedAlarm(
                kind: $0.kind.rawValue, context: $0.subject.context, server: $0.subject.server?.server, until: until,
                user: "", at: state.now
            )
        })]
    }

    /// Lets the alarms of a subject be told again.
    static func recall(_ subject: Alarm.Subject, state: inout AppState) -> [Effect] {
        state.watch.acknowledgementChange += 1
        let alarms = state.watch.acknowledged.keys.filter { $0.subject == subject }
        for alarm in alarms { state.watch.acknowledged[alarm] = nil }
        state.watch.revision += 1
        state.notice = Notice(.success, "Its alarms are told again")
        return alarms.sorted { $0.kind < $1.kind }.map { .withdrawAcknowledgement($0) }
    }
}

extension Acknowledgement {
    /// An acknowledgement as it stands in the file; nil for a kind that this version does not know.
    init?(_ mark: AcknowledgedAlarm) {
        guard let kind = Alarm.Kind(rawValue: mark.kind) else { return nil }
        let subject: Alarm.Subject = mark.server.map { .server(ServerRef(context: mark.context, server: $0)) }
            ?? .context(mark.context)
        self.init(Alarm.ID(kind, subject), until: mark.until, user: mark.user)
    }
}
