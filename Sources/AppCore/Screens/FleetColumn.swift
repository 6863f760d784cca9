/// A fact by which the fleet can be ordered.
public enum FleetColumn: String, CaseIterable, Hashable, Sendable {
    /// The worst first.
    case health
    case name
    case context
    /// The newest good backup.
    case age
    /// How much of the limit is in use.
    case quota
    case power

    /// The letter that picks it in the menu.
    public var letter: Character {
        switch self {
        case .health: "h"
        case .name: "n"
        case .context: "c"
        case .age: "a"
        case .quota: "u"
        case .power: "p"
        }
    }
}
