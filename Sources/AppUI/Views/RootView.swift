public import AppCore
import BackupKit
public import TerminalUI

/// Draws the whole screen from the state. Pure: the same state and context give the same frame.
public struct RootView {
    let state: AppState
    let context: ViewContext

    public init(_ state: AppState, _ context: ViewContext) {
        self.state = state
        self.context = context
    }

    /// How many list rows fit at a size.
    public static func listRows(_ state: AppState, size: Size) -> Int {
        ScreenLayout(size: size, state: state).listRows
    }

    /// The frame, and where the cursor stands; nil hides it.
    public func frame(size: Size) -> (buffer: Buffer, cursor: Point?) {
        var buffer = Buffer(size: size)
        guard !buffer.bounds.isEmpty else { return (buffer, nil) }
        if size.width < 20 || size.height < 4, state.overlays.isEmpty {
            buffer.write(oneLine, at: .zero)
            return (buffer, nil)
        }
        let layout = ScreenLayout(size: size, state: state)
        drawLines(layout, in: &buffer)
        switch state.screen {
        case .servers:
            ServerListView(state: state, context: context)
                .draw(in: &buffer, rect: layout.list, showsHeading: layout.showsListHeading)
        case .backups:
            BackupListView(state: state, context: context)
                .draw(in: &buffer, rect: layout.list, showsHeading: layout.showsListHeading)
            if let rect = layout.detail { drawDetail(in: &buffer, rect: rect) }
        }
        let cursor = drawOverlay(layout, in: &buffer)
        return (buffer, cursor)
    }

    /// Everything in one line, for a window that holds no more.
    private var oneLine: String {
        guard let location = state.location, let place = state.fleet[location] else { return "Backtop" }
        let good = place.backups.count { $0.state == .completed }
        let bad = place.backups.count { $0.state == .failed }
        return "\(good) ok \(bad) FAIL"
    }

    private func drawLines(_ layout: ScreenLayout, in buffer: inout Buffer) {
        let theme = context.theme
        if let rect = layout.header {
            let header = HeaderViewModel(state, context)
            buffer.write(
                header.line(width: rect.width, theme: theme, ellipsis: context.ellipsis),
                at: rect.origin, maxWidth: rect.width
            )
        }
        if let rect = layout.quota, let quota = QuotaViewModel(state, width: rect.width) {
            buffer.write(
                quota.line(width: rect.width, theme: theme, ellipsis: context.ellipsis),
                at: rect.origin, maxWidth: rect.width
            )
        }
        if let rect = layout.operations { drawOperations(in: &buffer, rect: rect) }
        if let rect = layout.status { drawStatus(in: &buffer, rect: rect) }
        if let rect = layout.footer {
            buffer.write(
                FooterViewModel(state, keymap: context.keymap).line(width: rect.width, theme: theme),
                at: rect.origin, maxWidth: rect.width
            )
        }
    }

    private func drawOperations(in buffer: inout Buffer, rect: Rect) {
        guard let server = state.visibleServer else { return }
        let operations = server.visibleOperations
        for (index, operation) in operations.prefix(rect.height).enumerated() {
            let isLast = index == rect.height - 1 && operations.count > rect.height
            let row = rect.row(index)
            if isLast {
                buffer.write(
                    "\(operations.count - index) more operations", at: row.origin, style: context.theme.style(.running)
                )
                continue
            }
            let model = OperationViewModel(operation, backup: server.backup(operation.key.backup), now: state.now)
            buffer.write(
                model.line(width: row.width, theme: context.theme, ellipsis: context.ellipsis),
                at: row.origin, maxWidth: row.width
            )
        }
    }

    private func drawStatus(in buffer: inout Buffer, rect: Rect) {
        let model = StatusViewModel(state)
        buffer.write(
            model.line(width: rect.width, theme: context.theme, ellipsis: context.ellipsis),
            at: rect.origin, maxWidth: rect.width
        )
    }

    private func drawDetail(in buffer: inout Buffer, rect: Rect) {
        buffer.fill(rect)
        buffer.frame(rect, title: "Detail", border: context.border, style: context.theme.style(.faint))
        let inner = rect.inset(dx: 2, dy: 1)
        guard let model = DetailViewModel(state, context) else { return }
        for (index, line) in model.lines(width: inner.width, theme: context.theme).prefix(inner.height).enumerated() {
            buffer.write(line, at: inner.row(index).origin, maxWidth: inner.width)
        }
    }

    private func drawOverlay(_ layout: ScreenLayout, in buffer: inout Buffer) -> Point? {
        guard let overlay = state.overlays.last else { return nil }
        let bounds = buffer.bounds
        switch overlay {
        case let .help(page):
            let model = HelpViewModel(state, context, width: max(1, bounds.width - 4))
            MenuView(context: context).draw(help: model, scroll: page.scroll, in: &buffer, bounds: bounds)
            return nil
        case let .menu(menu):
            MenuView(context: context).draw(MenuViewModel(menu, state, context), in: &buffer, bounds: bounds)
            // A refused choice says why below the menu.
            if state.notice != nil, let rect = layout.status { drawStatus(in: &buffer, rect: rect) }
            return nil
        case let .palette(palette):
            return MenuView(context: context).draw(palette, state: state, in: &buffer, bounds: bounds)
        case let .filter(line):
            return drawFilter(line, layout, in: &buffer)
        case let .name(sheet):
            return SheetView(sheet: SheetViewModel(sheet, state, context), context: context)
                .draw(in: &buffer, bounds: bounds)
        case let .confirm(sheet):
            return SheetView(sheet: SheetViewModel(sheet, context), context: context).draw(in: &buffer, bounds: bounds)
        case let .plan(sheet):
            return SheetView(sheet: SheetViewModel(sheet, state, context), context: context)
                .draw(in: &buffer, bounds: bounds)
        }
    }

    private func drawFilter(_ line: FilterLine, _ layout: ScreenLayout, in buffer: inout Buffer) -> Point? {
        let rect = layout.status ?? buffer.bounds.bottom(1)
        buffer.fill(rect)
        let field = SheetViewModel.Field(line.input)
        buffer.write("/", at: rect.origin, style: context.theme.style(.key))
        let style = field.isSelected ? Style.plain.reverse : .plain
        buffer.write(field.text, at: rect.origin.offset(x: 1), style: style, maxWidth: rect.width - 1)
        return rect.origin.offset(x: min(1 + field.cursor, rect.width - 1))
    }
}
