import BackupKit

/// Tells one plan from another in few digits.
enum PlanDigest {
    /// The first 16 hexadecimal digits of the SHA-256 of a plan's text.
    static func of(_ plan: String) -> String {
        var digest = StreamingDigest(.sha256)
        digest.update(Array(plan.utf8))
        return String(digest.checksum.value.prefix(16))
    }
}
