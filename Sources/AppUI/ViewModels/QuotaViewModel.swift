import AppCore
import BackupKit
import TerminalUI

/// The quota line: bar, figures, and what happens at the limit.
struct QuotaViewModel: Equatable {
    var gauge: Gauge?
    var figures: String
    var remark: String
    var role: Theme.Role

    init?(_ state: AppState, width: Int) {
        guard let location = state.location, let server = state.visibleServer,
              let capabilities = state.visibleContext?.capabilities else { return nil }
        let place = state.fleet[location]
        let sizes = place?.backups.compactMap(\.size) ?? []
        let total = sizes.isEmpty ? "" : ", \(ByteText.size(sizes.reduce(0, +)))"
        guard let quota = server.quota else {
            guard let count = place?.backups.count, place?.fetchedAt != nil else { return nil }
            figures = "\(count) \(count == 1 ? "backup" : "backups")\(total)"
            remark = "this service names no limit"
            role = .normal
            return
        }
        guard let limit = quota.limit else {
            figures = "\(quota.used) backups\(total)"
            remark = "no limit"
            role = .normal
            return
        }
        if limit <= 0 {
            figures = "\(quota.used)/0\(total)"
            remark = "backups are switched off for this server"
            role = .warning
            return
        }
        gauge = Gauge(.level(Double(quota.used) / Double(limit)), width: width >= 60 ? 22 : 12)
        figures = "\(quota.used)/\(limit)\(total)"
        role = quota.used >= limit ? .failure : quota.used + 1 >= limit ? .warning : .normal
        remark = Self.remark(quota.used, limit, capabilities.atLimit)
    }

    private static func remark(_ used: Int, _ limit: Int, _ rule: ProviderCapabilities.AtLimit) -> String {
        let isFull = used >= limit
        let left = limit - used
        let state = isFull ? "full" : left == 1 ? "1 left" : "\(left) left"
        let effect = switch rule {
        case .refuses: "the service refuses more"
        case .refusesManualRotatesAutomatic: "manual ones are refused, automatic ones replace the oldest"
        case .unknown: "effect unknown"
        }
        return isFull ? "\(state): \(effect)" : "\(state), then \(effect)"
    }

    func line(width: Int, theme: Theme, ellipsis: String) -> Line {
        var line = Line()
        line.append("Quota ", style: theme.style(.faint))
        if let gauge { line.append(gauge.text + " ", style: theme.style(role)) }
        line.append(figures, style: theme.style(role))
        let rest = width - line.width - 2
        if rest >= 12 {
            line.append("  " + remark.clipped(toWidth: rest, ellipsis: ellipsis), style: theme.style(.faint))
        }
        return line.clipped(toWidth: width, ellipsis: ellipsis)
    }
}
