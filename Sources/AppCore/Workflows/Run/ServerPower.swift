import BackupKit
import FoundationEssentials

extension ServerState {
    /// The server's power as it is known after a reading: what a live feed told last, else what the reading told.
    /// Readings that prove a stop stand above a feed that may have lost its event.
    func power(with inspection: Inspection) -> PowerState {
        if let told = inspection.server.power, told.isDown, PowerReading.provesStop(of: self) { return told }
        if feed == .live, isPowerTold { return power }
        // A reading may repeat what was before the server went down: that is no news that it runs.
        if inspection.server.power?.isUp == true, downReadings == nil, let downEventAt,
           (0 ..< capabilities.restore.stopEvidence.seconds)
           .contains(inspection.readAt.timeIntervalSince(downEventAt)) {
            return .unknown
        }
        return inspection.server.power ?? power
    }
}
