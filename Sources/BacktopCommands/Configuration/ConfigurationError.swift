/// Why there is no usable configuration. The texts go to stderr as they are and never hold a secret.
enum ConfigurationError: Error, Hashable, Sendable {
    /// There is no file at the place looked at.
    case notFound(ConfigurationLocation)
    /// The file is there and cannot be read; the reason is in plain words.
    case unreadable(file: String, reason: String)
    /// The file says something wrong; sorted by place, never empty.
    case invalid(file: String, problems: [ConfigurationProblem])
    /// A flag or an environment variable says something wrong; never empty.
    case badSettings([String])
    /// The file has no context of that name.
    case unknownContext(name: String, file: String, known: [String], suggestion: String?)
    /// The file has no contexts at all.
    case noContexts(file: String)
    /// A context names a provider that this version does not have.
    case providerNotBuilt(context: String, provider: ProviderKind, built: [ProviderKind])

    /// The exit code of a program that ends with this error: 2, usage.
    var exitCode: Int32 {
        2
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// The message, possibly of several lines, without a line end.
    var description: String {
        switch self {
        case let .notFound(location):
            """
            no configuration at \(location.path) (\(location.reason))
            Try it without one: `backtop demo`. Write one to fill in: `\(location.initCommand)`.
            """
        case let .unreadable(file, reason):
            "\(file): \(reason)"
        case let .invalid(file, problems):
            problems.map { $0.text(file: file) }.joined(separator: "\n")
        case let .badSettings(messages):
            messages.joined(separator: "\n")
        case let .unknownContext(name, file, known, suggestion):
            "\(file) has no context \(quoted(name)); it has \(known.joined(separator: ", "))"
                + (suggestion.map { " (did you mean \($0)?)" } ?? "")
        case let .noContexts(file):
            "\(file) has no contexts yet; add one under `contexts:`, or try `backtop demo`"
        case let .providerNotBuilt(context, provider, built):
            "context \(context): this version has no provider \(provider.rawValue); it has "
                + built.map(\.rawValue).joined(separator: ", ")
        }
    }
}
