import BackupKit
import FoundationEssentials

/// The text a user types to confirm a plan: the fact that carries the consequence.
struct ConfirmationPhrase: Equatable {
    let text: String
    /// Why the name was replaced; nil when it was not.
    let note: String?

    /// Longest name one can be asked to type, in characters.
    private static let longest = 24

    init(
        target: PlanTarget,
        facts: PlanFacts,
        rows: [BulkRow] = [],
        level: GateLevel,
        fleet: FleetState,
        now: Date
    ) {
        let ref = target.location.server
        let usesWorld = facts.worldCount > 1 && target.location.world != nil && target.act.concernsBackups
        var note: String?
        var name = facts.serverName
        if let reason = Self.problem(with: name, isShared: fleet.isNameShared(name, by: ref)) {
            name = ref.server.short
            note = "The server's name \(reason): type its short id"
        }
        if usesWorld, let world = target.location.world {
            let worldName = facts.worldName ?? ""
            if Self.problem(with: worldName, isShared: false) == nil {
                name += "/\(worldName)"
            } else {
                name += "/\(world.short)"
                note = note ?? "The world's name cannot be typed safely: type its short id"
            }
        }
        let included = rows.filter { $0.exclusion == nil }.map(\.backup)
        if case let .bulk(bulk) = target.act { name = "\(bulk.kind.rawValue) \(included.count) \(name)" }
        if level == .extreme {
            name += " " + Self.ageLost(target, facts: facts, included: included, now: now)
        }
        text = name
        self.note = note
    }

    /// That of the backup; of several that of the newest.
    private static func ageLost(
        _ target: PlanTarget,
        facts: PlanFacts,
        included: [Backup],
        now: Date
    ) -> String {
        if case .power = target.act { return "now" }
        let newest = included.compactMap { $0.moment(at: now) }.max()
        return CoarseAge.text(from: facts.backup?.createdAt ?? newest, to: now)
    }

    private static func problem(with name: String, isShared: Bool) -> String? {
        if name.isEmpty || name != name.trimmed { return "is empty or has blanks at its ends" }
        if name.count > longest { return "is longer than \(longest) characters" }
        if !name.unicodeScalars.allSatisfy({ (0x20 ... 0x7E).contains($0.value) }) { return "is not plain ASCII" }
        if isShared { return "is borne by another server too" }
        return nil
    }
}
