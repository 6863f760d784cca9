import TerminalUI

/// The last line of a sheet. It names the keys, in fewer words where there is little room.
enum SheetFooter: Equatable {
    /// During the guard time no key does anything.
    case wait
    /// What each key does, the most important first, the way out last.
    case keys([String])
    /// One sentence, and the same in at most 20 cells.
    case sentence(String, short: String)

    func line(width: Int, context: ViewContext) -> Line {
        switch self {
        case .wait:
            return Line("wait", style: context.theme.style(.warning))
        case let .keys(hints):
            let texts = Self.forms(of: hints).map { $0.joined(separator: context.dot) }
            let text = texts.first { $0.displayWidth <= width } ?? texts.last ?? ""
            return Line(text.clipped(toWidth: width, ellipsis: context.ellipsis), style: context.theme.style(.faint))
        case let .sentence(long, short):
            return Line(
                (long.displayWidth <= width ? long : short).clipped(toWidth: width, ellipsis: context.ellipsis),
                style: context.theme.style(.warning)
            )
        }
    }

    /// Longer to shorter: first the hints in the middle go, then the word of the last one, then the last one.
    private static func forms(of hints: [String]) -> [[String]] {
        guard let first = hints.first, let last = hints.last, hints.count > 1 else { return [hints] }
        let key = last.split(separator: " ").first.map(String.init) ?? last
        return [hints, [first, last], [first, key], [first]]
    }
}
