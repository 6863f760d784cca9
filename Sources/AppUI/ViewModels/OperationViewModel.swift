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

    init(_ operation: BackupOperation, backup: Backup?, now: Date) {
        kind = operation.key.kind.rawValue
        name = (backup?.title ?? operation.title ?? "backup \(operation.key.backup.short)").printable
        phase = operation.phase.rawValue
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
    private static func rate(_ estimate: ProgressEstimate, size: Int64?) -> String {
        guard let perSecond = estimate.fractionPerSecond else { return "" }
        if let size, size > 0 { return ByteText.size(Int64(perSecond * Double(size))) + "/s" }
        let perMinute = perSecond * 6000
        return perMinute >= 10 ? "\(Int(perMinute))%/min" : "\(Int(perMinute * 10) / 10).\(Int(perMinute * 10) % 10)%/min"
    }

    func line(width: Int, theme: Theme, ellipsis: String) -> Line {
        let style = theme.style(role)
        var tail = Line()
        var barWidth = width >= 100 ? 22 : width >= 60 ? 12 : 0
        if width < 34 { barWidth = 0 }
        tail.append(" " + phase.padded(toWidth: width >= 60 ? 9 : 0), style: style)
        if barWidth > 0 { tail.append(" " + Gauge(gauge, width: barWidth).text, style: style) }
        tail.append(" " + percent.padded(toWidth: 4, alignment: .trailing), style: style)
        if width >= 76 { tail.append(" " + rate.padded(toWidth: 9, alignment: .trailing), style: theme.style(.faint)) }
        if let silence {
            tail.append(" " + silence, style: theme.style(.warning))
        } else if width >= 60 {
            tail.append(" " + remaining.padded(toWidth: 11), style: style)
        }
        if width >= 50 { tail.append(" " + elapsed.padded(toWidth: 6, alignment: .trailing), style: theme.style(.faint)) }
        let head = width >= 40 ? kind.padded(toWidth: 8) : String(kind.prefix(1)) + " "
        let room = max(0, width - head.displayWidth - tail.width)
        var line = Line()
        line.append(head, style: style)
        line.append(name.fitted(toWidth: room, ellipsis: ellipsis))
        line.spans += tail.spans
        return line.clipped(toWidth: width, ellipsis: ellipsis)
    }
}
