import BackupKit
import ServiceClient

/// Turns frames of one connection into events for the core.
struct PterodactylEvents: LiveTranslator {
    typealias Frame = PterodactylFrame

    init() {}

    /// The events a frame stands for; none for authentication and noise.
    func events(for frame: PterodactylFrame) -> [ProviderEvent] {
        switch frame {
        case .authenticated, .authExpiring, .authExpired, .authRefused, .noise: []
        case let .backupEnded(id, wasSuccessful?): [.progress(OperationReport(
                backup: id, kind: .create, phase: .archive, state: wasSuccessful ? .done : .failed
            ))]
        case .backupEnded(_, nil), .someBackupEnded: [.backupsChanged]
        // It says neither which backup nor whether it went well (sheet 2.6).
        case .restoreEnded: [.backupsChanged, .serverChanged]
        case let .power(state): [.power(state)]
        case let .unknownPower(word): [.power(.unknown), .unrecognised(word)]
        case .serverChanged: [.serverChanged]
        case let .unrecognised(what): [.unrecognised(what)]
        }
    }
}
