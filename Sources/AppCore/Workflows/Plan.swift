public import BackupKit
public import FoundationEssentials

/// A destructive act as a value: what it is about, what it rests on, what it takes to confirm it. Never changes once made.
public struct Plan: Equatable, Sendable {
    public enum Step: Equatable, Sendable {
        case recheck
        case stop
        case confirmStopped
        case restore
        case start
        case delete
        case power(PowerSignal)
    }

    /// The journal's name for this act.
    public let act: Identifier<JournalEntry>
    public let target: PlanTarget
    public let level: GateLevel
    public let facts: PlanFacts
    public let steps: [Step]
    /// The exact text to type.
    public let confirmation: String
    /// Why the text is not simply the server's name; nil when it is.
    public let confirmationNote: String?
    /// How long any key still stops it after the text was typed.
    public let cancelWindow: Duration
    public let madeAt: Date

    public var location: LocationRef {
        target.location
    }
}

/// Everything a plan rests on. A re-check that finds another value refuses the plan and names the fact.
public struct PlanFacts: Equatable, Sendable {
    public var serverName: String
    public var condition: Server.Condition
    public var worldName: String?
    /// How many worlds the server has.
    public var worldCount: Int
    public var activeWorld: World.ID?
    public var power: PowerState
    public var backup: Backup?
    /// It is the newest completed backup of its location, and the only one left of its kind when `completedCount` is 1.
    public var isLastGood: Bool
    /// Completed backups in the location.
    public var completedCount: Int
    public var quota: Quota?
}
