extension String {
    /// The text cut to at most `width` cells between clusters, with `ellipsis` as its end where something was cut.
    ///
    /// An ellipsis wider than `width` is left out; a width of 0 or less gives the empty text.
    public func clipped(toWidth width: Int, ellipsis: String = "…") -> String {
        guard width > 0 else { return "" }
        guard displayWidth > width else { return self }
        let tail = ellipsis.displayWidth <= width ? ellipsis : ""
        return prefix(fittingWidth: width - tail.displayWidth) + tail
    }

    /// The text with spaces up to `width` cells; longer text is returned as it is.
    public func padded(toWidth width: Int, alignment: TextAlignment = .leading) -> String {
        let missing = width - displayWidth
        guard missing > 0 else { return self }
        let before = switch alignment {
        case .leading: 0
        case .center: missing / 2
        case .trailing: missing
        }
        return String(repeating: " ", count: before) + self + String(repeating: " ", count: missing - before)
    }

    /// The text in exactly `width` cells: cut or padded.
    public func fitted(toWidth width: Int, alignment: TextAlignment = .leading, ellipsis: String = "…") -> String {
        clipped(toWidth: width, ellipsis: ellipsis).padded(toWidth: width, alignment: alignment)
    }

    /// The longest beginning that takes at most `width` cells.
    func prefix(fittingWidth width: Int) -> String {
        var used = 0
        var end = startIndex
        while end < endIndex {
            used += self[end].displayWidth
            if used > width {
                break
            }
            end = index(after: end)
        }
        return String(self[..<end])
    }
}
