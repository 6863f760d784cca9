/// Sizes as text, in powers of 1024 unless said otherwise.
public enum ByteText {
    /// A size that a service told in megabytes, as it told it: `4523 MB`, `0.5 MB`; `~123 GB` where that gets long.
    public static func megabytes(_ bytes: Int64) -> String {
        let tenths = max(0, bytes) / 100_000
        if tenths >= 1_000_000 { return "~\(tenths / 10000) GB" }
        return tenths % 10 == 0 || tenths >= 10000 ? "\(tenths / 10) MB" : "\(tenths / 10).\(tenths % 10) MB"
    }

    /// A sum of sizes that a service told in megabytes: `13.5 GB`, in powers of 1000 as they are.
    public static func sumOfMegabytes(_ bytes: Int64) -> String {
        size(bytes, base: 1000)
    }

    /// `812 B`, `1.4 MB`, `12 GB`.
    public static func size(_ bytes: Int64) -> String {
        size(bytes, base: 1024)
    }

    private static func size(_ bytes: Int64, base: Double) -> String {
        let units = ["B", "kB", "MB", "GB", "TB", "PB"]
        var value = Double(max(0, bytes))
        var unit = 0
        while value >= base, unit < units.count - 1 {
            value /= base
            unit += 1
        }
        guard unit > 0, value < 100 else { return "\(Int(value.rounded(.down))) \(units[unit])" }
        let tenths = Int((value * 10).rounded(.down))
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
