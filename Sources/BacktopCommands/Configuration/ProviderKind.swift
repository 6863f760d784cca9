/// The backup services a context may name.
enum ProviderKind: String, CaseIterable, Sendable {
    case archon
    case pterodactyl
    case stellarstack
    case vpsorg

    /// The providers this version has.
    static let built = Set(ProviderKind.allCases)
}
