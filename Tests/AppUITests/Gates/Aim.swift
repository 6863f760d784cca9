import BackupKit
@testable import AppCore

/// What a key can have meant, by what was on screen when it was pressed.
struct Aim {
    private var location: LocationRef?
    private var selection: Backup.ID?
    private var marks: Set<Backup.ID> = []
    /// Backups that the menu or the sheet on top was about.
    private var offered: Set<Backup.ID> = []
    /// The sheet on top before the key.
    private var serial: Int?

    init() {}

    init(_ state: AppState) {
        location = state.location
        selection = state.manager.selection
        marks = state.manager.marks
        serial = Self.serial(state)
        switch state.overlays.last {
        case let .menu(menu)?:
            for line in menu.lines {
                switch line.choice {
                case let .restore(id, _), let .makeRoom(id): offered.insert(id)
                default: break
                }
            }
        case let .plan(sheet)?:
            if let id = sheet.target.act.backup { offered = [id] }
            if case let .bulk(bulk) = sheet.target.act { marks = Set(bulk.backups) }
        default: break
        }
    }

    /// What is wrong with the sheet that the key has opened; nil where it is about what was meant.
    func miss(_ state: AppState) -> String? {
        guard let opened = Self.serial(state), opened != serial else { return nil }
        switch state.overlays.last {
        case let .plan(sheet)?:
            if sheet.stage == .running { return nil }
            return miss(sheet.target.act, sheet.target.location)
        case let .name(sheet)?:
            if case let .rename(id, _) = sheet.purpose { return miss(.rename(id, to: ""), sheet.location) }
            return sheet.location == location ? nil : "a create for another place"
        case let .confirm(sheet)?:
            guard case let .carryOut(plan) = sheet.act, !sheet.title.hasPrefix("Undo") else { return nil }
            return miss(plan.target.act, plan.location)
        default: return nil
        }
    }

    private func miss(_ act: PlanTarget.Act, _ place: LocationRef) -> String? {
        switch act {
        case .cancel: return place.server == location?.server ? nil : "a cancel on another server"
        case let .bulk(bulk):
            return Set(bulk.backups) == marks && place == location ? nil : "not what was marked: \(bulk.backups)"
        default: break
        }
        if place != location { return "\(act) is of another place" }
        guard let id = act.backup else { return nil }
        // A single marked backup is the one that is meant by what marks are for.
        let isMarked = marks == [id] && act.takesMarks
        return id == selection || isMarked || offered.contains(id) ? nil : "not what was selected: \(act)"
    }

    private static func serial(_ state: AppState) -> Int? {
        switch state.overlays.last {
        case let .plan(sheet)?: sheet.serial
        case let .name(sheet)?: sheet.serial
        case let .confirm(sheet)?: sheet.serial
        default: nil
        }
    }
}

extension PlanTarget.Act {
    /// Acts that are done to all marked backups.
    fileprivate var takesMarks: Bool {
        switch self {
        case .delete, .setLock, .download: true
        default: false
        }
    }
}
