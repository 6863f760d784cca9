import BackupKit
import FoundationEssentials
@testable import AppCore

/// Carries effects out as the live handler does, with answers that come later.
extension GateSession {
    mutating func perform(_ effect: Effect) {
        guard !test.isReadOnly || !effect.isWriter else { return witness.fail("read-only, and asked for \(effect)") }
        let delay = Double.random(in: 0.02 ... 0.3, using: &random)
        switch effect {
        case let .inspect(request):
            asked[request.serial] = now
            // Now and then a service is too slow for a careful program.
            let isSlow = Int.random(in: 0 ..< 40, using: &random) == 0
            let wait = isSlow ? Double.random(in: 5 ... 40, using: &random) : delay
            clock.add(.answer(effect), id: effect.id, at: now.addingTimeInterval(wait))
        case .loadServers, .loadServer, .loadAllBackups, .loadBackups, .loadUnfinished, .loadJournal, .probe,
             .prepareDownload:
            clock.add(.answer(effect), id: effect.id, replacing: true, at: now.addingTimeInterval(delay))
        case .verify:
            if effect.id.map(clock.holds) != true {
                clock.add(.answer(effect), id: effect.id, at: now.addingTimeInterval(delay))
            }
        case let .timer(timer, wait):
            let moment = now.addingTimeInterval(wait / .seconds(1))
            clock.add(.action(.timerFired(timer)), id: effect.id, replacing: true, at: moment)
        case .cancelTimer, .cancelDownload: if let id = effect.id { clock.drop(id) }
        case let .subscribe(ref): subscribe(ref)
        case let .unsubscribe(ref):
            feeds.remove(ref)
            clock.drop(.subscription(ref))
        case let .journal(entry): journal.keep(entry)
        case let .begin(order): begin(order, after: delay)
        case let .mutate(mutation, note): mutate(mutation, note)
        case let .download(target, _): download(target, effect)
        case let .copyToClipboard(what, _): clock.add(.action(.copied(what, .sent)), at: now)
        case let .close(order):
            journal.keep(order.entry)
            clock.add(.action(.closed(order.entry.act, problem: nil)), at: now.addingTimeInterval(delay))
        case let .release(place, _):
            if held.removeValue(forKey: place) == nil { witness.fail("a lock is given back that nobody has") }
        case .focus, .redraw, .recall, .loadSnapshot, .saveSnapshot, .loadAcknowledgements, .acknowledge,
             .withdrawAcknowledgement, .ring, .export: break
        }
    }

    private mutating func subscribe(_ ref: ServerRef) {
        guard feeds.insert(ref).inserted, let service = service(of: ref.context),
              let host = services[service].host(ref.server) else { return }
        // Now and then a feed is lost and comes back.
        if Int.random(in: 0 ..< 8, using: &random) == 0 {
            let lost = ProviderError(.unreachable, "The feed was lost")
            tell(.disconnected(lost), of: ref, after: 30)
            tell(.connected, of: ref, after: 33)
            tell(.power(.running), of: ref, after: 33)
        }
        tell(.connected, of: ref, after: 0.2)
        tell(.power(services[service].hosts[host].power), of: ref, after: 0.2)
    }

    private mutating func begin(_ order: WorkOrder, after delay: Double) {
        let isHeld = Int.random(in: 0 ..< 60, using: &random) == 0
        if !isHeld {
            journal.keep(order.entry)
            if held.updateValue(order.server, forKey: order.place) != nil { witness.fail("two plans at once") }
        }
        let answer = AppAction.began(
            order.server,
            order.entry.act,
            problem: isHeld ? ProviderError(.conflict, "Another program is at it") : nil
        )
        clock.add(.action(answer), at: now.addingTimeInterval(delay))
    }

    private mutating func mutate(_ mutation: Mutation, _ note: IntentNote?) {
        guard let index = service(of: mutation.location.server.context) else { return witness.fail("no such context") }
        witness.request(mutation, ServiceFacts(
            service: services[index], location: mutation.location, now: now, unlocked: witness.unlocked,
            hearsNews: state.fleet.servers[mutation.location.server]?.feed == .live && !test.isRough
        ))
        if case let .restore(id, _) = mutation.request { services[index].restorers[id] = mutation.act }
        if Int.random(in: 0 ..< 100, using: &random) == 0 {
            let answer = AppAction.mutationAnswered(mutation, .notSent("The journal could not be written"))
            clock.add(.action(answer), at: now.addingTimeInterval(0.02))
            return
        }
        journal.keep(mutation, note, .intent, at: state)
        let (answer, wait) = services[index].carryOut(mutation, now: now)
        witness.answered(mutation, answer, at: now)
        clock.add(.action(.mutationAnswered(mutation, answer)), at: now.addingTimeInterval(wait))
    }

