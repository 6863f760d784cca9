import BackupKit
import FoundationEssentials

/// Downloads: what stands in the folder, the question, the transfer itself, and comparing a file with its checksum.
enum TransferReducer {
    /// How long an ended transfer stays in the strip.
    static let lingerTime: Duration = .seconds(5)

    static func prepare(state: inout AppState) -> [Effect] {
        guard let target = target(state) else { return [] }
        state.notice = Notice(.info, "Looking at the download folder")
        return [.prepareDownload(target)]
    }

    static func prepared(
        _ target: DownloadTarget,
        _ result: Result<StandingDownload, DownloadError>,
        state: inout AppState
    ) -> [Effect] {
        switch result {
        case let .failure(error):
            state.notice = Notice(.failure, "Download: \(error.message)")
            return []
        case let .success(standing):
            state.notice = nil
            // Another sheet came up while the folder was looked at; a question must not jump in front of it.
            guard state.overlays.isEmpty else { return [] }
            let replaces = standing.finishedBytes != nil
            var lines = ["\"\(target.backup.title)\" to \(standing.path)"]
            if let bytes = standing.finishedBytes {
                lines.append("A file of that name is there (\(bytes) bytes): y replaces it")
            }
            if let part = standing.partBytes, part > 0 {
                lines.append("\(part) bytes came in before: \(use(of: part, target))")
            }
            if target.backup.checksum == nil {
                lines.append("The service tells no checksum: the file cannot be compared with it")
            }
            _ = LightPlan.make(.download(target.backup.id), at: target.location, state: &state)
            return OverlayReducer.openConfirm(
                .download(target, replaces: replaces),
                title: replaces ? "Download and replace a file" : "Download a backup",
                lines: lines,
                verb: replaces ? "replace" : "download",
                state: &state
            )
        }
    }

    /// What a download does with bytes that came in before.
    private static func use(of part: Int64, _ target: DownloadTarget) -> String {
        guard target.canResume else { return "nothing proves them, so it begins anew" }
        if let size = target.backup.size, part >= size { return "compared first, and fetched anew if they differ" }
        return "it goes on from there where the service can"
    }

    static func start(_ target: DownloadTarget, replaces: Bool, state: inout AppState) -> [Effect] {
        let ref = target.location.server
        guard state.fleet.servers[ref] != nil, state.fleet.servers[ref]?.transfers[target.backup.id]?.isRunning != true
        else { return [] }
        state.fleet.servers[ref]?.transfers[target.backup.id] = Transfer(
            backup: target.backup, location: target.location, at: state.now
        )
        return [.download(target, replaces: replaces)]
    }

    /// One after the other: each of several marked backups.
    static func startAll(_ backups: [Backup], at location: LocationRef, state: inout AppState) -> [Effect] {
        let suffix = state.fleet.capabilities(of: location.server)?.archiveSuffix
        let waiting = backups.map { DownloadTarget($0, at: location, suffix: suffix) }
        state.downloadQueue += waiting.filter { !state.downloadQueue.contains($0) }
        state.notice = Notice(.info, "\(waiting.count) downloads begin, one after the other")
        return startNext(state: &state)
    }

    /// The next of the queue, once none of it runs.
    private static func startNext(state: inout AppState) -> [Effect] {
        guard state.queuedDownload == nil, !state.downloadQueue.isEmpty else { return [] }
        let target = state.downloadQueue.removeFirst()
        let effects = start(target, replaces: false, state: &state)
        if effects.isEmpty { return startNext(state: &state) }
        state.queuedDownload = target
        return effects
    }

    /// The one of the queue that runs is over.
    private static func leaveQueue(_ target: DownloadTarget, state: inout AppState) -> [Effect] {
        guard state.queuedDownload == target else { return [] }
        state.queuedDownload = nil
        return startNext(state: &state)
    }

    static func progressed(_ target: DownloadTarget, received: Int64, total: Int64?, state: inout AppState) {
        let ref = target.location.server
        guard var transfer = state.fleet.servers[ref]?.transfers[target.backup.id], transfer.isRunning else { return }
        // A restart from zero begins the estimate anew.
        if received < transfer.received { transfer.estimate = ProgressEstimate() }
        transfer.received = received
        transfer.total = total ?? transfer.total
        transfer.newsAt = state.now
        if let fraction = transfer.fraction { transfer.estimate.record(fraction, at: state.now) }
        state.fleet.servers[ref]?.transfers[target.backup.id] = transfer
    }

