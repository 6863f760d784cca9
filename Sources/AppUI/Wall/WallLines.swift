import TerminalUI

/// The lines of the wall around the page.
struct WallLines {
    let model: WallViewModel
    let context: ViewContext

    private var theme: Theme {
        context.theme
    }

    init(_ model: WallViewModel, _ context: ViewContext) {
        self.model = model
        self.context = context
    }

    // MARK: The clock

    /// With a mark that comes and goes: the sign that the display itself is alive.
    private func clock(width: Int) -> String {
        let full = "[\(model.rhythm.isBeat ? "*" : " ")] \(model.clock)"
        return width >= full.displayWidth + 50 ? full : shortClock
    }

    private var shortClock: String {
        let time = model.clock.split(separator: " ").first.map(String.init) ?? model.clock
        return "\(time) \(model.rhythm.isBeat ? "*" : ".")"
    }

    /// A line with the clock at its right end.
    private func withClock(_ line: Line, width: Int, clock: String) -> Line {
        var line = line.clipped(toWidth: max(0, width - clock.displayWidth - 2), ellipsis: context.ellipsis)
        line.append(String(repeating: " ", count: max(0, width - clock.displayWidth - line.width)) + clock)
        return line
    }

    // MARK: From the top

    func top(width: Int) -> Line {
        let faint = theme.style(.faint)
        let clock = model.rhythm.isClockBelow ? "" : clock(width: width)
        let room = clock.isEmpty ? width : width - clock.displayWidth - 2
        let tries: [(String, String, String)] = [
            ("Backtop wall", "   display up \(model.uptime)", "   data \(model.data)"),
            ("Backtop", "  display up \(model.uptime)", "  data \(model.data)"),
            ("", "up \(model.uptime)", "  data \(model.data)"),
        ]
        let fitting = tries.first { $0.0.displayWidth + $0.1.displayWidth + $0.2.displayWidth <= room } ?? tries[2]
        var line = Line(fitting.0, style: theme.style(.title))
        line.append(fitting.1, style: faint)
        line.append(fitting.2, style: model.isDataAging ? theme.style(.warning) : faint)
        return clock.isEmpty ? line.clipped(toWidth: width, ellipsis: context.ellipsis)
            : withClock(line, width: width, clock: clock)
    }

    func headline(width: Int) -> [Line] {
        if let blocks = model.blocks { return blocks.lines(context) }
        // Its frame does not move either, and the last line has no room for it.
        let hasClock = model.form == .compact
        return model.headline.sentences.enumerated().map { index, sentence in
            let room = index == 0 && hasClock ? width - shortClock.displayWidth - 2 : width
            let text = sentence.texts.first { $0.displayWidth <= room } ?? sentence.texts.last ?? ""
            let line = Line(
                text.clipped(toWidth: room, ellipsis: context.ellipsis), style: theme.style(sentence.role)
            )
            return index == 0 && hasClock ? withClock(line, width: width, clock: shortClock) : line
        }
    }

    func pinned(width: Int) -> [Line] {
        let calm = model.calm.map { [Line($0)] } ?? []
        return calm + WallAlarms.lines(model.pinned, width: width, context: context)
    }

    /// The page's name and number, and the sources of what it shows: each of them whole, or not at all.
    func title(width: Int) -> Line {
        let faint = theme.style(.faint)
        let isNarrow = width < 60
        var line = Line(model.page.name, style: theme.style(.title))
        if !model.content.detail.isEmpty { line.append(": " + model.content.detail, style: faint) }
        let number = (isNarrow ? "  " : "   page ") + "\(model.pageNumber)/\(model.pageCount)"
        guard line.width + number.displayWidth <= width else {
            return line.clipped(toWidth: width, ellipsis: context.ellipsis)
        }
        line.append(number, style: faint)
        var left = model.sourceNames.count
        for (index, name) in model.sourceNames.enumerated() {
            let text = (index > 0 ? ", " : isNarrow ? "  " : "   from ") + name
            guard line.width + text.displayWidth + (left > 1 ? 4 : 0) <= width else { break }
            line.append(text, style: faint)
            left -= 1
        }
        if left > 0, left < model.sourceNames.count { line.append(" +\(left)", style: faint) }
        return line
    }

    func foot(width: Int) -> Line {
        guard model.rhythm.isClockBelow, model.form != .compact else {
            return model.sources.line(width: width, theme: theme, ellipsis: context.ellipsis)
        }
        let clock = clock(width: width)
        let line = model.sources.line(
            width: max(0, width - clock.displayWidth - 2), theme: theme, ellipsis: context.ellipsis
        )
        return withClock(line, width: width, clock: clock)
    }

    // MARK: Hardly any room

    /// The headline first and the time last; between them what is worst, as far as it fits.
    func tiny(_ size: Size) -> [Line] {
        let width = size.width
        let sentence = model.headline.sentences[0]
        let text = sentence.texts.first { $0.displayWidth <= width } ?? sentence.texts.last ?? ""
        let first = Line(text, style: theme.style(sentence.role)).clipped(toWidth: width, ellipsis: context.ellipsis)
        guard size.height > 1 else {
            let short = sentence.texts.first { $0.displayWidth + shortClock.displayWidth + 2 <= width }
            return [short.map {
                withClock(Line($0, style: theme.style(sentence.role)), width: width, clock: shortClock)
            } ?? first]
        }
        let middle = model.tiny.map { sentence in
            let text = sentence.texts.first { $0.displayWidth <= width } ?? sentence.texts.last ?? ""
            return Line(text, style: theme.style(sentence.role)).clipped(toWidth: width, ellipsis: context.ellipsis)
        }
        return [first] + middle.prefix(size.height - 2) + [Line(shortClock)]
    }
}
