import BackupKit
import FoundationEssentials

extension PlanRefusal {
    /// Throws what makes the act impossible by what was just read.
    static func check(
        _ target: PlanTarget,
        _ steps: [Plan.Step],
        _ facts: PlanFacts,
        _ inspection: Inspection,
        _ traits: ProviderCapabilities,
        _ known: ServerState
    ) throws(PlanRefusal) {
        if let reason = traits.reason(against: target.act.capability) { throw PlanRefusal(reason) }
        let server = inspection.server
        switch target.act {
        case let .cancel(run):
            if let reason = traits.reason(against: .restoreBackups, on: server) {
                throw PlanRefusal(reason, .missingPermission)
            }
            guard inspection.listing.shows(run) else {
                throw PlanRefusal("The \(run.kind.rawValue) has ended already")
            }
            return
        case let .restore(_, options):
            try checkRestore(steps, facts, server, traits)
            if options.truncates { try checkArchive(inspection.archive) }
        case .delete:
            try checkDelete(facts, server, traits)
            if facts.backup?.isLocked == true, traits.reason(against: .unlock) == nil {
                throw PlanRefusal("\"\(facts.backup?.title ?? "")\" is locked: unlock it first", .locked)
            }
        case let .bulk(bulk):
            if bulk.kind == .delete { try checkDelete(facts, server, traits) }
            // What is being worked on is left out of it, row by row.
            return
        case let .power(signal):
            if let reason = traits.reason(against: signal.permission, on: server) {
                throw PlanRefusal(reason, .missingPermission)
            }
        case .create, .rename, .setLock, .retry, .acknowledge, .download:
            return
        }
        if let work = ForeignWork.found(in: inspection.listing, server: known, target: target) {
            throw PlanRefusal("\(work): wait until it has ended", .activeOperation)
        }
    }

    private static func checkRestore(
        _ steps: [Plan.Step],
        _ facts: PlanFacts,
        _ server: Server,
        _ traits: ProviderCapabilities
    ) throws(PlanRefusal) {
        guard facts.backup?.state == .completed else {
            throw PlanRefusal(
                "\"\(facts.backup?.title ?? "")\" is not a completed backup: it cannot be restored",
                .notCompleted
            )
        }
        guard facts.condition == .available else {
            throw PlanRefusal("\(facts.serverName) is \(facts.condition.words): nothing can be restored now", .conflict)
        }
        if let reason = traits.reason(against: .restoreBackups, on: server) {
            throw PlanRefusal(reason, .missingPermission)
        }
        for step in steps {
            guard let permission = step.permission,
                  let reason = traits.reason(against: permission, on: server) else { continue }
            switch step {
            case .stop: throw PlanRefusal("A restore stops the server first, and \(reason)", .missingPermission)
            case .start:
                throw PlanRefusal(
                    "A restore starts the server again, and \(reason): stop it yourself before",
                    .missingPermission
                )
            case .safety:
                throw PlanRefusal("No safety backup can be made: \(reason)", remedy: .withoutSafety, .missingPermission)
            default: throw PlanRefusal(reason, .missingPermission)
            }
        }
    }

    private static func checkArchive(_ archive: Inspection.ArchiveProof) throws(PlanRefusal) {
        switch archive {
        case .readable: return
        case .notAsked: throw PlanRefusal("It was not looked whether the archive is there: press Esc and try again")
        case let .missing(reason):
            throw PlanRefusal("Every file would be removed first, and the archive cannot be read: \(reason)")
        }
    }

    private static func checkDelete(
        _ facts: PlanFacts,
        _ server: Server,
        _ traits: ProviderCapabilities
    ) throws(PlanRefusal) {
        if let reason = facts.condition.reasonAgainstDelete {
            throw PlanRefusal("\(facts.serverName) is \(reason): nothing can be deleted now", .conflict)
        }
        if let reason = traits.reason(against: .deleteBackups, on: server) {
            throw PlanRefusal(reason, .missingPermission)
        }
    }
}
