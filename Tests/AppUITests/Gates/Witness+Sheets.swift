import BackupKit
import FoundationEssentials
import TerminalUI
@testable import AppCore
@testable import AppUI

/// What a confirming key allows, by the sheet that it was pressed on.
extension Witness {
    /// The text of a plan, entered to the letter.
    mutating func confirmTyped(_ sheet: Shown, _ state: AppState, _ services: [RecordedService]) {
        guard case let .plan(plan)? = state.overlays.last, case let .review(review, _, _) = plan.stage,
              let service = services.first(where: { $0.context.id == plan.target.location.server.context })
        else { return }
        let (text, prompt) = drawn(state)
        // A plan that lay open for long is made again.
        guard prompt == "Type: \(sheet.field.text)", state.now.timeIntervalSince(sheet.since) <= 600 else { return }
        let ids = Self.ids(of: review)
        let act = plan.target.act
        let expected = ExpectedPhrase(act, at: plan.target.location, included: ids, by: service, at: sheet.since)
        guard [expected.severe, expected.extreme].contains(sheet.field.text) else {
            return fail("the sheet asks for \"\(sheet.field.text)\", which is neither \(expected)")
        }
        if let lack = Self.unnamed(ids, in: text, review, service) { return fail("the sheet does not name \(lack)") }
        // The program takes no second plan of a server.
        guard state.runs[plan.target.location.server]?.isActive != true else { return }
        if permits.count % 4 == 0,
           !Self.isOnScreen(prompt ?? "", state) { return fail("the screen lacks: \(prompt ?? "")") }
        let isExtreme = sheet.field.text == expected.extreme
        let window = state.settings.cancelWindow / .seconds(1) * (isExtreme ? 2 : 1)
        permits.append(Permit(
            location: plan.target.location, act: act, ids: ids, hardness: isExtreme ? .extreme : .severe, span: .run,
            confirmedAt: state.now, opensAt: state.now.addingTimeInterval(window),
            left: Permit.wants(act, ids, makesSafetyBackup: plan.target.makesSafetyBackup)
        ))
    }

    /// The whole screen as the terminal gets it.
    private static func isOnScreen(_ text: String, _ state: AppState) -> Bool {
        let buffer = RootView(state, view).frame(size: Size(width: 80, height: 24)).buffer
        return buffer.bounds.rows.contains { buffer.text(row: $0).contains(text) }
    }

    /// `y` on the sheet of a light plan of several backups.
    mutating func confirmBulk(_ state: AppState, _ services: [RecordedService]) {
        guard case let .plan(plan)? = state.overlays.last, case let .review(review, _, _) = plan.stage,
              let service = services.first(where: { $0.context.id == plan.target.location.server.context })
        else { return }
        let ids = Self.ids(of: review)
        let text = drawn(state).text
        if let lack = Self.unnamed(ids, in: text, review, service) { return fail("the sheet does not name \(lack)") }
        let isDownload = if case let .bulk(bulk) = plan.target.act { bulk.kind == .download } else { false }
        permits.append(Permit(
            location: plan.target.location, act: plan.target.act, ids: ids, hardness: .light,
            span: isDownload ? .downloads : .run, confirmedAt: state.now,
            left: Permit.wants(plan.target.act, ids, makesSafetyBackup: false)
        ))
    }

    /// `y` on the sheet of a light act.
    mutating func confirmLight(_ shown: Shown, _ state: AppState) {
        guard case let .confirm(sheet)? = state.overlays.last else { return }
        let text = drawn(state).text
        switch sheet.act {
        case .quit: isLeavingAllowed = true
        case .cancelDownload: break
        case let .download(target, _):
            guard text.contains(target.backup.title)
            else { return fail("the sheet does not name \(target.backup.title)") }
            allow(.download(target.backup.id), target.location, state)
        case let .carryOut(plan):
            guard shown.names.contains(where: text.contains) else {
                return fail("the sheet does not name \(shown.names): \(text)")
            }
            allow(plan.target.act, plan.location, state, isUndo: sheet.title.hasPrefix("Undo"))
        }
    }

    /// Enter on a line of the palette.
    mutating func choose(_ state: AppState) {
        guard case let .palette(palette)? = state.overlays.last, palette.matches.indices.contains(palette.cursor)
        else { return }
        isLeavingAllowed = palette.matches[palette.cursor] == .action(.back) && Self.isAtRoot(state)
    }

    /// Enter in the field of a name.
    mutating func confirmName(_ sheet: Shown, _ state: AppState) {
        guard case let .name(asked)? = state.overlays.last else { return }
        let name = Self.trimmed(sheet.field.text)
        switch asked.purpose {
        case .create: allow(.create(BackupDraft(name: name)), asked.location, state)
        case let .rename(id, current):
            guard drawn(state).text.contains(current) else { return fail("the sheet does not name \(current)") }
            allow(.rename(id, to: name), asked.location, state)
        }
    }

    /// `y` on the sheet of work that an earlier session left.
    mutating func resume(_ state: AppState) {
        guard case let .unfinished(sheet)? = state.overlays.last else { return }
        for index in permits.indices
            where permits[index].name == sheet.unfinished.act { permits[index].isAsleep = false }
    }

    private mutating func allow(
        _ act: PlanTarget.Act,
        _ location: LocationRef,
        _ state: AppState,
        isUndo: Bool = false
    ) {
        let ids = act.backup.map { [$0] } ?? []
        permits.append(Permit(
            location: location, act: act, ids: ids, hardness: .light, span: .key, confirmedAt: state.now,
            isUndo: isUndo, left: Permit.wants(act, ids, makesSafetyBackup: false)
        ))
    }

    /// The backups that a plan is about, without the rows that it shows as left out.
    private static func ids(of plan: Plan) -> [Backup.ID] {
        if case .bulk = plan.target.act { return plan.rows.filter { $0.exclusion == nil }.map(\.backup.id) }
        return plan.target.act.backup.map { [$0] } ?? []
    }

    /// The first backup that the drawn text does not name, or names as left out.
    private static func unnamed(
        _ ids: [Backup.ID],
        in text: String,
        _ plan: Plan,
        _ service: RecordedService
    ) -> String? {
        for backup in plan.rows.filter({ $0.exclusion == nil }).map(\.backup) + (plan.facts.backup.map { [$0] } ?? []) {
            if service.names[backup.id]?.contains(backup.title) != true { return backup.id.rawValue }
        }
        guard case .bulk = plan.target.act else {
            guard let backup = plan.facts.backup else { return ids.isEmpty ? nil : ids[0].rawValue }
            return text.contains("\"\(backup.title)\"") && ids == [backup.id] ? nil : backup.title
        }
        let lines = text.split(separator: "\n")
        return plan.rows.first { row in
            let sign = row.exclusion == nil ? "x" : "-"
            return !lines.contains { $0.hasPrefix("\(sign) \(row.backup.title.prefix(40))") }
        }?.backup.title
    }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
