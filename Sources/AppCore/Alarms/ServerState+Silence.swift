import BackupKit
import FoundationEssentials

extension ServerState {
    /// Since when nothing was heard of work. Where its progress is told, a list that repeats what is known is no news;
    /// work that waits has none to tell.
    func silentSince(_ operation: BackupOperation) -> Date {
        let isTold = operation.fraction != nil || feed == .live && capabilities.news.tellsProgress
        return isTold && operation.state != .queued ? operation.newsAt : operation.heardAt
    }

    /// A list in which the work would stand was asked for after a moment of ours, and the answer has come.
    func wasAsked(about operation: BackupOperation, after moment: Date) -> Bool {
        let places = operation.location.map { [$0.world] } ?? server.places
        return places.contains { world in
            locations[world].map { [$0.answeredAt, $0.fetchedAt].contains { $0.map { $0 > moment } == true } } == true
        }
    }
}
