import BackupKit
import FoundationEssentials

/// The sheet that asks for a backup's name.
enum NameSheetReducer {
    static func openCreate(state: inout AppState) -> [Effect] {
        guard let location = state.location, let capabilities = state.visibleCapabilities else { return [] }
        let backups = state.fleet[location]?.backups ?? []
        return open(
            .create,
            at: location,
            text: capabilities.create.label == .name ? freshName(besides: backups) : "",
            traits: capabilities.create,
            state: &state
        )
    }

    static func openRename(state: inout AppState) -> [Effect] {
        guard let location = state.location, let capabilities = state.visibleCapabilities,
              let backup = state.selectedBackup else { return [] }
        return open(
            .rename(backup.id, current: backup.name ?? ""),
            at: location,
            text: backup.name ?? "",
            traits: capabilities.create,
            state: &state
        )
    }

    private static func open(
        _ purpose: NameSheet.Purpose,
        at location: LocationRef,
        text: String,
        traits: CreateTraits,
        state: inout AppState
    ) -> [Effect] {
        let isNew = purpose == .create
        let serial = state.nextSerial()
        OverlayReducer.push(.name(NameSheet(
            serial: serial,
            purpose: purpose,
            location: location,
            label: traits.label,
            input: TextInput(text),
            patterns: isNew && traits.options.contains(.ignoredPatterns) ? TextInput(limit: 2000) : nil,
            isLocked: isNew && traits.options.contains(.lock) ? false : nil,
            focus: .label,
            isArmed: false,
            problem: nil,
            nameLimit: traits.labelLimit
        )), state: &state)
        return [OverlayReducer.guardTimer(serial)]
    }

    static func key(_ key: SheetKey, sheet: NameSheet, state: inout AppState) -> [Effect] {
        guard sheet.isArmed else { return [] }
        var sheet = sheet
        switch key {
        case .escape:
            OverlayReducer.pop(state: &state)
            return []
        case .enter:
            return submit(sheet, state: &state)
        case .tab, .down: move(by: 1, &sheet)
        case .up: move(by: -1, &sheet)
        default:
            guard edit(&sheet, key) else { return [] }
            sheet.problem = problem(of: sheet, state: state)
        }
        OverlayReducer.replaceTop(.name(sheet), state: &state)
        return []
    }

    private static func move(by step: Int, _ sheet: inout NameSheet) {
        let fields = sheet.fields
        let index = fields.firstIndex(of: sheet.focus) ?? 0
        sheet.focus = fields[(index + step + fields.count) % fields.count]
    }

    private static func edit(_ sheet: inout NameSheet, _ key: SheetKey) -> Bool {
        switch sheet.focus {
        case .label: return sheet.input.apply(key)
        case .patterns: return sheet.patterns?.apply(key) ?? false
        case .lock:
            guard let isLocked = sheet.isLocked, key == .character(" ") || key == .character("x") else { return false }
            sheet.isLocked = !isLocked
            return true
        }
    }

    private static func submit(_ sheet: NameSheet, state: inout AppState) -> [Effect] {
        var sheet = sheet
        if let problem = problem(of: sheet, state: state) ?? vanished(sheet, state: state) {
            sheet.problem = problem
            // Every problem is one of the name: that is where it can be mended.
            sheet.focus = .label
            OverlayReducer.replaceTop(.name(sheet), state: &state)
            return []
        }
        OverlayReducer.pop(state: &state)
        let name = sheet.input.text.trimmed
        let act: PlanTarget.Act
        switch sheet.purpose {
        case .create:
            // The quota may have filled up while the sheet was open.
            if let reason = Availability.reason(against: .create, in: state) {
                state.notice = Notice(.warning, "Create: \(reason)")
                return []
            }
            if MakeRoomReducer.isFull(sheet.location, state: state) {
                state.notice = Notice(.warning, "Create: the quota is full now, press c to make room")
                return []
            }
            let takesOwnID = state.fleet.capabilities(of: sheet.location.server)?.create.takesOwnID == true
            act = .create(BackupDraft(
                name: name,
                ignoredPatterns: sheet.ignoredPatterns,
                isLocked: sheet.isLocked ?? false,
                id: takesOwnID ? Backup.ID(state.ids.uuid()) : nil
            ))
        case let .rename(backup, _): act = .rename(backup, to: name)
        }
        guard let plan = LightPlan.make(act, at: sheet.location, state: &state) else { return [] }
        state.notice = Notice(.info, "Sending the request")
        return LightPlan.carryOut(plan, title: act.step.capitalized, state: &state)
    }

    private static func problem(of sheet: NameSheet, state: AppState) -> String? {
        NameSheet.problem(
            with: sheet.input.text.trimmed,
            purpose: sheet.purpose,
            label: sheet.label,
            limit: sheet.nameLimit,
            taken: state.fleet[sheet.location]?.backups ?? []
        )
    }

    private static func vanished(_ sheet: NameSheet, state: AppState) -> String? {
        guard case let .rename(backup, _) = sheet.purpose,
              state.fleet[sheet.location]?[backup] == nil else { return nil }
        return "The backup is gone: somebody else deleted it. Press Esc"
    }

    /// The first `Backup #N` that is not taken, beginning after the number of completed backups.
    static func freshName(besides backups: [Backup]) -> String {
        let taken = Set(backups.map { $0.title.lowercased() })
        var number = backups.count { $0.state == .completed } + 1
        while taken.contains("backup #\(number)") { number += 1 }
        return "Backup #\(number)"
    }
}
