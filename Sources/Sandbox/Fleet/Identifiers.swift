/// How a service names its servers and backups.
enum Identifiers: Sendable {
    case uuids
    /// Increasing integers.
    case numbers

    private static let firstServer = 12300
    private static let firstBackup = 500

    /// The id of a server by its position in the fleet.
    func server(_ index: Int, _ random: inout SeededGenerator) -> GameServer.ID {
        switch self {
        case .uuids: GameServer.ID(text: random.uuid())
        case .numbers: GameServer.ID(text: String(Self.firstServer + index))
        }
    }

    /// The id of a backup by its number, which counts from 1.
    func backup(_ number: Int, _ random: inout SeededGenerator) -> StoredBackup.ID {
        switch self {
        case .uuids: StoredBackup.ID(text: random.uuid())
        case .numbers: StoredBackup.ID(text: String(Self.firstBackup + number))
        }
    }
}
