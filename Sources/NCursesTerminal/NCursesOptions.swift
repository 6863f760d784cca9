/// What the user may decide about the screen.
public struct NCursesOptions: Sendable {
    /// When to use colours.
    public enum ColorChoice: String, CaseIterable, Sendable {
        /// As the terminal has them, none with `NO_COLOR`.
        case auto
        /// As the terminal has them, also with `NO_COLOR`.
        case always
        /// Never.
        case never
    }

    /// When to use colours.
    public var color: ColorChoice
    /// Nobody types: standard input need not be the terminal, and the program is never stopped by a key.
    public var isUnattended = false
    /// Whether only ASCII is drawn.
    public var ascii: Bool
    /// Where text meant for standard error goes while the screen is on; nil keeps its end in memory for a crash.
    public var logPath: String?
    /// The environment that describes the terminal.
    public var environment: [String: String]

    /// Options; `environment` is usually the process's own.
    public init(
        color: ColorChoice = .auto,
        ascii: Bool = false,
        logPath: String? = nil,
        environment: [String: String]
    ) {
        self.color = color
        self.ascii = ascii
        self.logPath = logPath
        self.environment = environment
    }
}
