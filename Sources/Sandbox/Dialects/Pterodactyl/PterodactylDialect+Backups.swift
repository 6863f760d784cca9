import FoundationEssentials

extension PterodactylDialect {
    /// Longest name of a backup, in characters.
    private static let longestName = 191

    func addBackups(to table: inout RouteTable) {
        let base = "/api/client/servers/:sid/backups"
        table.add("GET", base) { call in
            try await entered(call, needs: .readBackups) { .json(list($0)) }
        }
        table.add("POST", base) { call in
            try await entered(call, needs: .create) { try await .json(objects.backup(create($0))) }
        }
        table.add("GET", "\(base)/:bid") { call in
            try await entered(call, needs: .readBackups) { try await .json(objects.backup(backup($0))) }
        }
        table.add("DELETE", "\(base)/:bid") { call in
            try await entered(call, needs: .delete) { place in
                let backup = try await backup(place)
                try await engine.delete(backup.id, on: place.server.id, world: backup.world)
                return .noContent
            }
        }
        table.add("GET", "\(base)/:bid/download") { call in
            try await entered(call, needs: .download) { try await download($0) }
        }
        table.add("POST", "\(base)/:bid/lock") { call in
            try await entered(call, needs: .delete) { try await lock($0) { !$0 } }
        }
        if scenario == .documented {
            table.add("POST", "\(base)/:bid/unlock") { call in
                try await entered(call, needs: .delete) { try await lock($0) { _ in false } }
            }
        }
        table.add("POST", "\(base)/:bid/restore") { call in
            try await entered(call, needs: .restore) { try await restore($0) }
        }
    }

    private func backup(_ place: Place) async throws -> StoredBackup {
        try await engine.backup(StoredBackup.ID(text: place.call.parameter("bid")), on: place.server.id)
    }

    /// The links forget `per_page`, as deployed panels do; the documents show 25 rows and no count.
    private func list(_ place: Place) -> JSON {
        let rows = objects.backups(place.server)
        let page = PterodactylPage(
            place.call,
            total: rows.count,
            usual: scenario == .deployed ? 20 : 25,
            largest: 50
        )
        let count = JSON.Member(name: "backup_count", value: .integer(engine.policy.used(place.server)))
        return page.list(
            Array(page.slice(rows)),
            base: panel(place.call) + place.call.path,
            query: [],
            meta: scenario == .deployed ? [count] : []
        )
    }

    private func create(_ place: Place) async throws -> StoredBackup {
        var body = try PterodactylBody(place.call)
        let name = body.text("name", longest: Self.longestName)
        let isLocked = body.flag("is_locked") ?? false
        let ignored = body.text("ignored") ?? ""
        try body.check()
        // "0" is as good as nothing to the panel.
        let given = name == "0" ? nil : name
        return try await engine.create(
            on: place.server.id,
            world: place.world().id,
            name: given ?? engine.policy.automaticName(engine.clock.now),
            details: BackupDetails(
                ignored: ignored.split(separator: "\n").map(String.init),
                // Silently forgotten where the account may not unlock.
                isLocked: isLocked && place.access.allows(.delete)
            )
        )
    }

    private func lock(_ place: Place, _ change: (Bool) -> Bool) async throws -> Answer {
        let backup = try await backup(place)
        try await engine.setLock(change(backup.isLocked), backup.id, on: place.server.id)
        return try await scenario == .documented ? .noContent : .json(objects.backup(self.backup(place)))
    }

    private func download(_ place: Place) async throws -> Answer {
        let backup = try await backup(place)
        if scenario == .documented, backup.state != .completed {
            throw PterodactylRefusal.notReady(backup)
        }
        let token = links.issueDownload(of: backup.id, on: place.server.id)
        await engine.log(.download, backup, on: place.server.id, by: .account)
        let url = "http://\(place.call.host)/\(system.rawValue)\(Self.downloadPath)?token=\(token)"
        return .json(objects.wrapped("signed_url", ["url": .string(url)]))
    }

    /// Deployed panels demand `truncate`; the documents take its absence for true.
    private func restore(_ place: Place) async throws -> Answer {
        var body = try PterodactylBody(place.call)
        let flag = body.flag("truncate")
        if scenario == .deployed {
            body.require("truncate")
        }
        try body.check()
        let backup = try await backup(place)
        guard place.server.condition != .reinstallFailed else {
            throw PterodactylRefusal(
                400,
                "BadRequestHttpException",
                "This server is not currently in a state that allows for a backup to be restored."
            )
        }
        if scenario == .documented, backup.state != .completed {
            throw PterodactylRefusal.notReady(backup)
        }
        try await engine.restore(
            backup.id,
            on: place.server.id,
            world: backup.world,
            terms: .init(files: flag ?? true ? .wipe : .overlay)
        )
        return scenario == .documented ? Answer(status: 202) : .noContent
    }
}
