/// A flag of the question how much a screen can hold that is no length.
struct ViewingDistanceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The flags.
    enum Flag: String, Sendable {
        case distance = "--distance"
        case screen = "--screen"
    }

    /// The flag that is wrong.
    let flag: Flag
    /// What is wrong with it.
    let fault: SettingFault

    /// The flag, what is wrong, what is allowed, and an example.
    var description: String {
        "\(flag.rawValue): \(fault.text), like \(flag == .distance ? "5m or 16ft" : "55in or 140cm")"
    }
}