    static func ended(_ target: DownloadTarget, _ end: DownloadEnd, state: inout AppState) -> [Effect] {
        let ref = target.location.server
        let title = target.backup.title
        guard var transfer = state.fleet.servers[ref]?.transfers[target.backup.id],
              transfer.isRunning else { return [] }
        transfer.endedAt = state.now
        switch end {
        case let .done(receipt):
            transfer.state = .done(receipt)
            transfer.received = receipt.bytes
            let isChecked = target.backup.checksum != nil
            if isChecked { state.fleet.servers[ref]?.verifications[target.backup.id] = .matches(at: state.now) }
            // What was found out stands first: a long name must not push it off the line.
            let proof = switch receipt.doubt {
            case .length: "no length was told: whether it is whole is unknown"
            case .parts: "it came in parts, and nothing tells that they fit together"
            case nil: isChecked ? "\(receipt.checksum.algorithm.rawValue) matches" : "no checksum to compare with"
            }
            state.notice = Notice(
                receipt.doubt == nil ? .success : .warning,
                "Downloaded, \(proof) (\(receipt.bytes) bytes): \"\(title)\" to \(receipt.path)"
            )
        case let .failed(reason):
            transfer.state = .failed(reason)
            state.notice = Notice(.failure, "Download \"\(title)\": \(reason)")
        }
        state.fleet.servers[ref]?.transfers[target.backup.id] = transfer
        return [.timer(.transferLinger(ref, target.backup.id), after: lingerTime)] + leaveQueue(target, state: &state)
    }

    static func cancel(_ target: DownloadTarget, state: inout AppState) -> [Effect] {
        let ref = target.location.server
        guard state.fleet.servers[ref]?.transfers[target.backup.id]?.isRunning == true else { return [] }
        state.fleet.servers[ref]?.transfers[target.backup.id]?.state = .cancelled
        state.fleet.servers[ref]?.transfers[target.backup.id]?.endedAt = state.now
        state.notice = Notice(.info, "Download cancelled: \(kept(of: target.backup))")
        return [.cancelDownload(target), .timer(.transferLinger(ref, target.backup.id), after: lingerTime)]
            + leaveQueue(target, state: &state)
    }

    /// What becomes of the bytes of a download that does not end.
    static func kept(of backup: Backup) -> String {
        backup.checksum != nil
            ? "what came in is kept and resumed by the next one"
            : "what came in is kept as .part, but without a checksum the next one begins anew"
    }

    static func lingered(_ ref: ServerRef, _ backup: Backup.ID, state: inout AppState) {
        guard state.fleet.servers[ref]?.transfers[backup]?.isRunning == false else { return }
        state.fleet.servers[ref]?.transfers[backup] = nil
    }

    static func verify(state: inout AppState) -> [Effect] {
        guard let target = target(state) else { return [] }
        state.fleet.servers[target.location.server]?.verifications[target.backup.id] = .running
        state.notice = Notice(.info, "Reading the downloaded file of \"\(target.backup.title)\"")
        return [.verify(target)]
    }

    static func verified(
        _ target: DownloadTarget,
        _ result: Result<Checksum, DownloadError>,
        state: inout AppState
    ) {
        let title = target.backup.title
        let verification: Verification
        switch result {
        case let .success(found) where found == target.backup.checksum:
            verification = .matches(at: state.now)
            state.notice = Notice(
                .success,
                "\"\(title)\": the file's \(found.algorithm.rawValue) matches the service's"
            )
        case let .success(found):
            let reason = "the file's \(found.algorithm.rawValue) is \(found.value), not the service's: fetch it again (d)"
            verification = .differs(reason)
            state.notice = Notice(.failure, "\"\(title)\": \(reason)")
        case let .failure(error) where error.code == .missing:
            state.fleet.servers[target.location.server]?.verifications[target.backup.id] = nil
            let hint = state.fleet.capabilities(of: target.location.server)?.reason(against: .download)
                .map { "(download is off: \($0))" } ?? "d fetches it"
            state.notice = Notice(.warning, "\"\(title)\" is not in the download folder: \(hint)")
            return
        case let .failure(error):
            verification = .differs(error.message)
            state.notice = Notice(.failure, "\"\(title)\": \(error.message)")
        }
        state.fleet.servers[target.location.server]?.verifications[target.backup.id] = verification
    }

    private static func target(_ state: AppState) -> DownloadTarget? {
        guard let location = state.location, let backup = state.meantBackup else { return nil }
        return DownloadTarget(backup, at: location, suffix: state.visibleCapabilities?.archiveSuffix)
    }
}
