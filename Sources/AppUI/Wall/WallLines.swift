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
        return width >= full.displayWidth + 30 ? full : shortClock
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
        var line = Line("Backtop wall", style: theme.style(.title))
        line.append("   \(model.uptime)   \(model.data)", style: theme.style(.faint))
        return model.rhythm.isClockBelow ? line.clipped(toWidth: width, ellipsis: context.ellipsis)
            : withClock(line, width: width, clock: clock(width: width))
    }

    func headline(width: Int) -> [Line] {
        if let blocks = model.blocks { return blocks.lines(context) }
        let hasClock = model.form == .compact && (!model.rhythm.isClockBelow || model.layout.foot == nil)
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

    func title(width: Int) -> Line {
        let faint = theme.style(.faint)
        var line = Line(model.page.name, style: theme.style(.title))
        line.append("  \(model.pageNumber)/\(model.pageCount)", style: faint)
        if !model.content.detail.isEmpty { line.append("  " + model.content.detail, style: faint) }
        var left = model.sourceNames.count
        for (index, name) in model.sourceNames.enumerated() {
            let text = index == 0 ? "  of \(name)" : ", \(name)"
            guard line.width + text.displayWidth + (left > 1 ? 4 : 0) <= width else { break }
            line.append(text, style: faint)
            left -= 1
        }
        if left > 0 { line.append(" +\(left)", style: faint) }
        return line.clipped(toWidth: width, ellipsis: context.ellipsis)
    }

    func foot(width: Int) -> Line {
        guard model.rhythm.isClockBelow else {
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
        var middle = model.pinned.alarms.map {
            $0.line(width: width, theme: theme, ellipsis: context.ellipsis)
        }
        let light = model.sources.lights.min { $0.rank < $1.rank }
        if let light, size.height > 3 {
            let line = Line("\(light.name) \(light.words)", style: theme.style(light.role))
            middle.insert(line.clipped(toWidth: width, ellipsis: context.ellipsis), at: min(1, middle.count))
        }
        middle += model.headline.sentences.dropFirst().compactMap { sentence in
            sentence.texts.last.map { Line($0).clipped(toWidth: width, ellipsis: context.ellipsis) }
        }
        return [first] + middle.prefix(size.height - 2) + [Line(shortClock)]
    }
}
