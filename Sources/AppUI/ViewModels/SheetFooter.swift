import TerminalUI

/// The last line of a sheet. It names the keys, in fewer words where there is little room.
enum SheetFooter: Equatable {
    /// During the guard time no key does anything.
    case wait
    /// What each key does, the most important first, the way out last; `extra` follows where there is room.
    case keys([String], extra: [String] = [])
    /// One sentence, and the same in at most 20 cells.
    case sentence(String, short: String)

    func line(width: Int, context: ViewContext) -> Line {
        switch self {
        case .wait:
            return Line("wait", style: context.theme.style(.warning))
        case let .keys(hints, extra):
            let forms = (extra.isEmpty ? [] : [hints + extra]) + Self.forms(of: hints)
            let lines = forms.map { Self.line(of: $0, context: context) }
            let line = lines.first { $0.width <= width } ?? lines.last ?? Line()
            return line.clipped(toWidth: width, ellipsis: context.ellipsis)
        case let .sentence(long, short):
            return Line(
                (long.displayWidth <= width ? long : short).clipped(toWidth: width, ellipsis: context.ellipsis),
                style: context.theme.style(.warning)
            )
        }
    }

    /// Hints side by side, the key of each standing out.
    private static func line(of hints: [String], context: ViewContext) -> Line {
        var line = Line()
        for hint in hints {
            if !line.spans.isEmpty { line.append(context.dot, style: context.theme.style(.faint)) }
            let key = hint.prefix { $0 != " " }
            line.append(String(key), style: context.theme.style(.key))
            line.append(String(hint.dropFirst(key.count)))
        }
        return line
    }

    /// Longer to shorter: first the hints in the middle go, then the word of the last one, then the last one.
    private static func forms(of hints: [String]) -> [[String]] {
        guard let first = hints.first, let last = hints.last, hints.count > 1 else { return [hints] }
        let key = last.split(separator: " ").first.map(String.init) ?? last
        return [hints, [first, last], [first, key], [first]]
    }
}
