import BackupKit

/// An account's rights on a server: 64 bits that arrive as an unsigned number above 2^53, as the same bits signed, or
/// as names such as `BASE_READ | BACKUPS` (wire sheet archon, section 3.1).
struct PermissionMask: Decodable, Equatable {
    private static let power: UInt64 = 1 << 62
    private static let backups: UInt64 = 1 << 58

    private static let bits: [String: UInt64] = [
        "BASE_READ": 1 << 63,
        "POWER_ACTIONS": power,
        "EXEC_COMMANDS": 1 << 61,
        "FILES_WRITE": 1 << 60,
        "SETUP": 1 << 59,
        "BACKUPS": backups,
        "ADVANCED": 1 << 57,
        "RESET_SERVER": 1 << 56,
        "MANAGE_USERS": 1 << 55,
        // Bits 15 to 63.
        "SERVER_ADMIN": ~0 << 15,
    ]

    let rawValue: UInt64

    init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        // Each form is tried in turn; the failure of the last one is the failure of the field.
        if let unsigned = try? value.decode(UInt64.self) {
            rawValue = unsigned
            return
        }
        // The same bits with a sign.
        if let signed = try? value.decode(Int64.self) {
            rawValue = UInt64(bitPattern: signed)
            return
        }
        rawValue = try value.decode(String.self)
            .split(whereSeparator: { $0 == "|" || $0 == "," || $0.isWhitespace })
            .reduce(0) { $0 | (Self.bits[$1.uppercased()] ?? 0) }
    }

    /// What matters for backups.
    var permissions: Set<Server.Permission> {
        var result: Set<Server.Permission> = []
        if rawValue & Self.backups != 0 { result.formUnion(Set.backups) }
        if rawValue & Self.power != 0 { result.formUnion(Set.power) }
        return result
    }
}
