public import BackupKit
public import FoundationEssentials

/// The live handler: asks providers, keeps the journal, sets timers by an injected clock.
public struct ProviderEffectHandler: EffectHandler {
    /// A context's two halves. A read-only session never has a writer.
    public struct Provider: Sendable {
        /// Reads servers, backups and events.
        public var reader: any BackupProvider
        /// Sends what changes something; nil in a read-only session.
        public var writer: (any MutableBackupProvider)?
        /// Opens archives; nil where the service has none to give.
        public var downloader: (any BackupDownloader)?

        /// A context's halves; leave the writer nil where nothing may be changed.
        public init(
            reader: any BackupProvider,
            writer: (any MutableBackupProvider)?,
            downloader: (any BackupDownloader)? = nil
        ) {
            self.reader = reader
            self.writer = writer
            self.downloader = downloader
        }
    }

    let providers: [Context.ID: Provider]
    private let reading: ReadingEffectHandler
    private let user: String
    let journal: any Journal
    let locks: any WorkLocks
    private let folder: (any DownloadFolder)?
    private let clock: any Clock<Duration>
    let now: @Sendable () -> Date

    /// A handler over these providers; downloads go to `folder`, `clock` runs the timers, `now` stamps journal lines
    /// and readings, `user` is who acknowledges alarms.
    public init(
        providers: [Context.ID: Provider],
        journal: any Journal,
        locks: any WorkLocks = MemoryLocks(),
        folder: (any DownloadFolder)? = nil,
        snapshots: (any SnapshotStore)? = nil,
        acknowledgements: (any AcknowledgementStore)? = nil,
        user: String = "",
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.providers = providers
        self.user = user
        reading = ReadingEffectHandler(
            readers: providers.mapValues(\.reader), snapshots: snapshots, acknowledgements: acknowledgements,
            clock: clock
        )
        self.journal = journal
        self.locks = locks
        self.folder = folder
        self.clock = clock
        self.now = now
    }

    /// Starts an effect; a mutation goes on to its journal line even when nobody listens any more.
    public func actions(for effect: Effect) -> AsyncStream<AppAction> {
        if case let .subscribe(ref) = effect { return reading.events(of: ref) }
        if case let .download(target, replaces) = effect { return download(target, replaces: replaces) }
        return AsyncStream { continuation in
            let task = Task {
                for action in await results(of: effect) { continuation.yield(action) }
                continuation.finish()
            }
            continuation.onTermination = { reason in
                // A mutation that left cannot be taken back; its answer still goes to the journal.
                if case .cancelled = reason, effect.policy != .neverCancelled { task.cancel() }
            }
        }
    }

    private func results(of effect: Effect) async -> [AppAction] {
        guard case let .mutate(mutation, note) = effect else { return await perform(effect).map { [$0] } ?? [] }
        let (answer, lost) = await send(mutation, note)
        return [.mutationAnswered(mutation, answer)] + (lost.map { [$0] } ?? [])
    }

    private func perform(_ effect: Effect) async -> AppAction? {
        switch effect {
        case let .inspect(request):
            await .inspected(request, ReadPurpose.$current.withValue(.act) { await inspect(request) })
        case let .begin(order):
            await .began(order.server, order.entry.act, problem: begin(order))
        case let .close(order):
            await .closed(order.entry.act, problem: close(order))
        case let .release(place, context):
            await release(place, of: context)
        case .loadUnfinished:
            await .unfinishedLoaded(unfinished())
        case .loadJournal:
            await .journalLoaded(latestLines())
        case let .probe(place):
            await .probed(place, holder: locks.holder(of: place))
        case let .recall(location, backup, options, askedAt):
            await recall(location, backup, options, askedAt: askedAt)
        case let .journal(entry):
            await keep(entry)
        case let .prepareDownload(target):
            await .downloadPrepared(target, standing(target))
        case let .verify(target):
            await .verified(target, digest(of: target))
        case let .export(name, text):
            await .exported(export(text, to: name))
        case let .acknowledge(alarms):
            await reading.perform(.acknowledge(alarms.map { alarm in
                var alarm = alarm
                alarm.user = user
                return alarm
            }))
        default:
            await reading.perform(effect)
        }
    }

    private func inspect(_ request: Inspection.Request) async -> Result<Inspection, ProviderError> {
        let readAt = now()
        let location = request.location
        let reading: Result<Inspection, ProviderError> = await reading.answer(
            from: location.server.context
        ) { provider throws(ProviderError) in
            let server = try await provider.server(location.server.server)
            let listing = try await provider.backups(at: location.location)
            return Inspection(server: server, listing: listing, readAt: readAt)
        }
        guard case var .success(inspection) = reading else { return reading }
        if let backup = request.archive { inspection.archive = await proof(of: backup, at: location) }
        if request.asksForUnlocks { inspection.unlocks = await recentUnlocks(on: location.server.server) }
        return .success(inspection)
    }

    /// Opens the archive and reads its first bytes.
    private func proof(of backup: Backup.ID, at location: LocationRef) async -> Inspection.ArchiveProof {
        guard let downloader = providers[location.server.context]?.downloader else {
            return .missing("this service has no way to look at an archive")
        }
        do {
            let stream = try await downloader.open(backup, at: location.location, from: 0)
            let first: [UInt8]?
            do {
                first = try await stream.reader.next()
            } catch {
                await stream.reader.close()
                return .missing(error.message)
            }
            await stream.reader.close()
            return first == nil ? .missing("the archive is empty") : .readable
        } catch {
            return .missing(error.message)
        }
    }
}

// MARK: Downloads

extension ProviderEffectHandler {
    private static let noFolder = DownloadError(.missing, "There is no download folder: set download-dir")

    private func standing(_ target: DownloadTarget) async -> Result<StandingDownload, DownloadError> {
        guard let folder else { return .failure(Self.noFolder) }
        do {
            return try await .success(folder.standing(target.fileName))
        } catch {
            return .failure(error)
        }
    }

    private func digest(of target: DownloadTarget) async -> Result<Checksum, DownloadError> {
        guard let folder, let algorithm = target.backup.checksum?.algorithm else { return .failure(Self.noFolder) }
        do {
            return try await .success(folder.digest(of: target.fileName, algorithm))
        } catch {
            return .failure(error)
        }
    }

    private func export(_ text: String, to name: String) async -> Result<String, DownloadError> {
        guard let folder else { return .failure(Self.noFolder) }
        do {
            let sink = try await folder.begin(name, digest: .sha256, resumes: false, replaces: true)
            do throws(DownloadError) {
                try await sink.write(Array(text.utf8))
                return try await .success(sink.finish(expecting: nil, bytes: nil).path)
            } catch {
                await sink.suspend()
                return .failure(error)
            }
        } catch {
            return .failure(error)
        }
    }

    private func failed(_ target: DownloadTarget, _ reason: String) -> AsyncStream<AppAction> {
        AsyncStream { continuation in
            continuation.yield(.downloadEnded(target, .failed(reason)))
            continuation.finish()
        }
    }

    private func download(_ target: DownloadTarget, replaces: Bool) -> AsyncStream<AppAction> {
        guard let folder else { return failed(target, Self.noFolder.message) }
        guard let downloader = providers[target.location.server.context]?.downloader else {
            return failed(target, "This service has no downloads")
        }
        return AsyncStream { continuation in
            let work = ArchiveDownload(
                target: target, replaces: replaces, downloader: downloader, folder: folder, clock: clock
            ) { received, total in
                continuation.yield(.downloadProgressed(target, received: received, total: total))
            }
            let task = Task {
                let end = await work.run()
                continuation.yield(.downloadEnded(target, end))
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
