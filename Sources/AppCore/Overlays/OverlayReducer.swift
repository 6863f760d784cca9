import BackupKit
import FoundationEssentials

/// Opens sheets and menus, and gives them their keys.
enum OverlayReducer {
    /// How long a sheet swallows keys: type-ahead must not reach it.
    static let guardTime: Duration = .milliseconds(400)

    static func key(_ key: SheetKey, state: inout AppState) -> [Effect] {
        guard let top = state.overlays.last else { return [] }
        switch top {
        case let .help(page): return helpKey(key, page: page, state: &state)
        case let .menu(menu): return MenuReducer.key(key, menu: menu, state: &state)
        case let .palette(palette): return paletteKey(key, palette: palette, state: &state)
        case let .filter(line): return filterKey(key, line: line, state: &state)
        case let .name(sheet): return NameSheetReducer.key(key, sheet: sheet, state: &state)
        case let .confirm(sheet): return confirmKey(key, sheet: sheet, state: &state)
        case let .plan(sheet): return PlanSheetReducer.key(key, sheet: sheet, state: &state)
        case let .unfinished(sheet): return UnfinishedReducer.key(key, sheet: sheet, state: &state)
        }
    }

    static func push(_ overlay: Overlay, state: inout AppState) {
        state.overlays.append(overlay)
        state.notice = nil
    }

    static func replaceTop(_ overlay: Overlay, state: inout AppState) {
        guard !state.overlays.isEmpty else { return }
        state.overlays[state.overlays.count - 1] = overlay
    }

    static func pop(state: inout AppState) {
        _ = state.overlays.popLast()
    }

    static func scroll(to offset: Int, state: inout AppState) {
        switch state.overlays.last {
        case var .help(page)?:
            page.scroll = max(0, offset)
            replaceTop(.help(page), state: &state)
        case var .plan(sheet)?:
            sheet.scroll = max(0, offset)
            replaceTop(.plan(sheet), state: &state)
        case var .unfinished(sheet)?:
            sheet.scroll = max(0, offset)
            replaceTop(.unfinished(sheet), state: &state)
        default:
            break
        }
    }

    static func guardTimer(_ serial: Int) -> Effect {
        .timer(.sheetGuard(serial), after: guardTime)
    }

    /// The guard time of a sheet is over.
    static func arm(_ serial: Int, state: inout AppState) {
        for index in state.overlays.indices {
            switch state.overlays[index] {
            case var .name(sheet) where sheet.serial == serial:
                sheet.isArmed = true
                state.overlays[index] = .name(sheet)
            case var .confirm(sheet) where sheet.serial == serial:
                sheet.isArmed = true
                state.overlays[index] = .confirm(sheet)
            case var .plan(sheet) where sheet.serial == serial:
                sheet.isArmed = true
                state.overlays[index] = .plan(sheet)
            case var .unfinished(sheet) where sheet.serial == serial:
                sheet.isArmed = true
                state.overlays[index] = .unfinished(sheet)
            default:
                break
            }
        }
    }

    static func openConfirm(
        _ act: ConfirmSheet.Act,
        title: String,
        lines: [String],
        verb: String,
        state: inout AppState
    ) -> [Effect] {
        let serial = state.nextSerial()
        push(.confirm(ConfirmSheet(
            serial: serial, act: act, title: title, lines: lines, verb: verb, isArmed: false
        )), state: &state)
        return [guardTimer(serial)]
    }

    private static func helpKey(_ key: SheetKey, page: HelpPage, state: inout AppState) -> [Effect] {
        var page = page
        switch key {
        case .down, .character("j"), .enter: page.scroll += 1
        case .up, .character("k"): page.scroll = max(0, page.scroll - 1)
        case .pageDown, .character(" "): page.scroll += 10
        case .pageUp: page.scroll = max(0, page.scroll - 10)
        case .home, .character("g"): page.scroll = 0
        case .escape, .character("q"), .character("?"):
            pop(state: &state)
            return []
        default: return []
        }
        replaceTop(.help(page), state: &state)
        return []
    }

    private static func paletteKey(_ key: SheetKey, palette: Palette, state: inout AppState) -> [Effect] {
        var palette = palette
        switch key {
        case .escape:
            pop(state: &state)
            return []
        case .enter:
            // Nothing was typed or chosen: the first line is no choice.
            guard !palette.input.text.isEmpty || palette.cursor > 0 else {
                pop(state: &state)
                return []
            }
            guard palette.matches.indices.contains(palette.cursor) else {
                state.notice = Notice(.warning, "Nothing here is called \"\(palette.input.text)\"")
                return []
            }
            pop(state: &state)
            return choose(palette.matches[palette.cursor], state: &state)
        case .down, .tab: palette.cursor = min(palette.cursor + 1, max(0, palette.matches.count - 1))
        case .up: palette.cursor = max(0, palette.cursor - 1)
        default:
            guard palette.input.apply(key) else { return [] }
            palette.cursor = 0
            palette.narrow()
        }
        replaceTop(.palette(palette), state: &state)
        return []
    }

    private static func choose(_ entry: Palette.Entry, state: inout AppState) -> [Effect] {
        switch entry {
        case let .action(action): return ActionReducer.perform(action, state: &state)
        case let .context(context): return ContextListReducer.open(context, state: &state)
        case let .server(ref, _):
            let effects = BackupManagerReducer.open(ref, world: nil, state: &state)
            state.manager.isOpenedFromServers = true
            return effects
        }
    }

    private static func filterKey(_ key: SheetKey, line: FilterLine, state: inout AppState) -> [Effect] {
        var line = line
        switch key {
        case .escape:
            pop(state: &state)
            setFilter(line.before, on: line.screen, state: &state)
        case .enter:
            pop(state: &state)
            let doubtful = line.screen == .backups ? state.manager.filter.terms.doubtful
                : line.screen == .servers ? state.serverList.filter.terms.doubtful : []
            if let word = doubtful.first {
                state.notice = Notice(.warning, "\"\(word)\" is no known condition: taken as plain text")
            }
        case .down: ActionReducer.move(.moveDown, state: &state)
        case .up: ActionReducer.move(.moveUp, state: &state)
        default:
            guard line.input.apply(key) else { return [] }
            replaceTop(.filter(line), state: &state)
            setFilter(line.input.text, on: line.screen, state: &state)
        }
        return []
    }

    private static func setFilter(_ text: String, on screen: AppState.Screen, state: inout AppState) {
        switch screen {
        case .servers: ServerListReducer.setFilter(text, state: &state)
        case .backups: BackupManagerReducer.setFilter(text, state: &state)
        case .events: EventListReducer.setFilter(text, state: &state)
        case .operations: OperationListReducer.setFilter(text, state: &state)
        case .contexts, .wall: break
        }
    }

    private static func confirmKey(_ key: SheetKey, sheet: ConfirmSheet, state: inout AppState) -> [Effect] {
        guard sheet.isArmed else { return [] }
        switch key {
        case .character("y"):
            pop(state: &state)
            switch sheet.act {
            case .quit:
                state.exitCode = 0
                return []
            case let .download(target, replaces):
                return TransferReducer.start(target, replaces: replaces, state: &state)
            case let .cancelDownload(target):
                return TransferReducer.cancel(target, state: &state)
            case let .carryOut(plan):
                return LightPlan.carryOut(plan, title: sheet.title, state: &state)
            }
        case .enter, .escape, .character("n"), .character("q"):
            pop(state: &state)
            return []
        default:
            return []
        }
    }
}
