import BackupKit
import FoundationEssentials
import ProviderSupport

/// Translates answers and transport errors into errors for users: what was being done, what went wrong, what to do
/// next.
struct ArchonFailure: Sendable {
    /// What was being done.
    let act: ArchonAct
    /// Taken out of any text that comes back.
    let token: Secret
    /// For HTTP dates without a server time beside them.
    var now: @Sendable () -> Date = { Date() }

    /// The longest text of the service inside a message.
    private static let longestDetail = 160

    /// An error in our own words.
    func make(
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
    func unreadable(_ response: HTTPResponse) -> ProviderError {
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
    func next(_ isAmbiguous: Bool) -> String {
        isAmbiguous
            ? "it may have been carried out all the same: refresh before doing it again"
            : "try again in a moment"
    }

    /// Whether an answer is a page for people.
    static func isHTML(_ response: HTTPResponse) -> Bool {
        if let type = response.headers["Content-Type"] { return type.lowercased().contains("html") }
        return response.body.first { $0 > 0x20 } == UInt8(ascii: "<")
    }

    /// What the service says itself: `[error] description`, or plain text; never a page, never the token.
    func detail(of response: HTTPResponse) -> String {
        guard !response.body.isEmpty, !Self.isHTML(response) else { return "" }
        let text: String
        do {
            let failure = try ArchonJSON.decode(ArchonWire.Failure.self, from: response.body)
            text = "[\(failure.error)] \(failure.description)"
        } catch {
            let isJSON = response.headers["Content-Type"]?.lowercased().contains("json") == true
            text = isJSON ? "" : String(decoding: response.body.prefix(4096), as: UTF8.self)
        }
        let line = PlainText.line(token.redacted(in: text), limit: Self.longestDetail)
        return line.isEmpty ? "" : " \(line)"
    }

    /// A wait in words, rounded up.
    static func text(_ duration: Duration) -> String {
        let (whole, rest) = duration.components
        let seconds = rest > 0 ? whole + 1 : whole
        return seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
    }
}
