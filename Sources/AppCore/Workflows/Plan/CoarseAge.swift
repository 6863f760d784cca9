public import FoundationEssentials

/// An age in one whole unit: short enough to type, coarse enough not to change while it is typed.
public enum CoarseAge {
    /// `3d`, `5h`, `12m`, `0m`, or `unknown` for a missing, future or zero moment.
    public static func text(from moment: Date?, to now: Date) -> String {
        guard let moment, moment.timeIntervalSince1970 > 0 else { return "unknown" }
        let seconds = now.timeIntervalSince(moment)
        guard seconds >= 0 else { return "unknown" }
        if seconds >= 86400 { return "\(Int(seconds / 86400))d" }
        if seconds >= 3600 { return "\(Int(seconds / 3600))h" }
        return "\(Int(seconds / 60))m"
    }
}
