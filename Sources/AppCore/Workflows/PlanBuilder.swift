import BackupKit
import FoundationEssentials

/// Makes a plan from what was just read, or says why there can be none.
enum PlanBuilder {
    enum Answer: Equatable {
        case plan(Plan)
        case refused(String)
    }

    /// Oldest reading a plan may rest on.
    static let freshness: TimeInterval = 60

    static func build(
        _ target: PlanTarget,
        from inspection: Inspection,
        act: Identifier<JournalEntry>,
        state: AppState
    ) -> Answer {
        guard let context = state.fleet.contexts[target.location.server.context],
              let server = state.fleet.servers[target.location.server] else {
            return .refused("The server is not in the list any more: press R")
        }
        if let reason = Availability.reasonAgainstWriting(in: context, settings: state.settings) {
            return .refused(reason)
        }
        guard (0 ... freshness).contains(state.now.timeIntervalSince(inspection.readAt)) else {
            return .refused("What was read is over a minute old: press Esc and try again")
        }
        let facts: PlanFacts
        switch PlanFacts.gather(target, from: inspection, power: server.power(with: inspection)) {
        case let .success(gathered): facts = gathered
        case let .failure(refusal): return .refused(refusal.reason)
        }
        if let reason = refusal(of: target, facts: facts, inspection: inspection, server: server) {
            return .refused(reason)
        }
        return .plan(make(target, facts: facts, server: inspection.server, context: context, act: act, state: state))
    }

    private static func refusal(
        of target: PlanTarget,
        facts: PlanFacts,
        inspection: Inspection,
        server: ServerState
    ) -> String? {
        let capabilities = inspection.listing.capabilities ?? server.capabilities
        if let reason = capabilities.reason(against: target.act.capability) { return reason }
        if case let .cancel(run) = target.act { return refusal(of: run, inspection: inspection, capabilities) }
        if case .restore = target.act {
            if facts.backup?.state != .completed {
                return "\"\(facts.backup?.title ?? "")\" is not a completed backup: it cannot be restored"
            }
            if facts.condition != .available {
                return "\(facts.serverName) is \(facts.condition.words): nothing can be restored now"
            }
            let server = inspection.server
            if let reason = capabilities.reason(against: .restoreBackups, on: server) { return reason }
            for step in steps(of: target, facts: facts, capabilities: capabilities) {
                guard let permission = step.permission,
                      let reason = capabilities.reason(against: permission, on: server) else { continue }
                switch step {
                case .stop: return "A restore stops the server first, and \(reason)"
                case .start: return "A restore starts the server again, and \(reason): stop it yourself before"
                default: return reason
                }
            }
        }
        if case let .restore(_, options) = target.act, options.truncates {
            switch inspection.archive {
            case .readable: break
            case .notAsked: return "It was not looked whether the archive is there: press Esc and try again"
            case let .missing(reason):
                return "Every file would be removed first, and the archive cannot be read: \(reason)"
            }
        }
        if case .delete = target.act {
            if let reason = facts.condition.reasonAgainstDelete {
                return "\(facts.serverName) is \(reason): nothing can be deleted now"
            }
            if let reason = capabilities
                .reason(against: .deleteBackups, on: inspection.server) { return reason }
            if facts.backup?.isLocked == true, capabilities.reason(against: .unlock) == nil {
                return "\"\(facts.backup?.title ?? "")\" is locked: unlock it first"
            }
        }
        if case let .power(signal) = target.act,
           let reason = capabilities.reason(against: signal.permission, on: inspection.server) {
            return reason
        }
        return ForeignWork.found(in: inspection.listing, server: server, target: target)
            .map { "\($0): wait until it has ended" }
    }

    private static func refusal(
        of run: OperationRun,
        inspection: Inspection,
        _ capabilities: ProviderCapabilities
    ) -> String? {
        if let reason = capabilities.reason(against: .restoreBackups, on: inspection.server) { return reason }
        return inspection.listing.shows(run) ? nil : "The \(run.kind.rawValue) has ended already"
    }

    private static func make(
        _ target: PlanTarget,
        facts: PlanFacts,
        server: Server,
        context: Context,
        act: Identifier<JournalEntry>,
        state: AppState
    ) -> Plan {
        let capabilities = state.fleet.capabilities(of: target.location.server) ?? context.capabilities
        let level = Gate.level(of: target.act.request, in: Gate.Circumstances(
            isProtected: context.protects(server),
            isLastGood: facts.isLastGood,
            isLocked: facts.backup?.isLocked == true && capabilities.reason(against: .unlock) != nil,
            isCertainlyFailed: facts.backup?.isCertainlyFailed == true
        ))
        let serviceTime = state.serviceTime(of: target.location.server)
        let phrase = ConfirmationPhrase(
            target: target, facts: facts, level: level, fleet: state.fleet, now: serviceTime
        )
        return Plan(
            act: act,
            target: target,
            level: level,
            facts: facts,
            steps: steps(of: target, facts: facts, capabilities: capabilities),
            confirmation: phrase.text,
            confirmationNote: phrase.note,
            cancelWindow: level == .extreme ? state.settings.cancelWindow * 2 : state.settings.cancelWindow,
            madeAt: state.now,
            serviceTime: serviceTime
        )
    }

    private static func steps(
        of target: PlanTarget,
        facts: PlanFacts,
        capabilities: ProviderCapabilities
    ) -> [Plan.Step] {
        switch target.act {
        case .delete: return [.recheck, .delete]
        case .cancel: return [.recheck, .cancel]
        case let .power(signal): return [.recheck, .power(signal)]
        case .restore:
            guard capabilities.restore.needsStop, !facts.power.isDown else { return [.recheck, .restore] }
            let end: [Plan.Step] = facts.wasRunning ? [.start] : []
            return [.recheck, .stop, .confirmStopped, .recheck, .restore] + end
        }
    }
}
