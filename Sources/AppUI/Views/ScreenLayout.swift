import AppCore
import TerminalUI

/// Where everything stands at a size. Never a refusal: the smaller the screen, the more goes, the list last.
struct ScreenLayout: Equatable {
    var header: Rect?
    var quota: Rect?
    var operations: Rect?
    /// Over the fleet: how each source is reached.
    var sources: Rect?
    var list: Rect
    var showsListHeading: Bool
    var detail: Rect?
    var status: Rect?
    var footer: Rect?

    /// `statusLines` is how many rows the message below the list takes.
    init(size: Size, state: AppState, statusLines: Int = 1) {
        var rest = Rect(origin: .zero, size: size)
        let isTiny = size.width < 40 || size.height < 10
        if size.height >= 4 { (header, rest) = rest.splitTop(1) }
        if size.height >= 10 { (footer, rest) = rest.splitBottom(1) }
        if size.height >= 4 { (status, rest) = rest.splitBottom(statusLines) }
        if !isTiny, state.screen == .backups {
            (quota, rest) = rest.splitTop(1)
            let count = state.visibleServer.map { $0.shownOperations.count + $0.transfers.count } ?? 0
            if count > 0 { (operations, rest) = rest.splitTop(min(count, max(2, rest.height / 4))) }
        }
        if !isTiny, state.screen == .servers { (sources, rest) = rest.splitTop(1) }
        showsListHeading = !isTiny
        let isLarge = size.width >= 120 && size.height >= 30
        let showsDetail = switch state.screen {
        case .backups: state.manager.isDetailToggled != isLarge
        case .servers: state.serverList.isDetailToggled != isLarge
        case .contexts, .events, .operations, .wall: false
        }
        if showsDetail, isLarge {
            let split = rest.splitRight(max(44, size.width / 3))
            detail = split.right
            rest = split.rest.removingRight(1)
        } else if showsDetail {
            (detail, rest) = rest.splitBottom(rest.height >= 12 ? rest.height * 3 / 5 : rest.height)
        }
        list = rest
    }

    /// The most rows a message may take.
    static func statusLimit(size: Size) -> Int {
        size.height < 10 ? min(2, max(1, size.height - 2)) : max(3, size.height / 6)
    }

    /// Rows of the list that hold backups or servers.
    var listRows: Int {
        max(0, list.height - (showsListHeading ? 1 : 0))
    }
}
