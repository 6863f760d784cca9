/// The durations a setting accepts, both ends included.
struct DurationLimits: Hashable, Sendable {
    let shortest: Duration
    let longest: Duration

    /// Time between two lists.
    static let refresh = DurationLimits(shortest: .seconds(1), longest: .seconds(86400))
    /// Under 3 s nobody can stop an act in time.
    static let cancelWindow = DurationLimits(shortest: .seconds(3), longest: .seconds(600))
    /// Age of the last good backup.
    static let freshness = DurationLimits(shortest: .seconds(60), longest: .seconds(3650 * 86400))
    /// Span of backups that `keep-within` keeps.
    static let keepWithin = DurationLimits(shortest: .seconds(60), longest: .seconds(3650 * 86400))
    /// Time for one request or one waiting command.
    static let timeout = DurationLimits(shortest: .seconds(1), longest: .seconds(86400))

    /// Reads a duration within the limits, or says what is wrong and what is allowed.
    func parse(_ text: String) -> Result<Duration, SettingFault> {
        switch DurationText.parse(text) {
        case let .success(duration) where duration < shortest:
            .failure(SettingFault(problem: "\(quoted(text)) is too short", allowed: range))
        case let .success(duration) where duration > longest:
            .failure(SettingFault(problem: "\(quoted(text)) is too long", allowed: range))
        case let .success(duration):
            .success(duration)
        case let .failure(.noUnit(suggestion)):
            .failure(SettingFault(
                problem: "\(quoted(text)) has no unit",
                allowed: "write \(DurationText.allowed)",
                suggestion: suggestion
            ))
        case .failure(.tooLong):
            .failure(SettingFault(problem: "\(quoted(text)) is too long", allowed: range))
        case .failure(.malformed):
            .failure(SettingFault(problem: "\(quoted(text)) is no duration", allowed: "write \(DurationText.allowed)"))
        }
    }

    private var range: String {
        "at least \(DurationText.text(shortest)), at most \(DurationText.text(longest))"
    }
}