    private mutating func download(_ target: DownloadTarget, _ effect: Effect) {
        guard let index = service(of: target.location.server.context) else { return }
        witness.download(target.backup.id, at: target.location, services[index])
        guard effect.id.map(clock.holds) != true else { return }
        let checksum = target.backup.checksum ?? Checksum(algorithm: .sha256, value: "0")
        let isFailing = Int.random(in: 0 ..< 10, using: &random) == 0
        let end = isFailing ? DownloadEnd.failed("The link broke") : .done(DownloadReceipt(
            path: "/d/\(target.fileName)", bytes: target.backup.size ?? 1, checksum: checksum
        ))
        clock.add(
            .action(.downloadProgressed(target, received: 1000, total: target.backup.size)),
            id: effect.id,
            at: now.addingTimeInterval(0.5)
        )
        clock.add(.action(.downloadEnded(target, end)), id: effect.id, at: now.addingTimeInterval(3))
    }

    func service(of context: Context.ID) -> Int? {
        services.firstIndex { $0.context.id == context }
    }

    /// Answers a reading with what is so now; some fail.
    mutating func answer(_ effect: Effect) {
        let lost: ProviderError? = Int
            .random(in: 0 ..< (test.isRough || test.seed % 7 == 5 ? 6 : 50), using: &random) == 0
            ? ProviderError(.unreachable, "The service cannot be reached") : nil
        switch effect {
        case let .loadServers(context):
            guard let index = service(of: context) else { return }
            send(.serversLoaded(context, lost.map { .failure($0) } ?? .success(services[index].servers())))
        case let .loadServer(ref):
            send(.serverLoaded(ref, lost.map { .failure($0) } ?? server(ref)))
        case let .loadAllBackups(context):
            guard let index = service(of: context) else { return }
            var listings: [Server.ID: BackupListing] = [:]
            for host in services[index].hosts {
                let location = LocationRef(server: ServerRef(context: context, server: host.id), world: nil)
                listings[host.id] = try? services[index].listing(at: location, now: now).get()
            }
            send(.allBackupsLoaded(context, .success(AccountListing(listings: listings, isWhole: true))))
        case let .loadBackups(location, ticket):
            send(.backupsLoaded(location, ticket, lost.map { .failure($0) } ?? listing(location)))
        case let .inspect(request):
            witness.readAt[request.location] = asked[request.serial]
            send(.inspected(request, lost.map { .failure($0) } ?? inspection(request)))
        case .loadUnfinished: send(.unfinishedLoaded(.success(journal.unfinished())))
        case .loadJournal: send(.journalLoaded(.success(journal.latest(50))))
        case let .probe(place):
            let holder = Int.random(in: 0 ..< 10, using: &random) == 0 ? "anna" : nil
            send(.probed(place, holder: holder))
        case let .prepareDownload(target):
            send(.downloadPrepared(target, .success(StandingDownload(path: "/d/\(target.fileName)"))))
        case let .verify(target):
            send(.verified(target, .failure(DownloadError(.missing, "There is no such file"))))
        default: break
        }
    }

    private func server(_ ref: ServerRef) -> Result<Server, ProviderError> {
        guard let index = service(of: ref.context), let host = services[index].host(ref.server) else {
            return .failure(ProviderError(.notFound, "No such server"))
        }
        return .success(services[index].server(host))
    }

    private func listing(_ location: LocationRef) -> Result<BackupListing, ProviderError> {
        guard let index = service(of: location.server.context) else {
            return .failure(ProviderError(.notFound, "No such context"))
        }
        return services[index].listing(at: location, now: now)
    }

    private mutating func inspection(_ request: Inspection.Request) -> Result<Inspection, ProviderError> {
        let isThere = Int.random(in: 0 ..< 20, using: &random) > 0
        let proof: Inspection.ArchiveProof = request.archive == nil ? .notAsked : isThere ? .readable : .missing("404")
        let lines = request.asksForUnlocks ? journal.latest(.max) : nil
        return server(request.location.server).flatMap { server in
            listing(request.location).map { Inspection(
                server: server,
                listing: $0,
                readAt: asked[request.serial] ?? now,
                archive: proof,
                unlocks: lines.map { .success(RecentUnlocks($0, on: request.location.server.server)) }
            ) }
        }
    }
}

extension Effect {
    /// Only a session that may change something has a use for it.
    var isWriter: Bool {
        switch self {
        case .mutate, .begin, .release, .recall: true
        default: false
        }
    }
}

extension ProviderEvent {
    /// Events can get lost on an open feed; that it opens is known for certain.
    var canGetLost: Bool {
        switch self {
        case .connected, .disconnected: false
        default: true
        }
    }
}
