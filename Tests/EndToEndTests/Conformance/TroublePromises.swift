import BackupKit
import Foundation
import ProviderSupport
import Sandbox
import ServiceClient
import TestSupport

/// Promises about what goes wrong.
enum TroublePromises {
    static func check(_ promise: LivePromise, _ bench: LiveBench) async throws {
        switch promise {
        case .wrongTokensAreUnauthorized: try await wrongToken(bench)
        case .webPagesAreErrors:
            try await list(
                #""status":502,"headers":{"Content-Type":"text/html"},"body":"<html>Bad gateway</html>""#,
                becomes: .serverFailure, bench
            )
        case .waitsAreKept:
            let error = try await list(
                #""status":429,"headers":{"Retry-After":"77"},"body":"{}""#, becomes: .rateLimited, bench
            )
            try EndToEndTests.promise(
                error.retryAfter == .seconds(77), "the wait is \(String(describing: error.retryAfter))"
            )
        case .unavailabilityIsTold: try await list(#""status":503,"body":"{}""#, becomes: .serverFailure, bench)
        case .unknownServersAreNotFound: try await unknownServer(bench)
        case .cancelledReadsEnd: try await cancellation(bench)
        case .lostAnswersStayOpen: try await cuts("after", bench)
        case .requestsThatNeverArrivedStayOpen: try await cuts("before", bench)
        case .wrongClocksChangeNothing: try await skew(bench)
        default: try await secrets(bench)
        }
    }

    private static func wrongToken(_ bench: LiveBench) async throws {
        let service = bench.service
        let wrong = "wrong-\(service.token.dropFirst(6))"
        let stranger = try LiveService.provider(of: service.system, url: service.url, token: wrong)
        let reader = stranger.reader()
        let writer = stranger.writer(with: Secret(wrong))
        for error in await readAll(reader, bench) + acts(writer, bench) {
            try promise(
                [.unauthorized, .unsupported, .conflict].contains(error.code),
                "\(error.code.rawValue): \(error.message)"
            )
            try promise(!error.message.contains(wrong), "it repeats the token: \(error.message)")
            try promise(!error.isOutcomeUnknown, "a refusal left open what it did: \(error.message)")
        }
        do {
            _ = try await reader.servers()
            throw BrokenPromise("a stranger saw the servers")
        } catch let error as ProviderError {
            try promise(error.code == .unauthorized, "it became \(error.code.rawValue)")
        }
    }

    @discardableResult
    private static func list(
        _ fault: String, becomes code: ProviderError.Code, _ bench: LiveBench
    ) async throws -> ProviderError {
        let id = try await bench.service.fault(#""match":{"method":"GET"},"fault":"status","times":0,\#(fault)"#)
        do {
            _ = try await bench.reader.backups(at: bench.location)
        } catch {
            try promise(error.code == code, "it became \(error.code.rawValue): \(error.message)")
            try promise(!error.isOutcomeUnknown, "a reading left open what it did")
            // The next list is good again.
            try await bench.service.endFault(id)
            _ = try await bench.reader.backups(at: bench.location)
            return error
        }
        throw BrokenPromise("it was taken for a list")
    }

    private static func unknownServer(_ bench: LiveBench) async throws {
        let id = Server.ID(bench.service.system == .vpsorg ? "999999" : "00000000-1111-4222-8333-444444444444")
        do {
            _ = try await bench.reader.server(id)
            throw BrokenPromise("an unknown server was read")
        } catch let error as ProviderError {
            try promise(error.code == .notFound, "it became \(error.code.rawValue): \(error.message)")
        }
        do {
            let place = BackupLocation(server: id, world: bench.location.world)
            let rows = try await bench.reader.backups(at: place).backups
            try promise(rows.isEmpty, "an unknown server has \(rows.count) backups")
        } catch let error as ProviderError {
            try promise(error.code == .notFound, "its list became \(error.code.rawValue): \(error.message)")
        }
    }

    private static func cancellation(_ bench: LiveBench) async throws {
        let fault = try await bench.service.fault(#""match":{"method":"GET"},"fault":"hold","times":0"#)
        let task = Task { () -> ProviderError? in
            do throws(ProviderError) {
                _ = try await bench.reader.backups(at: bench.location)
                return nil
            } catch {
                return error
            }
        }
        try await bench.until("the request is held") { try await bench.service.truth().held > 0 }
        task.cancel()
        let error = await task.value
        try promise(error?.code == .cancelled, "it ended as \(error?.code.rawValue ?? "a list")")
        try await bench.service.endFault(fault)
    }

    /// Every act whose answer is cut off, before or after the service's work, leaves open what it did and is sent once.
    private static func cuts(_ moment: String, _ bench: LiveBench) async throws {
        try await bench.stopServer()
        let before = try await bench.service.server()
        for method in ["POST", "PATCH", "DELETE"] {
            try await bench.service.fault(
                #""match":{"method":"\#(method)"},"fault":"cut","bytes":-1,"when":"\#(moment)","times":0"#
            )
        }
        for act in ConformanceAct.all where bench.capabilities.actions.contains(act.action) {
            let sent = try bench.service.mutations().count
            let error = await act.error(of: bench.writer, on: bench.backup, at: bench.location)
            let word = act.action.rawValue
            guard let error else { throw BrokenPromise("\(word) succeeded without an answer") }
            // What was deleted a moment ago may be missed before anything is sent.
            let requests = try bench.service.mutations().count - sent
            if moment == "after", requests == 0, [.notFound, .conflict].contains(error.code) { continue }
            try promise(error.isOutcomeUnknown, "\(word) is not open: \(error.code.rawValue), \(error.message)")
            try promise(requests == 1, "\(word) sent \(requests) requests")
        }
        guard moment == "before" else { return }
        let after = try await bench.service.server()
        try promise(after.backups.map(\.id) == before.backups.map(\.id), "something was changed all the same")
    }

    /// An hour wrong, either way: lists, creates and the evidence of restores are as ever.
    private static func skew(_ bench: LiveBench) async throws {
        let fault = try await bench.service.fault(#""fault":"skew","seconds":3600"#)
        try await ActPromises.restore(bench)
        try await bench.service.endFault(fault)
        try await bench.service.fault(#""fault":"skew","seconds":-3600"#)
        if bench.service.system == .pterodactyl {
            // Only the list: two backups in ten minutes are all that this service makes.
            try await ListPromises.list(bench)
        } else {
            try await ActPromises.create(bench)
        }
    }

    /// A service that repeats the token in every refusal.
    private static func secrets(_ bench: LiveBench) async throws {
        let token = bench.service.token
        let body = #"{\"error\":\"\#(token)\",\"description\":\"\#(token)\",\"message\":\"\#(token)\",\"detail\":\"\#(token)\",\"errors\":[{\"code\":\"E\",\"status\":\"500\",\"detail\":\"\#(token)\"}]}"#
        for status in [400, 401, 403, 404, 409, 422, 429, 500] {
            let id = try await bench.service.fault(
                #""match":{"path":"*"},"fault":"status","status":\#(status),"times":0,"headers":{"Content-Type":"application/json"},"body":"\#(body)""#
            )
            let errors = await readAll(bench.reader, bench) + acts(bench.writer, bench)
            try promise(errors.count > 3, "only \(errors.count) refusals")
            let leak = errors.first { "\($0)".contains(token) }
            try promise(leak == nil, "\(status): \(leak?.message ?? "")")
            try await bench.service.endFault(id)
        }
    }

    private static func readAll(_ reader: any BackupProvider, _ bench: LiveBench) async -> [ProviderError] {
        var errors: [ProviderError] = []
        do { _ = try await reader.servers() } catch { errors.append(error) }
        do { _ = try await reader.server(bench.location.server) } catch { errors.append(error) }
        do { _ = try await reader.backups(at: bench.location) } catch { errors.append(error) }
        do { _ = try await reader.backup(bench.backup, at: bench.location) } catch { errors.append(error) }
        do { _ = try await reader.allBackups() } catch { errors.append(error) }
        guard let downloader = bench.service.provider.downloader() else { return errors }
        do {
            _ = try await downloader.open(bench.backup, at: bench.location, from: 0)
        } catch {
            errors.append(error)
        }
        return errors
    }

    private static func acts(_ writer: (any MutableBackupProvider)?, _ bench: LiveBench) async -> [ProviderError] {
        guard let writer else { return [] }
        var errors: [ProviderError] = []
        for act in ConformanceAct.all {
            if let error = await act.error(of: writer, on: bench.backup, at: bench.location) { errors.append(error) }
        }
        return errors
    }
}
