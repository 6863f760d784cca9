import AppCore
import TerminalUI

/// Where everything stands at a size. Never a refusal: the smaller the screen, the more goes, the list last.
struct ScreenLayout: Equatable {
    var header: Rect?
    var quota: Rect?
    var operations: Rect?
    var list: Rect
    var showsListHeading: Bool
    var detail: Rect?
    var status: Rect?
    var footer: Rect?

    init(size: Size, state: AppState) {
        var rest = Rect(origin: .zero, size: size)
        let isTiny = size.width < 40 || size.height < 10
        if size.height >= 4 { (header, rest) = Self.takeTop(1, rest) }
        if size.height >= 4 { (status, rest) = Self.takeBottom(1, rest, at: size.height >= 10 ? 1 : 0, footer: &footer) }
        if !isTiny, state.screen == .backups {
            (quota, rest) = Self.takeTop(1, rest)
            let count = state.visibleServer?.visibleOperations.count ?? 0
            if count > 0 {
                (operations, rest) = Self.takeTop(min(count, max(1, rest.height / 4)), rest)
            }
        }
        showsListHeading = !isTiny
        let isLarge = size.width >= 120 && size.height >= 30
        let showsDetail = state.screen == .backups && !isTiny && state.manager.isDetailToggled != isLarge
        if showsDetail, isLarge {
            let split = rest.splitRight(max(44, size.width / 3))
            detail = split.right
            rest = split.rest.removingRight(1)
        } else if showsDetail {
            let split = rest.splitBottom(rest.height >= 12 ? rest.height / 2 : rest.height)
            detail = split.bottom
            rest = split.rest
        }
        list = rest
    }

    /// Rows of the list that hold backups or servers.
    var listRows: Int {
        max(0, list.height - (showsListHeading ? 1 : 0))
    }

    private static func takeTop(_ count: Int, _ rect: Rect) -> (Rect, Rect) {
        let split = rect.splitTop(count)
        return (split.top, split.rest)
    }

    private static func takeBottom(_ count: Int, _ rect: Rect, at footerRows: Int, footer: inout Rect?) -> (Rect, Rect) {
        var rect = rect
        if footerRows > 0 {
            let split = rect.splitBottom(footerRows)
            footer = split.bottom
            rect = split.rest
        }
        let split = rect.splitBottom(count)
        return (split.bottom, split.rest)
    }
}
