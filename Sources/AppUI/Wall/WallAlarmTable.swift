import TerminalUI

/// Alarms row by row: what is wrong, for how long, with whom, and why, which is what is cut.
struct WallAlarmTable {
    let alarms: [WallAlarm]
    /// What to do stands under each.
    let showsNext: Bool
    let width: Int
    let context: ViewContext

    /// Narrow rows have no columns: what is wrong with whom must fit.
    private var isNarrow: Bool {
        width < 60
    }

    var lines: [Line] {
        let word = column(\.word)
        let lasting = column(\.lasting)
        let subject = min(column(\.subject), width * 2 / 5)
        let indent = isNarrow ? 2 : word + lasting + 2
        return alarms.flatMap { alarm -> [Line] in
            let line = isNarrow ? narrow(alarm)
                : line(alarm, word: word, lasting: lasting, subject: subject)
            guard showsNext else { return [line] }
            let next = Line(String(repeating: " ", count: indent) + alarm.next, style: context.theme.style(.faint))
            return [line, next.clipped(toWidth: width, ellipsis: context.ellipsis)]
        }
    }

    private func column(_ text: KeyPath<WallAlarm, String>) -> Int {
        alarms.map { $0[keyPath: text].displayWidth }.max() ?? 0
    }

    private func line(_ alarm: WallAlarm, word: Int, lasting: Int, subject: Int) -> Line {
        let style = context.theme.style(alarm.isSeen ? .faint : .normal)
        var line = Line(alarm.word.padded(toWidth: word), style: context.theme.style(alarm.role))
        line.append(" " + alarm.lasting.padded(toWidth: lasting), style: style)
        line.append(" " + alarm.subject.fitted(toWidth: subject, ellipsis: context.ellipsis), style: style)
        line.append("  " + (alarm.isSeen ? "seen: " : "") + alarm.cause, style: style)
        return line.clipped(toWidth: width, ellipsis: context.ellipsis)
    }

    private func narrow(_ alarm: WallAlarm) -> Line {
        let style = context.theme.style(alarm.isSeen ? .faint : .normal)
        var line = Line(alarm.word + (alarm.isSeen ? " seen" : ""), style: context.theme.style(alarm.role))
        line.append(" " + alarm.lasting, style: style)
        line.append(" " + alarm.subject, style: style)
        if width - line.width >= 14 { line.append("  " + alarm.cause, style: style) }
        return line.clipped(toWidth: width, ellipsis: context.ellipsis)
    }
}
