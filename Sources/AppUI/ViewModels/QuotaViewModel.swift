import AppCore
import BackupKit
import TerminalUI

/// The quota line: bar, figures, and what happens at the limit.
struct QuotaViewModel: Equatable {
    var gauge: Gauge?
    var figures: String
    /// What happens at the limit, from the longest form to the shortest.
    var remarks: [String]
    var role: Theme.Role

    init?(_ state: AppState) {
        guard let location = state.location, let server = state.visibleServer,
              let capabilities = state.visibleCapabilities else { return nil }
        let place = state.fleet[location]
        let isInMegabytes = capabilities.facts.contains(.sizeInMegabytes)
        let total = place?.totalSize.map {
            isInMegabytes ? ", about \(ByteText.sumOfMegabytes($0))" : ", \(ByteText.size($0))"
        } ?? ""
        role = .normal
        guard let quota = server.quota else {
            guard let place, place.fetchedAt != nil else { return nil }
            let count = place.withheld == 0 ? "" : "\(place.backups.count) of "
            figures = (place.hasMore ? "at least " : count) + Self.backups(place.backups.count + place.withheld) + total
            remarks = ["this service names no limit", "no limit named"]
            return
        }
        guard let limit = quota.limit else {
            figures = quota.used.map(Self.backups).map { $0 + total } ?? "? backups"
            remarks = ["no limit"]
            return
        }
        figures = (quota.used.map { "\($0)" } ?? "?") + "/\(limit)\(total)"
        if limit <= 0 {
            remarks = ["backups are switched off for this server", "switched off"]
            role = .warning
            return
        }
        guard let used = quota.used else {
            remarks = []
            return
        }
        gauge = Gauge(.level(Double(used) / Double(limit)), width: 12)
        role = used >= limit ? .failure : used + 1 >= limit ? .warning : .normal
        remarks = Self.remarks(left: limit - used, capabilities.quota.atLimit)
    }

    private static func backups(_ count: Int) -> String {
        "\(count) \(count == 1 ? "backup" : "backups")"
    }

    private static func remarks(left: Int, _ rule: QuotaTraits.AtLimit) -> [String] {
        let state = left <= 0 ? "full" : "\(left) left"
        let effects = switch rule {
        case .refuses: ["the service refuses more", "more are refused"]
        case .refusesManualRotatesAutomatic:
            ["manual ones are refused, automatic ones replace the oldest", "manual refused, automatic rotate"]
        case .letsThrough: ["Backtop makes no more", "no more are made"]
        case .unknown: ["what happens then is unknown", "then unknown"]
        }
        return effects.map { left <= 0 ? "\(state): \($0)" : "\(state), then \($0)" } + [state]
    }

    func line(width: Int, theme: Theme, ellipsis: String) -> Line {
        var line = Line()
        line.append("Quota ", style: theme.style(.faint))
        if let gauge { line.append(gauge.text + " ", style: theme.style(role)) }
        line.append(figures, style: theme.style(role))
        let rest = width - line.width - 2
        if let remark = remarks.first(where: { $0.displayWidth <= rest }) {
            line.append("  " + remark, style: theme.style(role == .failure ? .failure : .faint))
        }
        return line.clipped(toWidth: width, ellipsis: ellipsis)
    }
}
