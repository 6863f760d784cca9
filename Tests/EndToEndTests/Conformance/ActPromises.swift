import BackupKit
import Foundation

/// Promises about acts: what was asked for is so at the service, and the list shows it.
enum ActPromises {
    static func check(_ promise: LivePromise, _ bench: LiveBench) async throws {
        switch promise {
        case .createsComplete: try await create(bench)
        case .createOptionsArrive: try await options(bench)
        case .renamesArrive: try await rename(bench)
        case .locksArrive: try await lock(bench)
        case .deletesArrive: try await delete(bench)
        case .severalAreDeletedAtOnce: try await deleteMany(bench)
        case .powerArrives: try await power(bench)
        case .cancelsArrive: try await cancel(bench)
        case .retriesArrive: try await retry(bench)
        case .acknowledgementsArrive: try await acknowledge(bench)
        default: try await restore(bench)
        }
    }

    static func create(_ bench: LiveBench) async throws {
        let made = try await bench.create(bench.draft("Made over the wire"))
        guard let truth = try await bench.trueBackup(made.id) else { throw BrokenPromise("there is no such backup") }
        try promise(truth.name == "Made over the wire" && made.name == truth.name, "it is called \(truth.name)")
        if bench.capabilities.facts.contains(.checksum) {
            let wanted = try ListPromises.checksum(made, truth)
            try promise(made.checksum == wanted, "its checksum is not the archive's")
        }
        let one = try await bench.reader.backup(made.id, at: bench.location)
        try promise(one.id == made.id && one.state == .completed, "read alone it is \(one.state)")
        try await ListPromises.list(bench)
    }

    private static func options(_ bench: LiveBench) async throws {
        let options = bench.capabilities.create.options
        let patterns = options.contains(.ignoredPatterns) ? ["*.log", "cache/", "name with, comma"] : []
        let made = try await bench.create(bench.draft(
            "With options", ignored: patterns, isLocked: options.contains(.lock)
        ))
        let truth = try await bench.trueBackup(made.id)
        try promise(truth?.ignored == patterns, "left out are \(truth?.ignored ?? [])")
        try promise(truth?.locked == options.contains(.lock), "it is \(truth?.locked == true ? "" : "not ")locked")
        try await ListPromises.list(bench)
    }

    private static func rename(_ bench: LiveBench) async throws {
        let name = "Größer \"now\" 🌍 & more"
        try await bench.writer.rename(bench.backup, to: name, at: bench.location)
        let truth = try await bench.trueBackup(bench.backup)
        try promise(truth?.name == name, "it is called \(truth?.name ?? "nothing")")
        _ = try await bench.listed(bench.backup) { $0.name == name }
    }

    /// Asked for twice, a lock must not come off again.
    private static func lock(_ bench: LiveBench) async throws {
        for isLocked in [true, true, false, false] {
            try await bench.writer.setLock(isLocked, on: bench.backup, at: bench.location)
            let truth = try await bench.trueBackup(bench.backup)
            try promise(truth?.locked == isLocked, "\(isLocked) was asked for, and it is not so")
            _ = try await bench.listed(bench.backup) { $0.isLocked == isLocked }
        }
        let sent = try bench.service.mutations().count
        try promise(sent == 2, "\(sent) requests for one lock and one unlock")
    }

    private static func delete(_ bench: LiveBench) async throws {
        try await bench.writer.delete(bench.backup, at: bench.location)
        try await bench.until("it is gone") {
            let rows = try await bench.reader.backups(at: bench.location).backups
            let truth = try await bench.trueBackup(bench.backup)
            return truth == nil && !rows.contains { $0.id == bench.backup }
        }
        do {
            _ = try await bench.reader.backup(bench.backup, at: bench.location)
            throw BrokenPromise("a deleted backup could be read")
        } catch let error as ProviderError {
            try promise(error.code == .notFound, "a deleted backup is \(error.code.rawValue)")
        }
    }

    private static func deleteMany(_ bench: LiveBench) async throws {
        let doomed = try await bench.reader.backups(at: bench.location).backups
            .filter { $0.state == .completed && $0.isLocked != true }.map(\.id)
        try promise(doomed.count > 1, "there is only one")
        try await bench.writer.delete(doomed, at: bench.location)
        try await bench.until("all are gone") {
            try await bench.reader.backups(at: bench.location).backups.allSatisfy { !doomed.contains($0.id) }
        }
        try promise(bench.service.mutations().count == 1, "more than one request was sent")
    }

