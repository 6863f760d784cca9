public import BackupKit
public import FoundationEssentials

/// An act as a value: what it is about, what it rests on, what is lost, what it takes to confirm it. Never changes once
/// made.
public struct Plan: Equatable, Codable, Sendable {
    /// One step of a plan, in the order they are taken.
    public enum Step: Equatable, Codable, Sendable {
        case recheck
        case stop
        case confirmStopped
        /// A backup of the present state, to its end.
        case safety
        case restore
        case start
        case delete
        case cancel
        case power(PowerSignal)
        /// The one request of a light act.
        case send(String)
        /// The requests of a bulk act.
        case bulk
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
    /// The backup of the present state that is made first; nil where we make none.
    public let safety: BackupDraft?
    /// The rows of a bulk act; empty for others.
    public let rows: [BulkRow]
    /// What is lost, what remains, and what else has to be known.
    public let consequences: [PlanConsequence]
    /// The exact text to type; empty for a light act.
    public let confirmation: String
    /// Why the text is not simply the server's name; nil when it is.
    public let confirmationNote: String?
    /// How long any key still stops it after the text was typed; zero for a light act.
    public let cancelWindow: Duration
    /// When it was made; a plan over 10 minutes old is not taken.
    public let madeAt: Date
    /// The same moment by the service's clock: ages are counted from it.
    public let serviceTime: Date

    /// The place it acts on.
    public var location: LocationRef {
        target.location
    }

    /// The backups that a bulk act touches, in its order.
    public var included: [Backup] {
        rows.filter { $0.exclusion == nil }.map(\.backup)
    }

    /// All backups that it touches: those of its rows, else the one it is about.
    var touched: [Backup] {
        rows.isEmpty ? facts.backup.map { [$0] } ?? [] : included
    }
}

/// Something that follows from a plan, in words.
public struct PlanConsequence: Equatable, Codable, Sendable {
    /// How much it matters.
    public enum Weight: String, Codable, Sendable {
        case normal
        case warning
        case loss
    }

    /// What it is about, in a word, such as `Lost`.
    public var label: String
    /// What follows.
    public var text: String
    /// How much it matters.
    public var weight: Weight

    /// A consequence in words.
    public init(_ label: String, _ text: String, _ weight: Weight = .normal) {
        self.label = label
        self.text = text
        self.weight = weight
    }
}

/// Everything a plan rests on. A re-check that finds another value refuses the plan and names the fact.
public struct PlanFacts: Equatable, Codable, Sendable {
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
    /// The newest good backup of the location; nil where there is none.
    public var newestGood: Backup.ID?
    /// It is the newest completed backup of its location, and the only one left of its kind when `completedCount` is 1.
    public var isLastGood: Bool
    /// Completed backups in the location.
    public var completedCount: Int
    /// How many of the limit are in use, and the limit.
    public var quota: Quota
    /// How the last restore of each backup ended, where the service tells; nil in plans of versions that did not look.
    var restores: [Backup.ID: OperationEnd]?
}
