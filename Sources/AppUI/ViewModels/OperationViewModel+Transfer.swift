import AppCore
import FoundationEssentials
import TerminalUI

extension OperationViewModel {
    /// A download: bytes are known here, so the rate is in bytes.
    init(_ transfer: Transfer, now: Date) {
        let quiet = now.timeIntervalSince(transfer.newsAt)
        let isSilent = transfer.isRunning && quiet >= Self.silence
        self.init(
            kind: "download",
            name: transfer.backup.shownTitle,
            elapsed: TimeText.elapsed((transfer.endedAt ?? now).timeIntervalSince(transfer.startedAt)),
            silence: isSilent ? "no news \(TimeText.elapsed(quiet))" : nil
        )
        switch transfer.state {
        case .running:
            role = isSilent ? .warning : .running
            phase = "transfer"
            if let fraction = transfer.fraction {
                gauge = .progress(fraction)
                rate = Self.rate(transfer.estimate, size: transfer.total)
                remaining = transfer.estimate.secondsLeft(from: fraction)
                    .map { "ETA \(TimeText.elapsed($0))" } ?? "no estimate"
            } else {
                gauge = .indeterminate(step: Int(now.timeIntervalSince(transfer.startedAt)))
                remaining = ByteText.size(transfer.received)
            }
            percent = Gauge(gauge, width: 0).percentText
        case .done:
            (gauge, percent, role, phase) = (.done, "100%", .good, "done")
        case .failed:
            (gauge, percent, role, phase) = (.progress(transfer.fraction ?? 0), "", .failure, "FAILED")
        case .cancelled:
            (gauge, percent, role, phase) = (.progress(transfer.fraction ?? 0), "", .faint, "cancelled")
        }
    }
}