    private static func power(_ bench: LiveBench) async throws {
        for (signal, state) in [(PowerSignal.stop, "stopped"), (.start, "running"), (.kill, nil)] {
            try await bench.writer.power(signal, server: bench.location.server)
            try await bench.until("\(signal.rawValue) takes effect") {
                let power = try await bench.service.server().power
                return state.map { power == $0 } ?? (power != "running")
            }
        }
    }

    /// Stops a create that runs, by the number that the list gives it.
    private static func cancel(_ bench: LiveBench) async throws {
        let id = try await bench.writer.createBackup(bench.draft("Cancelled"), at: bench.location)
        var run: OperationRun?
        try await bench.until("the create has a number") {
            let reports = try await bench.reader.backups(at: bench.location).operations
            run = reports.first { $0.backup == id && $0.kind == .create && !$0.state.hasEnded }
                .flatMap { report in report.run.map { OperationRun(backup: id, kind: .create, id: $0) } }
            return run != nil
        }
        guard let run else { return }
        try await bench.writer.cancel(run, at: bench.location)
        try await bench.until("it is cancelled") {
            try await bench.service.server().operations.contains { $0.backup == id.rawValue && $0.state == "cancelled" }
        }
        try await bench.until("the list says so") {
            let listing = try await bench.reader.backups(at: bench.location)
            return listing.operations.contains { $0.backup == id && $0.state == .cancelled }
                || !listing.backups.contains { $0.id == id }
        }
    }

    private static func retry(_ bench: LiveBench) async throws {
        try await bench.service.fault(
            #""fault":"change","op":"fail","server":"\#(bench.service.serverID)","backup":"\#(bench.backup)""#
        )
        _ = try await bench.listed(bench.backup) { $0.state == .failed }
        try await bench.writer.retry(bench.backup, at: bench.location)
        _ = try await bench.listed(bench.backup) { $0.state == .completed }
        let truth = try await bench.trueBackup(bench.backup)
        try promise(truth?.state == "completed", "it is \(truth?.state ?? "gone")")
    }

    private static func acknowledge(_ bench: LiveBench) async throws {
        let made = try await bench.create(bench.draft("Seen"))
        let location = bench.location
        func waiting() async throws -> OperationRun? {
            try await bench.reader.backups(at: location).operations
                .first { $0.backup == made.id && $0.awaitsAcknowledgement }
                .flatMap { report in report.run.map { OperationRun(backup: made.id, kind: report.kind, id: $0) } }
        }
        guard let run = try await waiting() else { throw BrokenPromise("no outcome waits to be seen") }
        try await bench.writer.acknowledge(run, at: location)
        try await bench.until("it waits no more") { try await waiting() == nil }
    }

    /// The files are what they were when the backup was made, and the evidence that the provider names is there.
    static func restore(_ bench: LiveBench) async throws {
        let made = try await bench.create(bench.draft("To go back to"))
        let before = try await bench.fingerprint()
        try await bench.play()
        try await promise(bench.fingerprint() != before, "the world did not change")
        try await bench.stopServer()
        if bench.capabilities.restore.needsStop, bench.capabilities.news.pollsServer {
            try await bench.until("the server is down") {
                let power = try await bench.reader.server(bench.location.server).power
                return power?.isDown ?? true
            }
        }
        let reading = try await bench.reader.backups(at: bench.location)
        try promise(!isProven(reading, made.id), "a restore is reported that nobody asked for")
        try await bench.writer.restore(
            made.id, RestoreOptions(safetyName: "Before restore 0a1b2c3d"), at: bench.location
        )
        try await bench.until("the files are back") { try await bench.fingerprint() == before }
        switch bench.capabilities.restore.evidence {
        case .nothing:
            let operations = try await bench.reader.backups(at: bench.location).operations
            try promise(!operations.contains { $0.kind == .restore && $0.state.hasEnded }, "an outcome was made up")
        case .list:
            _ = try await bench.listed(made.id) { $0.state == .completed }
        case .eventsAndList, .history, .activity:
            try await bench.until("the list proves the restore") {
                do throws(ProviderError) {
                    return try await isProven(bench.reader.backups(at: bench.location), made.id)
                } catch {
                    // The files are back a moment before the service has ended its work.
                    guard error.code == .conflict else { throw error }
                    return false
                }
            }
        }
    }

    private static func isProven(_ listing: BackupListing, _ backup: Backup.ID) -> Bool {
        listing.operations.contains { $0.backup == backup && $0.kind == .restore && $0.state == .done }
    }
}
