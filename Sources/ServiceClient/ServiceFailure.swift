public import BackupKit
public import FoundationEssentials
public import ProviderSupport

/// Translates answers and transport errors into errors for users: what was being done, what went wrong, what to do
/// next.
public struct ServiceFailure: Sendable {
    /// What was being done.
    public let act: ServiceAct
    let dialect: any ServiceDialect
    /// Taken out of any text that comes back.
    let secrets: [Secret]
    /// For HTTP dates without a server time beside them.
    let now: @Sendable () -> Date

    /// Translates what went wrong with an act; `secrets` are taken out of every text of the service.
    public init(
        act: ServiceAct,
        dialect: any ServiceDialect,
        secrets: [Secret],
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.act = act
        self.dialect = dialect
        self.secrets = secrets
        self.now = now
    }

    /// The same, with more that must not be repeated.
    func hiding(_ more: [Secret]) -> ServiceFailure {
        ServiceFailure(act: act, dialect: dialect, secrets: secrets + more, now: now)
    }

    /// The longest text of the service inside a message.
    private static let longestDetail = 160

    /// An error in our own words.
    public func make(
        _ code: ProviderError.Code,
        _ problem: String,
        _ step: String,
        retryAfter: Duration? = nil,
        isAmbiguous: Bool = false
    ) -> ProviderError {
        ProviderError(
            code, "\(act.words): \(problem); \(step)", retryAfter: retryAfter, isOutcomeUnknown: isAmbiguous
        )
    }

    /// The error for a success whose body is not what was expected.
    public func unreadable(_ response: HTTPResponse) -> ProviderError {
        if Self.isHTML(response) {
            return make(
                .invalidResponse,
                "a web page came instead of data",
                "check the context's url, or sign in to the network",
                isAmbiguous: act.isMutation
            )
        }
        let problem = response.body.isEmpty ? "the answer was empty" : "the answer could not be read"
        return make(.invalidResponse, problem, next(act.isMutation), isAmbiguous: act.isMutation)
    }

    /// The usual next step.
    public func next(_ isAmbiguous: Bool) -> String {
        isAmbiguous
            ? "it may have been carried out all the same: refresh before doing it again"
            : "try again in a moment"
    }

    /// Whether an answer is a page for people.
    public static func isHTML(_ response: HTTPResponse) -> Bool {
        if let type = response.headers["Content-Type"] { return type.lowercased().contains("html") }
        return response.body.first { $0 > 0x20 } == UInt8(ascii: "<")
    }

    /// What the service says itself, behind a blank; never a page, never a secret. Empty where it says nothing.
    public func detail(of response: HTTPResponse) -> String {
        guard !response.body.isEmpty, !Self.isHTML(response), let words = dialect.words(in: response) else { return "" }
        let line = PlainText.line(
            secrets.reduce(words) { $1.redacted(in: $0) }, limit: Self.longestDetail
        )
        // The step follows in the same sentence.
        let clause = line.hasSuffix("...") ? Substring(line) : line.trimmingEnd(".! ")
        return clause.isEmpty ? "" : " \(clause)"
    }

    /// How long an answer asks to wait; nil where it does not.
    public func wait(in response: HTTPResponse) -> Duration? {
        RetryAfter.wait(in: response.headers, now: now())
    }

    /// A wait in words, rounded up.
    public static func text(_ duration: Duration) -> String {
        let (whole, rest) = duration.components
        let seconds = rest > 0 ? whole + 1 : whole
        return seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
    }
}

extension String {
    fileprivate func trimmingEnd(_ characters: String) -> Substring {
        var rest = self[...]
        while let last = rest.last, characters.contains(last) {
            rest = rest.dropLast()
        }
        return rest
    }
}
