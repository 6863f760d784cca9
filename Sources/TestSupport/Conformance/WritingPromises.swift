import BackupKit
import ProviderSupport
import ServiceClient

/// Promises about acts.
enum WritingPromises {
    static func broken(_ promise: ProviderPromise, by subject: ConformanceSubject) async -> String? {
        switch promise {
        case .everyLackHasAReason: lacks(subject)
        case .actsSendOneRequest: await counts(subject)
        case .lacksSendNothing: await silence(subject)
        case .unnamedThingsAreRefused: await names(subject)
        case .writeTokensOnlyWrite: await tokens(subject)
        case .lostAnswersStayOpen: await openness(of: .connectionClosed, isOpen: true, subject)
        case .refusedConnectionsChangedNothing:
            await openness(of: .refused(host: "service.example", port: 443), isOpen: false, subject)
        case .readOnlyAccountsHaveNoWriter: readOnly(subject)
        default: "\(promise) is no promise about acts"
        }
    }

    private static func lacks(_ subject: ConformanceSubject) -> String? {
        let capabilities = ConformanceSession(subject, subject.answer).provider.capabilities
        let unexplained = BackupAction.allCases.filter {
            !capabilities.actions.contains($0) && capabilities.reasons[$0]?.isEmpty != false
        }
        return unexplained.isEmpty ? nil : "no reason against \(unexplained.map(\.rawValue).joined(separator: ", "))"
    }

    private static func counts(_ subject: ConformanceSubject) async -> String? {
        for act in acts(of: subject, areThere: true) {
            let session = await prepared(subject, subject.answer)
            guard let writer = session.writer else { return "there is no writer" }
            let before = session.transport.mutations.count
            if let error = await act.error(of: writer, subject) { return "\(act.action.rawValue): \(error.message)" }
            let sent = session.transport.mutations.count - before
            if sent != 1 { return "\(act.action.rawValue) sent \(sent) requests" }
        }
        return nil
    }

    private static func silence(_ subject: ConformanceSubject) async -> String? {
        for act in acts(of: subject, areThere: false) {
            let session = await prepared(subject, subject.answer)
            guard let writer = session.writer else { return "there is no writer" }
            let error = await act.error(of: writer, subject)
            if error?.code != .unsupported {
                return "\(act.action.rawValue) became \(error?.code.rawValue ?? "a success")"
            }
            if !session.transport.mutations.isEmpty { return "\(act.action.rawValue) sent a request" }
        }
        return nil
    }

    /// A path without an id would mean something else, or everything.
    private static func names(_ subject: ConformanceSubject) async -> String? {
        let nowhere = BackupLocation(server: "", world: subject.location.world)
        for act in acts(of: subject, areThere: true) {
            for (backup, location) in [(subject.backup, nowhere), ("", subject.location)] {
                if backup.rawValue.isEmpty, !act.isOnBackup { continue }
                let session = await prepared(subject, subject.answer)
                guard let writer = session.writer else { return "there is no writer" }
                if await act.error(of: writer, on: backup, at: location) == nil {
                    return "\(act.action.rawValue) succeeded on nothing"
                }
                if !session.transport.mutations.isEmpty { return "\(act.action.rawValue) was sent without an id" }
            }
        }
        return nil
    }

    /// What an act reads first is read with the token that may only read.
    private static func tokens(_ subject: ConformanceSubject) async -> String? {
        let token = "a-token-for-changes-only"
        for act in acts(of: subject, areThere: true) {
            let session = await prepared(subject, subject.answer)
            guard let writer = session.provider.writer(with: Secret(token)) else { return "there is no writer" }
            _ = await act.error(of: writer, subject)
            for request in session.transport.requests {
                let isUsed = request.headers.contains(token)
                if isUsed == request.method.isSafe {
                    return "\(act.action.rawValue): \(request.method.rawValue) went \(isUsed ? "with" : "without") it"
                }
            }
        }
        return nil
    }

    private static func openness(
        of failure: TransportError,
        isOpen: Bool,
        _ subject: ConformanceSubject
    ) async -> String? {
        for act in acts(of: subject, areThere: true) {
            // Readings that an act makes first go well.
            let session = await prepared(subject) { $0.method.isSafe ? subject.answer($0) : .failure(failure) }
            guard let writer = session.writer else { return "there is no writer" }
            guard let error = await act.error(of: writer, subject) else {
                return "\(act.action.rawValue) succeeded without an answer"
            }
            if error.isOutcomeUnknown != isOpen {
                return "\(act.action.rawValue): \(error.message) (open: \(error.isOutcomeUnknown))"
            }
        }
        return nil
    }

    private static func readOnly(_ subject: ConformanceSubject) -> String? {
        let provider = subject.make(ServiceTransports(
            reading: ReadOnlyHTTPTransport(ConformanceTransport(subject.answer)),
            writing: nil,
            streaming: NoStreams(),
            webSocket: StubWebSocketTransport()
        ))
        return provider.writer(with: Secret("another-token")) == nil ? nil : "a read-only account has a writer"
    }

    /// A session whose reader has seen the list: some providers learn from it what they speak to.
    private static func prepared(
        _ subject: ConformanceSubject,
        _ answer: @escaping @Sendable (HTTPRequest) -> StubTransport.Answer?
    ) async -> ConformanceSession {
        let session = ConformanceSession(subject, answer)
        _ = await session.list()
        return session
    }

    private static func acts(of subject: ConformanceSubject, areThere: Bool) -> [ConformanceAct] {
        let actions = ConformanceSession(subject, subject.answer).provider.capabilities.actions
        return ConformanceAct.all.filter { actions.contains($0.action) == areThere }
    }
}

extension HTTPHeaders {
    fileprivate func contains(_ secret: String) -> Bool {
        ["Authorization", "Cookie"].contains { self[$0]?.contains(secret) == true }
    }
}
