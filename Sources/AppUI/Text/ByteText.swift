/// Sizes as text, in powers of 1024.
enum ByteText {
    /// A size that a service told in megabytes, as it told it: `4523 MB`, `0.5 MB`; `~123 GB` where that gets long.
    static func megabytes(_ bytes: Int64) -> String {
        let tenths = max(0, bytes) / 100_000
        if tenths >= 1_000_000 { return "~\(tenths / 10000) GB" }
        return tenths % 10 == 0 || tenths >= 10000 ? "\(tenths / 10) MB" : "\(tenths / 10).\(tenths % 10) MB"
    }

    /// `812 B`, `1.4 MB`, `12 GB`.
    static func size(_ bytes: Int64) -> String {
        let units = ["B", "kB", "MB", "GB", "TB", "PB"]
        var value = Double(max(0, bytes))
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        guard unit > 0, value < 100 else { return "\(Int(value.rounded(.down))) \(units[unit])" }
        let tenths = Int((value * 10).rounded(.down))
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
