public import AppCore
public import TerminalUI

/// The wall as plain text, for scripts and logs: no styles, no escape sequences, nothing that moves.
public enum WallText {
    /// The headline, all alarms, the worst off servers and the sources, row by row, without blanks at the ends of rows.
    ///
    /// - Parameter size: how wide rows may be, and about how many of them there may be; alarms are told whole.
    public static func page(_ state: AppState, _ context: ViewContext, size: Size) -> String {
        var state = state
        state.settings.showsClock = true
        let material = WallMaterial(state, context)
        let width = max(20, size.width)
        var lines = [Line("Backtop wall  " + context.time.second(state.now, utc: false))]
        lines += WallHeadline(material.counts, state).sentences.map { sentence in
            Line(sentence.texts.first { $0.displayWidth <= width } ?? sentence.texts.last ?? "")
        }
        if !material.alarms.all.isEmpty {
            lines += [Line(), Line("Alarms")]
            lines += material.alarms.all.flatMap { alarm(of: $0, width: width, context) }
        }
        let sources = WallSourcesPage(material: material, room: Size(width: width, height: .max)).content.lines
        let left = max(5, size.height - lines.count - sources.count - 4)
        let worst = WallWorstPage(material: material, room: Size(width: width, height: left)).content.lines
        lines += [Line(), Line(WallPage.worst.name)] + worst + [Line(), Line(WallPage.sources.name)] + sources
        return text(of: lines, width: width)
    }

    /// Whole, over as many rows as it takes: here nobody waits for the next page.
    private static func alarm(of alarm: WallAlarm, width: Int, _ context: ViewContext) -> [Line] {
        let first = "\(alarm.word)\(alarm.isSeen ? " seen" : "") \(alarm.lasting) \(alarm.subject)"
        let rest = [alarm.cause, alarm.next].flatMap { Paragraph($0).lines(width: width - 2) }
        return [Line(first)] + rest.map { Line("  " + $0) }
    }

    /// Drawn into a buffer first, so that it is exactly what a screen would show.
    private static func text(of lines: [Line], width: Int) -> String {
        var buffer = Buffer(size: Size(width: width, height: lines.count))
        for (row, line) in lines.enumerated() { buffer.write(line, at: Point(x: 0, y: row)) }
        return lines.indices.map { buffer.text(row: $0) }.joined(separator: "\n") + "\n"
    }
}
