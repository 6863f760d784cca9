/// What put a value in force, strongest first.
enum SettingOrigin: Hashable, Sendable {
    /// A flag of the command line, with its dashes.
    case flag(String)
    /// An environment variable.
    case environment(String)
    /// The context's or the server's part of the file.
    case context
    /// The `defaults` section of the file.
    case defaults
    /// The program.
    case builtIn

    /// The words for a person.
    var text: String {
        switch self {
        case let .flag(name): name
        case let .environment(name): name
        case .context: "context"
        case .defaults: "defaults"
        case .builtIn: "built in"
        }
    }
}
