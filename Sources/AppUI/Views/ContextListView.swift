import AppCore
import BackupKit
import TerminalUI

/// The list of contexts: every configured account, what it may do, and how it is.
struct ContextListView {
    let state: AppState
    let context: ViewContext

    func draw(in buffer: inout Buffer, rect: Rect, showsHeading: Bool) {
        let widths = Self.widths(rect.width)
        var body = rect
        if showsHeading {
            let style = context.theme.style(.heading)
            buffer.fill(rect.row(0), style: style)
            write(Self.heading, widths, in: &buffer, rect: rect.row(0), style: style)
            body = rect.removingTop(1)
        }
        let order = state.fleet.contextOrder
        let selected = state.contextSelection.flatMap { order.firstIndex(of: $0) } ?? 0
        let first = max(0, min(selected - body.height / 2, order.count - body.height))
        for (line, id) in order.dropFirst(first).prefix(max(0, body.height)).enumerated() {
            let place = body.row(line)
            write(texts(of: id), widths, in: &buffer, rect: place, style: style(of: id))
            if id == state.contextSelection { buffer.restyle(place, adding: .reverse) }
        }
    }

    private func texts(of id: Context.ID) -> [String] {
        guard let account = state.fleet.contexts[id] else { return [id.rawValue.shown] }
        let isWritable = account.access == .readWrite && !state.settings.isReadOnly
        let servers = state.fleet.serverOrder.count { $0.context == id }
        let isKnown = state.fleet.answered.contains(id)
        return [
            id.rawValue.shown,
            account.provider.shown,
            (isWritable ? "RW" : "RO") + (account.isProtected ? " P" : ""),
            isKnown ? "\(servers)" : "?",
            stateText(of: id, isKnown: isKnown),
            account.origin.shown,
        ]
    }

    private func stateText(of id: Context.ID, isKnown: Bool) -> String {
        guard let error = state.fleet.contextErrors[id] else { return isKnown ? "ok" : "reading" }
        return switch error.code {
        case .unauthorized: "token refused"
        case .forbidden: "no permission"
        case .rateLimited: "throttled"
        case .unreachable, .timedOut: "unreachable"
        default: "failing"
        }
    }

    private func style(of id: Context.ID) -> Style {
        context.theme.style(state.fleet.contextErrors[id] == nil ? .normal : .failure)
    }

    private func write(_ texts: [String], _ widths: [Int], in buffer: inout Buffer, rect: Rect, style: Style) {
        var x = rect.x + (rect.width < 40 ? 0 : 2)
        for (text, width) in zip(texts, widths) where width > 0 {
            buffer.write(
                text.fitted(toWidth: width, ellipsis: context.ellipsis),
                at: Point(x: x, y: rect.y), style: style, maxWidth: rect.maxX - x
            )
            x += width + 2
        }
    }

    private static let heading = ["NAME", "PROVIDER", "ACCESS", "SERVERS", "STATE", "ADDRESS"]

    /// Cells of name, provider, access, servers, state and address; 0 for what has no room. The name and how the
    /// context is never go.
    private static func widths(_ width: Int) -> [Int] {
        let indent = width < 40 ? 0 : 2
        let state = min(13, width / 3)
        let access = width < 30 ? 0 : 6
        let servers = width < 50 ? 0 : 7
        let provider = width < 70 ? 0 : 13
        let others = indent + [access, servers, state, provider].filter { $0 > 0 }.reduce(0) { $0 + $1 + 2 }
        let name = min(width < 100 ? 20 : 32, width - others)
        let address = width - others - name - 2
        return [name, provider, access, servers, state, address < 12 ? 0 : address]
    }
}
