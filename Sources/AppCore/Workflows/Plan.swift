public import BackupKit
public import FoundationEssentials

/// A destructive act as a value: what it is about, what it rests on, what it takes to confirm it. Never changes once
/// made.
public struct Plan: Equatable, Sendable {
    /// One step of a plan, in the order they are taken.
    public enum Step: Equatable, Sendable {
        case recheck
        case stop
        case confirmStopped
        case restore
        case start
        case delete
        case cancel
        case power(PowerSignal)
    }

    /// The journal's name for this act.
    public let act: Identifier<JournalEntry>
    /// What it was made for.
    public let target: PlanTarget
    /// How hard it is to confirm.
    public let level: GateLevel
    /// What it rests on.
    public let facts: PlanFacts
    /// What will be done, in order.
    public let steps: [Step]
    /// The exact text to type.
    public let confirmation: String
    /// Why the text is not simply the server's name; nil when it is.
    public let confirmationNote: String?
    /// How long any key still stops it after the text was typed.
    public let cancelWindow: Duration
    /// When it was made; a plan over 10 minutes old is not taken.
    public let madeAt: Date
    /// The same moment by the service's clock: ages are counted from it.
    public let serviceTime: Date

    /// The place it acts on.
    public var location: LocationRef {
        target.location
    }
}

/// Everything a plan rests on. A re-check that finds another value refuses the plan and names the fact.
public struct PlanFacts: Equatable, Sendable {
    /// The server's name, untrusted text.
    public var serverName: String
    /// What the service says of the server as a whole.
    public var condition: Server.Condition
    /// The world's name, untrusted text; nil where the service has no worlds.
    public var worldName: String?
    /// How many worlds the server has.
    public var worldCount: Int
    /// The world that is active; nil where none is.
    public var activeWorld: World.ID?
    /// Whether the server runs, as last told.
    public var power: PowerState
    /// What reading the server told of that; nil where only live events do.
    public var toldPower: PowerState?
    /// The backup it is about; nil for a power signal.
    public var backup: Backup?
    /// It is the newest completed backup of its location, and the only one left of its kind when `completedCount` is 1.
    public var isLastGood: Bool
    /// Completed backups in the location.
    public var completedCount: Int
}
