import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// A state worth looking at, with a name: what goldens and checks over all screens run through.
struct Scene: Sendable, CustomTestStringConvertible {
    let name: String
    let sample: SampleState

    var testDescription: String {
        name
    }

    init(_ name: String, _ sample: SampleState, _ change: (inout SampleState) -> Void = { _ in }) {
        self.name = name
        var sample = sample
        change(&sample)
        self.sample = sample
    }

    /// Every scene there is.
    static let all = list + servers + fleet + services + overlays + lightSheets + serviceSheets + plans + work
}

extension Size {
    static let goldens = [
        Size(width: 200, height: 60), Size(width: 120, height: 30), Size(width: 80, height: 24),
        Size(width: 60, height: 20), Size(width: 40, height: 10), Size(width: 20, height: 4),
    ]

    var text: String {
        "\(width)x\(height)"
    }
}

extension ViewContext {
    /// One hour east of Greenwich, whatever the machine thinks.
    static func test(
        colors: TerminalTraits.Colors = .palette,
        unicode: Bool = true
    ) -> ViewContext {
        ViewContext(
            traits: TerminalTraits(colors: colors, unicode: unicode),
            time: TimeText(zone: TimeZone(secondsFromGMT: 3600) ?? .gmt)
        )
    }
}

/// Draws a sample as the runtime would: the list first learns how many rows it has.
func draw(_ sample: SampleState, _ size: Size, _ context: ViewContext = .test()) -> (buffer: Buffer, cursor: Point?) {
    var sample = sample
    let rows = RootView(sample.state, context).listRows(size: size)
    if rows > 0 { sample.send(.viewportChanged(rows: rows)) }
    return RootView(sample.state, context).frame(size: size)
}

extension Buffer {
    var rows: [String] {
        bounds.rows.map { text(row: $0) }
    }

    /// The rows inside the box on top, without blanks at their ends; all rows where there is no box.
    var popupRows: [String] {
        guard let box = popupBox else { return rows }
        return box.inset(by: 1).rows.map { y in
            var text = box.inset(by: 1).columns.map { self[$0, y] }.filter { $0.width > 0 }.map(\.character)
            while text.first == " " { text.removeFirst() }
            while text.last == " " { text.removeLast() }
            return String(text)
        }
    }

    /// The box on top; the detail pane is none.
    var popupBox: Rect? {
        for y in bounds.rows {
            for x in bounds.columns where self[x, y].character == "┌" && !text(row: y).contains("┌ Detail ─") {
                guard let right = (x ..< size.width).first(where: { self[$0, y].character == "┐" }),
                      let bottom = (y ..< size.height).first(where: { self[x, $0].character == "└" }) else { continue }
                return Rect(x: x, y: y, width: right - x + 1, height: bottom - y + 1)
            }
        }
        return nil
    }

    var glyphs: String {
        rows.joined(separator: "\n")
    }
}
