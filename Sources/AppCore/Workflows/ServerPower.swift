import BackupKit

extension ServerState {
    /// The server's power as it is known after a reading: what a live feed told last, else what the reading told.
    /// Readings that prove a stop stand above a feed that may have lost its event.
    func power(with inspection: Inspection) -> PowerState {
        if let told = inspection.server.power, told.isDown, PowerReading.provesStop(of: self) { return told }
        if feed == .live, power != .unknown { return power }
        return inspection.server.power ?? power
    }
}
