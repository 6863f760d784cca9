import AppCore
import BackupKit
import TerminalUI

/// The line of sources over the fleet: each context with how long ago it answered, the worst first where they do not
/// all fit.
struct SourcesViewModel: Equatable {
    struct Light: Equatable {
        var name: String
        var words: String
        var role: Theme.Role
        /// Lower is worse.
        var rank: Int

        /// It answers as it should.
        var isWell: Bool {
            rank == 3
        }
    }

    var lights: [Light]
    /// How long it takes until every list was read once, where that is longer than a reading usually is.
    var sweep: String?

    init(_ state: AppState) {
        lights = state.fleet.contextOrder.map { Self.light($0, state) }
        let longest = state.fleet.contextOrder.map { state.sweepTime(of: $0) }.max() ?? 0
        sweep = longest > 60 ? "all read every \(TimeText.span(longest))" : nil
    }

    private static func light(_ id: Context.ID, _ state: AppState) -> Light {
        let name = id.rawValue.shown
        switch state.source(of: id) {
        case .reading: return Light(name: name, words: "reading", role: .faint, rank: 2)
        case let .answering(age):
            // An idle screen without a clock must not change by time alone.
            return Light(
                name: name, words: state.settings.showsClock ? TimeText.span(age) : "ok", role: .normal, rank: 3
            )
        case let .refused(age):
            return Light(name: name, words: "TOKEN REFUSED \(TimeText.span(age))", role: .failure, rank: 0)
        case let .slow(age): return Light(name: name, words: "silent \(TimeText.span(age))", role: .warning, rank: 1)
        case let .unreachable(age):
            return Light(name: name, words: "UNREACHABLE \(TimeText.span(age))", role: .failure, rank: 0)
        }
    }

    /// As many lights as fit; the worst ones are never left out for good ones.
    func line(width: Int, theme: Theme, ellipsis: String) -> Line {
        var line = Line()
        line.append("Sources ", style: theme.style(.faint))
        let order = fits(width) ? lights : lights.enumerated().sorted { ($0.element.rank, $0.offset) < (
            $1.element.rank,
            $1.offset
        ) }.map(\.element)
        var left = order.count
        for light in order {
            let text = "\(light.name) \(light.words)"
            let room = left > 1 ? 5 : 0
            guard line.width + 2 + text.displayWidth + room <= width else { break }
            if line.spans.count > 1 { line.append("  ") }
            line.append(light.name + " ", style: theme.style(.faint))
            line.append(light.words, style: theme.style(light.role))
            left -= 1
        }
        if left > 0 { line.append("  +\(left)", style: theme.style(.faint)) }
        if let sweep, line.width + 3 + sweep.displayWidth <= width {
            line.append("   " + sweep, style: theme.style(.faint))
        }
        return line.clipped(toWidth: width, ellipsis: ellipsis)
    }

    private func fits(_ width: Int) -> Bool {
        8 + lights.reduce(0) { $0 + $1.name.displayWidth + $1.words.displayWidth + 3 } <= width
    }
}
