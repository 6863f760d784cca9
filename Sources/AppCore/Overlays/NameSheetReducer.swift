import BackupKit
import FoundationEssentials

/// The sheet that asks for a backup's name.
enum NameSheetReducer {
    static func openCreate(state: inout AppState) -> [Effect] {
        guard let location = state.location, let context = state.visibleContext else { return [] }
        let backups = state.fleet[location]?.backups ?? []
        return open(
            .create,
            at: location,
            text: freshName(besides: backups),
            limit: context.capabilities.create.labelLimit,
            state: &state
        )
    }

    static func openRename(state: inout AppState) -> [Effect] {
        guard let location = state.location, let context = state.visibleContext, let backup = state.selectedBackup
        else { return [] }
        return open(
            .rename(backup.id, current: backup.name ?? ""),
            at: location,
            text: backup.name ?? "",
            limit: context.capabilities.create.labelLimit,
            state: &state
        )
    }

    private static func open(
        _ purpose: NameSheet.Purpose,
        at location: LocationRef,
        text: String,
        limit: Int?,
        state: inout AppState
    ) -> [Effect] {
        let serial = state.nextSerial()
        OverlayReducer.push(.name(NameSheet(
            serial: serial,
            purpose: purpose,
            location: location,
            input: TextInput(text),
            isArmed: false,
            problem: nil,
            nameLimit: limit
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
        default:
            guard sheet.input.apply(key) else { return [] }
            sheet.problem = problem(of: sheet, state: state)
            OverlayReducer.replaceTop(.name(sheet), state: &state)
            return []
        }
    }

    private static func submit(_ sheet: NameSheet, state: inout AppState) -> [Effect] {
        var sheet = sheet
        if let problem = problem(of: sheet, state: state) ?? vanished(sheet, state: state) {
            sheet.problem = problem
            OverlayReducer.replaceTop(.name(sheet), state: &state)
            return []
        }
        OverlayReducer.pop(state: &state)
        let name = sheet.input.text.trimmed
        let request: Mutation.Request
        switch sheet.purpose {
        case .create:
            // The quota may have filled up while the sheet was open.
            if let reason = Availability.reason(against: .create, in: state) {
                state.notice = Notice(.warning, "Create: \(reason)")
                return []
            }
            request = .create(BackupDraft(name: name))
        case let .rename(backup, _): request = .rename(backup, to: name)
        }
        state.notice = Notice(.info, "Sending the request")
        return [.mutate(Mutation(act: state.nextAct(), location: sheet.location, request: request))]
    }

    private static func problem(of sheet: NameSheet, state: AppState) -> String? {
        NameSheet.problem(
            with: sheet.input.text.trimmed,
            purpose: sheet.purpose,
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
