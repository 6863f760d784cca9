/// A bar such as `[#####-----]`.
public struct Gauge: Hashable, Sendable {
    /// What the bar shows.
    public enum Value: Hashable, Sendable {
        /// Progress from 0 to 1. However near to 1, the bar stays short of full until `done`.
        case progress(Double)
        /// Work whose extent nobody knows; a block wanders with each step.
        case indeterminate(step: Int)
        /// Finished, as told by whoever does the work.
        case done
        /// A level such as a quota, from 0 to 1; full at 1 and above.
        case level(Double)
    }

    /// What the bar shows.
    public let value: Value
    /// Cells including the brackets; below 3 there is nothing to show.
    public let width: Int

    /// A bar.
    public init(_ value: Value, width: Int) {
        self.value = value
        self.width = max(0, width)
    }

    /// The bar in ASCII, exactly `width` cells.
    public var text: String {
        guard width >= 3 else { return String(repeating: " ", count: width) }
        let inner = width - 2
        switch value {
        case let .indeterminate(step):
            return "[" + wandering(step: step, inner: inner) + "]"
        case .progress, .done, .level:
            let full = filled(of: inner)
            return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: inner - full) + "]"
        }
    }

    /// The figure beside the bar, such as `42%`; never `100%` before `done`, and `?` where the extent is unknown.
    public var percentText: String {
        switch value {
        case .indeterminate: "?"
        case .done: "100%"
        case let .progress(fraction): "\(min(99, percent(fraction)))%"
        case let .level(fraction): "\(percent(fraction))%"
        }
    }

    /// Draws the bar with its top left at a cell.
    public func draw(in buffer: inout Buffer, at point: Point, style: Style = .plain) {
        buffer.write(text, at: point, style: style, maxWidth: width)
    }

    private func filled(of inner: Int) -> Int {
        switch value {
        case .done: inner
        case .indeterminate: 0
        case let .level(fraction): min(inner, Int((Self.clamp(fraction) * Double(inner)).rounded(.down)))
        case let .progress(fraction): min(inner - 1, Int((Self.clamp(fraction) * Double(inner)).rounded(.down)))
        }
    }

    private func wandering(step: Int, inner: Int) -> String {
        let block = max(1, inner / 3)
        let travel = inner - block
        let cycle = max(1, 2 * travel)
        let phase = ((step % cycle) + cycle) % cycle
        let start = phase <= travel ? phase : cycle - phase
        return String(repeating: "-", count: start) + String(repeating: "#", count: block)
            + String(repeating: "-", count: inner - start - block)
    }

    private func percent(_ fraction: Double) -> Int {
        Int((Self.clamp(fraction) * 100).rounded(.down))
    }

    private static func clamp(_ fraction: Double) -> Double {
        fraction.isNaN ? 0 : min(1, max(0, fraction))
    }
}
