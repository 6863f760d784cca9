/// Moving through a plain list.
enum ListStep {
    /// The row that a move leads to, from 0; `count` must be above 0.
    static func row(after action: UserAction, from current: Int, count: Int, page: Int) -> Int {
        let wanted = switch action {
        case .moveDown: current + 1
        case .moveUp: current - 1
        case .moveTop: 0
        case .moveBottom: count - 1
        case .pageDown: current + page
        case .pageUp: current - page
        case .halfPageDown: current + max(1, page / 2)
        case .halfPageUp: current - max(1, page / 2)
        default: current
        }
        return min(max(0, wanted), count - 1)
    }
}
