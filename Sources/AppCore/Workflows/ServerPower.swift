import BackupKit

extension ServerState {
    /// The server's power as it is known after a reading: what a live feed told last, else what the reading told.
    func power(with inspection: Inspection) -> PowerState {
        if feed == .live, power != .unknown { return power }
        return inspection.server.power ?? power
    }
}
