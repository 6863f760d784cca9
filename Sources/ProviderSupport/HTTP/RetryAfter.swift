public import FoundationEssentials

/// Reads how long a service asks to wait.
public enum RetryAfter {
    /// The wait named by `Retry-After`, in seconds or as an HTTP date; never negative, nil where the field is absent or
    /// unreadable. A date is compared with the answer's own `Date` where it has one, so a wrong local clock does no
    /// harm; `now` is the fallback.
    public static func wait(in headers: HTTPHeaders, now: Date) -> Duration? {
        guard let value = headers["Retry-After"]?.split(separator: " ").joined(separator: " ") else { return nil }
        if let seconds = Int(value) { return seconds >= 0 ? .seconds(min(seconds, longest)) : nil }
        guard let then = HTTPDate.date(value) else { return nil }
        let reference = HTTPDate.date(in: headers) ?? now
        let seconds = then.timeIntervalSince(reference).rounded(.up)
        return .seconds(min(max(0, Int(seconds)), longest))
    }

    /// The time until the limit named by `X-RateLimit-Reset` is full again; nil where the field is absent, unreadable,
    /// past or further away than a day. Some services give the moment in seconds since 1970, which is compared with the
    /// answer's own `Date` where it has one, others the seconds themselves.
    public static func untilReset(in headers: HTTPHeaders, now: Date) -> Duration? {
        guard let value = headers["X-RateLimit-Reset"].flatMap({ Double($0) }), value.isFinite else { return nil }
        let reference = HTTPDate.date(in: headers) ?? now
        let seconds = value < earliestMoment ? value : value - reference.timeIntervalSince1970
        guard seconds > 0, seconds <= Double(longest) else { return nil }
        return .seconds(Int(seconds.rounded(.up)))
    }

    /// No smaller number of seconds since 1970 lies in this century.
    private static let earliestMoment = 946_684_800.0

    /// Nobody waits longer than a day for an answer; a longer wish is a mistake.
    private static let longest = 86400
}
