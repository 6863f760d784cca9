public import AppCore
import BackupKit
public import TerminalUI

/// Draws the whole screen from the state. Pure: the same state and context give the same frame.
public struct RootView {
    let state: AppState
    let context: ViewContext

    /// A view of this state.
    public init(_ state: AppState, _ context: ViewContext) {
        self.state = state
        self.context = context
    }

    /// How many list rows fit at a size.
    public func listRows(size: Size) -> Int {
        layout(size: size).listRows
    }

    /// The furthest the overlay on top can be scrolled at a size; nil when it does not scroll.
    public func scrollLimit(size: Size) -> Int? {
        guard let overlay = state.overlays.last else { return nil }
        let bounds = Rect(origin: .zero, size: size)
        if case .help = overlay { return HelpView(state, popup: popup("Help", bounds)).scrollLimit }
        return sheetView(overlay, bounds)?.scrollLimit
    }

    /// The frame, and where the cursor stands; nil hides it.
    public func frame(size: Size) -> (buffer: Buffer, cursor: Point?) {
        var buffer = Buffer(size: size)
        guard !buffer.bounds.isEmpty else { return (buffer, nil) }
        if state.screen == .wall {
            WallView(state: state, context: context).draw(in: &buffer)
            return (buffer, nil)
        }
        if size.width < 20 || size.height < 4, state.overlays.isEmpty {
            buffer.write(OneLineText.text(state), at: .zero)
            return (buffer, nil)
        }
        let layout = layout(size: size)
        drawLines(layout, in: &buffer)
        drawList(layout, in: &buffer)
        let cursor = drawOverlay(layout, in: &buffer)
        return (buffer, cursor.flatMap { buffer.bounds.contains($0) ? $0 : nil })
    }

    private func layout(size: Size) -> ScreenLayout {
        ScreenLayout(size: size, state: state, statusLines: statusLines(size).count)
    }

    private func statusLines(_ size: Size) -> [Line] {
        StatusViewModel(state).lines(
            width: size.width,
            limit: ScreenLayout.statusLimit(size: size),
            theme: context.theme,
            ellipsis: context.ellipsis
        )
    }

    private func drawLines(_ layout: ScreenLayout, in buffer: inout Buffer) {
        let theme = context.theme
        if let rect = layout.header {
            let header = HeaderViewModel(state, context)
            write([header.line(width: rect.width, theme: theme, ellipsis: context.ellipsis)], in: &buffer, rect: rect)
        }
        if let rect = layout.quota, let quota = QuotaViewModel(state) {
            write([quota.line(width: rect.width, theme: theme, ellipsis: context.ellipsis)], in: &buffer, rect: rect)
        }
        if let rect = layout.sources {
            let sources = SourcesViewModel(state)
            write([sources.line(width: rect.width, theme: theme, ellipsis: context.ellipsis)], in: &buffer, rect: rect)
        }
        if let rect = layout.operations { drawOperations(in: &buffer, rect: rect) }
        if let rect = layout.status { write(statusLines(buffer.size), in: &buffer, rect: rect) }
        if let rect = layout.footer {
            let footer = FooterViewModel(state, keymap: context.keymap)
            write([footer.line(width: rect.width, theme: theme)], in: &buffer, rect: rect)
        }
    }

    private func drawList(_ layout: ScreenLayout, in buffer: inout Buffer) {
        switch state.screen {
        case .servers:
            FleetView(state: state, context: context)
                .draw(in: &buffer, rect: layout.list, showsHeading: layout.showsListHeading)
            if let rect = layout.detail { drawDetail(in: &buffer, rect: rect) }
        case .backups:
            BackupListView(state: state, context: context)
                .draw(in: &buffer, rect: layout.list, showsHeading: layout.showsListHeading)
            if let rect = layout.detail { drawDetail(in: &buffer, rect: rect) }
        case .contexts:
            ContextListView(state: state, context: context)
                .draw(in: &buffer, rect: layout.list, showsHeading: layout.showsListHeading)
        case .events:
            EventListView(state: state, context: context)
                .draw(in: &buffer, rect: layout.list, showsHeading: layout.showsListHeading)
        case .operations:
            OperationListView(state: state, context: context)
                .draw(in: &buffer, rect: layout.list, showsHeading: layout.showsListHeading)
        case .wall:
            break
        }
        guard let text = EmptyListText.text(state) else { return }
        let room = layout.list.removingTop(layout.showsListHeading ? 1 : 0)
        let place = room.height >= 6 ? room.inset(dx: 2, dy: 1) : room
        write(context.wrapped(text, width: place.width, role: .faint), in: &buffer, rect: place)
    }

    private func drawOperations(in buffer: inout Buffer, rect: Rect) {
        guard let server = state.visibleServer else { return }
        let operations = server.shownOperations.map { operation in
            OperationViewModel(operation, backup: server.backup(operation.key.backup), now: state.now)
        } + server.visibleTransfers.map { OperationViewModel($0, now: state.now) }
        let fits = operations.count <= rect.height
        var lines = operations.prefix(fits ? rect.height : rect.height - 1).map { operation in
            operation.line(width: rect.width, theme: context.theme, ellipsis: context.ellipsis)
        }
        if !fits {
            let hidden = operations.count - lines.count
            lines.append(Line("\(hidden) more operations", style: context.theme.style(.running)))
        }
        write(lines, in: &buffer, rect: rect)
    }

    private func drawDetail(in buffer: inout Buffer, rect: Rect) {
        buffer.fill(rect)
        var inner = rect
        if rect.width >= 24, rect.height >= 8 {
            buffer.frame(rect, title: "Detail", border: context.border, style: context.theme.style(.faint))
            inner = rect.inset(dx: 2, dy: 1)
        }
        if state.screen == .servers {
            guard let model = FleetDetailViewModel(state, context) else { return }
            write(model.lines(width: inner.width, height: inner.height, context: context), in: &buffer, rect: inner)
            return
        }
        guard let model = DetailViewModel(state, context) else { return }
        write(model.lines(width: inner.width, height: inner.height, context: context), in: &buffer, rect: inner)
    }

    private func write(_ lines: [Line], in buffer: inout Buffer, rect: Rect) {
        for (index, line) in lines.prefix(rect.height).enumerated() {
            buffer.write(line, at: rect.row(index).origin, maxWidth: rect.width)
        }
    }
}
