import BackupKit
import ProviderSupport

/// Promises about answers that are no success.
enum FailurePromises {
    static func broken(_ promise: ProviderPromise, by subject: ConformanceSubject) async -> String? {
        switch promise {
        case .webPagesAreErrors:
            await code(.invalidResponse, of: page(status: 200), subject)
        case .redirectsAreErrors:
            await code(.invalidResponse, of: .response(HTTPResponse(
                status: 302, headers: ["Location": "https://elsewhere.example/"]
            )), subject)
        case .statusesAreTold: await statuses(subject)
        case .waitsAreKept: await wait(subject)
        case .secretsStayOutOfErrors: await secrets(subject)
        default: "\(promise) is no promise about failures"
        }
    }

    private static let codes: [(Int, ProviderError.Code)] = [
        (401, .unauthorized), (403, .forbidden), (404, .notFound), (429, .rateLimited), (500, .serverFailure),
        (502, .serverFailure), (503, .serverFailure), (504, .timedOut),
    ]

    private static func statuses(_ subject: ConformanceSubject) async -> String? {
        for (status, expected) in codes {
            if let problem = await code(expected, of: .json("{}", status: status), subject) {
                return "\(status): \(problem)"
            }
        }
        return await code(.serverFailure, of: page(status: 502), subject)
    }

    private static func code(
        _ expected: ProviderError.Code,
        of answer: StubTransport.Answer,
        _ subject: ConformanceSubject
    ) async -> String? {
        switch await ConformanceSession(subject, always: answer).list() {
        case .success: "it was taken for a list"
        case let .failure(error) where error.code != expected: "it became \(error.code.rawValue): \(error.message)"
        case let .failure(error): error.isOutcomeUnknown ? "a reading left open what it did" : nil
        }
    }

    private static func wait(_ subject: ConformanceSubject) async -> String? {
        let answer = StubTransport.Answer.response(HTTPResponse(
            status: 429,
            headers: ["Retry-After": "77", "Content-Type": "application/json"],
            body: Array("{}".utf8)
        ))
        guard case let .failure(error) = await ConformanceSession(subject, always: answer).list() else {
            return "it was taken for a list"
        }
        return error.retryAfter == .seconds(77) ? nil : "the wait is \(String(describing: error.retryAfter))"
    }

    /// A service that repeats the credentials in every text it has.
    private static func secrets(_ subject: ConformanceSubject) async -> String? {
        for secret in subject.secrets {
            let body = """
            {"error":"\(secret)","description":"\(secret)","message":"\(secret)","detail":"\(secret)",
            "errors":[{"code":"Exception","status":"500","detail":"\(secret)"}]}
            """
            for status in [400, 401, 403, 404, 409, 422, 429, 500] {
                let session = ConformanceSession(subject, always: .json(body, status: status))
                var errors = await session.readAll()
                if let writer = session.writer {
                    for act in ConformanceAct.all {
                        if let error = await act.error(of: writer, subject) { errors.append(error) }
                    }
                }
                if let leak = errors.first(where: { $0.message.contains(secret) }) {
                    return "\(status): \(leak.message)"
                }
            }
        }
        return nil
    }

    private static func page(status: Int) -> StubTransport.Answer {
        .response(HTTPResponse(
            status: status,
            headers: ["Content-Type": "text/html; charset=utf-8"],
            body: Array("<!doctype html><html><body>Sign in</body></html>".utf8)
        ))
    }
}
