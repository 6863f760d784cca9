import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// One line of the operations strip: what runs, how far it is, how fast, how long still, and when it last gave news.
struct OperationViewModel: Equatable {
    /// Silence after which the line says so.
    static let silence: TimeInterval = 20

    var kind: String
    var name: String
    var phase: String
    var gauge: Gauge.Value
    var percent: String
    var rate: String
    var remaining: String
    var elapsed: String
    var silence: String?
    var role: Theme.Role

    /// A line that shows nothing of its progress yet.
    init(kind: String, name: String, elapsed: String, silence: String?) {
        self.kind = kind
        self.name = name
        self.elapsed = elapsed
        self.silence = silence
        phase = ""
        gauge = .progress(0)
        percent = ""
        rate = ""
        remaining = ""
        role = .running
    }

    init(_ operation: BackupOperation, backup: Backup?, now: Date) {
        kind = operation.key.kind.rawValue
        name = backup?.shownTitle ?? (operation.title ?? "backup \(operation.key.backup.short)").shown
        phase = operation.isUnclear ? "no answer" : operation.phase.rawValue
        elapsed = TimeText.elapsed((operation.endedAt ?? now).timeIntervalSince(operation.startedAt))
        rate = ""
        remaining = ""
        let quiet = now.timeIntervalSince(operation.newsAt)
        silence = operation.isOpen && quiet >= Self.silence ? "no news \(TimeText.elapsed(quiet))" : nil
        switch operation.state {
        case .queued, .running:
            role = silence == nil ? .running : .warning
            if let fraction = operation.fraction {
                gauge = .progress(fraction)
                rate = Self.rate(operation.estimate, size: backup?.size)
                remaining = operation.secondsLeft.map { "ETA \(TimeText.elapsed($0))" } ?? "no estimate"
            } else {
                gauge = .indeterminate(step: Int(now.timeIntervalSince(operation.startedAt)))
                remaining = operation.state == .queued ? "" : "no estimate"
            }
            percent = Gauge(gauge, width: 0).percentText
        case .done:
            (gauge, percent, role, phase) = (.done, "100%", .good, "done")
        case .failed:
            (gauge, percent, role, phase) = (.progress(operation.fraction ?? 0), "", .failure, "FAILED")
        case .cancelled:
            (gauge, percent, role, phase) = (.progress(operation.fraction ?? 0), "", .faint, "cancelled")
        case .unknown:
            (gauge, percent, role, phase) = (.progress(operation.fraction ?? 0), "", .unknown, "unknown")
        }
    }

    /// Bytes a second where the size is known, else percent a minute.
    static func rate(_ estimate: ProgressEstimate, size: Int64?) -> String {
        guard let perSecond = estimate.fractionPerSecond else { return "" }
        if let size, size > 0, let bytes = Int64(exactly: (perSecond * Double(size)).rounded()) {
            return ByteText.size(bytes) + "/s"
        }
        let tenths = Int((perSecond * 60000).rounded())
        return tenths >= 100 ? "\(tenths / 10)%/min" : "\(tenths / 10).\(tenths % 10)%/min"
    }

    /// Name and phase at the left, then bar, per cent, rate, time left and time spent, as the width allows.
    func line(width: Int, theme: Theme, ellipsis: String) -> Line {
        let style = theme.style(role)
        let faint = theme.style(.faint)
        let gap = width >= 100 ? "  " : " "
        var tail = Line(gap + phase.padded(toWidth: width >= 60 ? 9 : 0), style: style)
        let barWidth = width >= 100 ? 22 : width >= 60 ? 12 : 0
        if barWidth > 0 { tail.append(gap + Gauge(gauge, width: barWidth).text, style: style) }
        tail.append(" " + percent.padded(toWidth: 4, alignment: .trailing), style: style)
        if width >= 76 { tail.append(gap + rate.padded(toWidth: 9, alignment: .trailing), style: faint) }
        if let silence {
            tail.append(gap + (width >= 60 ? silence.padded(toWidth: 11) : silence), style: style)
        } else if width >= 60 {
            tail.append(gap + remaining.padded(toWidth: 11), style: style)
        }
        if width >= 100 {
            tail.append(gap + ("for " + elapsed).padded(toWidth: 10, alignment: .trailing), style: faint)
        } else if width >= 50 {
            tail.append(" " + elapsed.padded(toWidth: 6, alignment: .trailing), style: faint)
        }
        // The longest kind fills its column: the gap is not part of it.
        let head = kind.padded(toWidth: 8) + " "
        // On a wide screen the figures stay near the name they belong to.
        let room = min(60, max(0, width - head.displayWidth - tail.width))
        var line = Line(head, style: style)
        line.append(name.fitted(toWidth: room, ellipsis: ellipsis))
        line.spans += tail.spans
        return line.clipped(toWidth: width, ellipsis: ellipsis)
    }
}
