import TerminalUI

extension HeaderViewModel {
    /// One way to make the line shorter.
    private enum Cut {
        case drop(Kind)
        case shorten(Kind)
        case dropClock
        /// The name of the place loses its end, down to some cells.
        case clipPlace(to: Int)
    }

    /// In this order, until the line fits: which server, what may be done and how alive the link is go last.
    private static let cuts: [Cut] = [
        .shorten(.power), .drop(.program), .drop(.context), .shorten(.world), .drop(.count), .drop(.power), .dropClock,
        .drop(.world), .drop(.unknown), .shorten(.link), .clipPlace(to: 12), .shorten(.access), .drop(.condition),
        .clipPlace(to: 6),
        .drop(.access), .drop(.link), .drop(.alarms),
    ]

    /// The parts that fit, joined, with the clock at the right end.
    func line(width: Int, theme: Theme, ellipsis: String) -> Line {
        let (parts, clock) = fitted(to: width, ellipsis: ellipsis)
        var line = Line()
        for (index, part) in parts.enumerated() {
            if index > 0 { line.append("  ") }
            line.append(part.text, style: theme.style(part.role))
        }
        line = line.clipped(toWidth: width, ellipsis: ellipsis)
        if let clock {
            line.append(String(repeating: " ", count: max(0, width - line.width - clock.displayWidth)))
            line.append(clock, style: theme.style(.faint))
        }
        return line
    }

    private func fitted(to width: Int, ellipsis: String) -> ([Part], clock: String?) {
        var parts = parts
        var clock = clock
        func excess() -> Int {
            let texts = parts.reduce(0) { $0 + $1.text.displayWidth } + max(0, parts.count - 1) * 2
            return texts + (clock.map { $0.displayWidth + 2 } ?? 0) - width
        }
        for cut in Self.cuts {
            let tooMuch = excess()
            guard tooMuch > 0 else { break }
            switch cut {
            case let .drop(kind):
                parts.removeAll { $0.kind == kind }
            case let .shorten(kind):
                for index in parts.indices where parts[index].kind == kind {
                    parts[index].text = parts[index].short ?? parts[index].text
                }
            case .dropClock:
                clock = nil
            case let .clipPlace(least):
                for index in parts.indices where parts[index].kind == .place {
                    let wanted = max(least, parts[index].text.displayWidth - tooMuch)
                    parts[index].text = parts[index].text.clipped(toWidth: wanted, ellipsis: ellipsis)
                }
            }
        }
        return (parts, clock)
    }
}
