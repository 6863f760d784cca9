import BackupKit
import FoundationEssentials

/// The backup of the present state that is made before a restore, where the service does not make one itself.
enum SafetyBackup {
    /// What every such backup's name begins with; eight hexadecimal digits follow, by which a lost answer is found.
    static let prefix = "Before restore "

    /// What is asked for: everything on the server, and protected where that is possible.
    static func draft(nonce: String, id: String, capabilities: ProviderCapabilities, server: Server) -> BackupDraft {
        BackupDraft(
            name: prefix + nonce,
            ignoredPatterns: capabilities.create.everythingPattern.map { [$0] } ?? [],
            isLocked: capabilities.create.options.contains(.lock) && server.allows(.lockBackups),
            id: capabilities.create.takesOwnID ? Backup.ID(id) : nil
        )
    }

    /// Why none can be made now; nil when it can, as far as is known.
    static func refusal(
        facts: PlanFacts,
        server: Server,
        state: ServerState,
        capabilities: ProviderCapabilities,
        now: Date
    ) -> PlanRefusal? {
        if let reason = capabilities.reason(against: .create) {
            return PlanRefusal("No safety backup can be made: \(reason)", remedy: .withoutSafety)
        }
        if let reason = capabilities.reason(against: .createBackups, on: server) {
            return PlanRefusal("No safety backup can be made: \(reason)", remedy: .withoutSafety, .missingPermission)
        }
        if let reason = lackOfRoom(facts.quota, capabilities.quota) {
            // No delete makes room where there may be no backups at all.
            let remedy: PlanRefusal.Remedy = facts.quota.limit == 0 ? .withoutSafety : .makeRoom
            return PlanRefusal("There is no room for the safety backup: \(reason)", remedy: remedy, .quotaFull)
        }
        if let until = state.createsBlockedUntil, until > now {
            let wait = WaitText.text(until.timeIntervalSince(now))
            return PlanRefusal("The service takes no safety backup for \(wait)", remedy: .withoutSafety, .throttled)
        }
        return nil
    }

    /// Why no further backup has room, in words; nil where it has, or nobody tells.
    static func lackOfRoom(_ quota: Quota, _ traits: QuotaTraits) -> String? {
        guard let limit = quota.limit else { return nil }
        if limit == 0 { return "backups are switched off for this server" }
        guard let used = quota.used, used >= limit else { return nil }
        return "quota full (\(used)/\(limit))"
    }

    /// What may yet stand in its way: a service may count backups that are not listed any more.
    static func doubt(_ backups: [Backup], _ traits: CreateTraits, now: Date) -> PlanConsequence? {
        guard let throttle = traits.throttle else { return nil }
        let since = now.addingTimeInterval(-(throttle.window / .seconds(1)))
        let recent = backups.count { backup in
            backup.state != .failed && backup.createdAt.map { $0 > since && $0 <= now } == true
        }
        guard recent >= throttle.count else { return nil }
        let minutes = Int(throttle.window / .seconds(60))
        return PlanConsequence(
            "Risk",
            "\(recent) backups were made in the last \(minutes) min: the service may refuse the safety backup",
            .warning
        )
    }

    /// Whether a backup is one of these, by its name.
    static func isOne(_ backup: Backup) -> Bool {
        guard let name = backup.name, name.hasPrefix(prefix) else { return false }
        let rest = name.dropFirst(prefix.count)
        return rest.count == 8 && rest.allSatisfy(\.isHexDigit)
    }
}

/// How long to wait, in a word.
enum WaitText {
    /// `45 s`, `3 min`.
    static func text(_ seconds: TimeInterval) -> String {
        let whole = Int(max(0, seconds).rounded(.up))
        return whole < 120 ? "\(whole) s" : "\((whole + 59) / 60) min"
    }
}
