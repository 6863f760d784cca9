import BackupKit

extension WorkPlace {
    /// The name of the lock's file: one for each place, and no two places share one.
    var lockName: String {
        var digest = StreamingDigest(.sha256)
        for part in [provider, origin, server.rawValue] {
            // The length in front keeps the parts apart, whatever they hold.
            digest.update(Array("\(part.utf8.count):\(part)".utf8))
        }
        return digest.checksum.value.prefix(32) + ".lock"
    }
}
