import BackupKit

/// What every provider promises against a running service over real transports. `broken(on:_:)` says how a provider
/// breaks one, or nothing.
enum LivePromise: String, CaseIterable, Sendable {
    case serversEqualTheTruth
    case listsEqualTheTruth
    case everyPageIsWalked
    case createsComplete
    case createOptionsArrive
    case renamesArrive
    case locksArrive
    case deletesArrive
    case severalAreDeletedAtOnce
    case powerArrives
    case cancelsArrive
    case retriesArrive
    case acknowledgementsArrive
    case restoresBringFilesBack
    case archivesArriveWhole
    case downloadsGoOnWhereTheyBroke
    case brokenArchivesAreNoEnd
    case everyDownloadHasItsOwnLink
    case usedLinksAreRefusals
    case wrongTokensAreUnauthorized
    case webPagesAreErrors
    case waitsAreKept
    case unavailabilityIsTold
    case unknownServersAreNotFound
    case cancelledReadsEnd
    case lostAnswersStayOpen
    case requestsThatNeverArrivedStayOpen
    case feedsReconnect
    case progressOutlivesTheSocketToken
    case wrongClocksChangeNothing
    case secretsStayOutOfErrors

    /// Whether a provider with these capabilities gives it at all.
    func concerns(_ capabilities: ProviderCapabilities) -> Bool {
        switch self {
        case .renamesArrive: capabilities.actions.contains(.rename)
        case .locksArrive: capabilities.actions.contains(.lock)
        case .severalAreDeletedAtOnce: capabilities.actions.contains(.deleteMany)
        case .powerArrives: capabilities.actions.contains(.power)
        case .cancelsArrive: capabilities.actions.contains(.cancel)
        case .retriesArrive: capabilities.actions.contains(.retry)
        case .acknowledgementsArrive: capabilities.actions.contains(.acknowledge)
        case .createOptionsArrive: !capabilities.create.options.isEmpty
        case .archivesArriveWhole, .downloadsGoOnWhereTheyBroke, .brokenArchivesAreNoEnd, .everyDownloadHasItsOwnLink,
             .usedLinksAreRefusals:
            capabilities.actions.contains(.download)
        case .feedsReconnect, .progressOutlivesTheSocketToken: capabilities.news.hasLiveEvents
        default: true
        }
    }

    /// The service that the promise is looked at on.
    func bench(_ place: LiveCase.Place) async throws -> LiveBench {
        let service = switch self {
        // More than a page of every service has.
        case .everyPageIsWalked:
            try await LiveService(place.system, place.scenario, backups: 120, vpsorgPageSize: 25)
        // As slow that work still runs when the test looks.
        case .cancelsArrive: try await LiveService(place.system, place.scenario, speed: 2)
        // A backup takes longer than the credentials live.
        case .progressOutlivesTheSocketToken:
            try await LiveService(place.system, place.scenario, speed: 2.5, nodeTokenLifetime: .seconds(3))
        default: try await LiveService(place.system, place.scenario)
        }
        do {
            return try await LiveBench(service)
        } catch {
            try await service.close()
            throw error
        }
    }

    /// How the provider breaks the promise; nil when it keeps it. What waits for ever breaks it too.
    func broken(on bench: LiveBench) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask { await problem(on: bench) }
            group.addTask {
                do {
                    try await Task.sleep(for: Self.patience)
                    return "it never came to an end"
                } catch {
                    return nil
                }
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            // Where it hung, what it says at its end is worth more.
            let second = await group.next() ?? nil
            return first.flatMap { said in second.map { "\(said): \($0)" } } ?? first
        }
    }

    /// Far more than the slowest promise takes on a busy machine.
    private static let patience = Duration.seconds(300)

    private func problem(on bench: LiveBench) async -> String? {
        do {
            switch self {
            case .serversEqualTheTruth, .listsEqualTheTruth, .everyPageIsWalked:
                try await ListPromises.check(self, bench)
            case .createsComplete, .createOptionsArrive, .renamesArrive, .locksArrive, .deletesArrive,
                 .severalAreDeletedAtOnce, .powerArrives, .cancelsArrive, .retriesArrive, .acknowledgementsArrive,
                 .restoresBringFilesBack:
                try await ActPromises.check(self, bench)
            case .archivesArriveWhole, .downloadsGoOnWhereTheyBroke, .brokenArchivesAreNoEnd,
                 .everyDownloadHasItsOwnLink, .usedLinksAreRefusals:
                try await ArchivePromises.check(self, bench)
            case .wrongTokensAreUnauthorized, .webPagesAreErrors, .waitsAreKept, .unavailabilityIsTold,
                 .unknownServersAreNotFound, .cancelledReadsEnd, .lostAnswersStayOpen,
                 .requestsThatNeverArrivedStayOpen, .wrongClocksChangeNothing, .secretsStayOutOfErrors:
                try await TroublePromises.check(self, bench)
            case .feedsReconnect, .progressOutlivesTheSocketToken:
                try await NewsPromises.check(self, bench)
            }
            return nil
        } catch let broken as BrokenPromise {
            return broken.description
        } catch let error as ProviderError {
            return "\(error.code.rawValue): \(error.message)"
        } catch {
            return "\(error)"
        }
    }
}

/// How a promise is broken.
struct BrokenPromise: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Breaks the promise unless something holds.
func promise(_ holds: Bool, _ else: @autoclosure () -> String) throws {
    if !holds { throw BrokenPromise(`else`()) }
}
