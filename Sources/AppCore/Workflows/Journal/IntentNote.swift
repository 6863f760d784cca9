public import BackupKit
import FoundationEssentials

/// What goes into the journal with a request, besides the request's own words.
public struct IntentNote: Equatable, Sendable {
    /// What the server is called: untrusted text.
    public var serverName: String?
    /// What the backup is called, or shall be: untrusted text.
    public var title: String?
    /// What going on with the work needs, as JSON.
    public var payload: String?
}

/// What was known when a request left, for a session that has to find out what became of it.
struct IntentRecord: Codable, Equatable {
    var request: Mutation.Request
    /// By the service's clock.
    var leftAt: Date
    /// How the last work of the same kind on the same backup had ended.
    var stale: OperationEnd?
    /// The backups that were there, where a new one is known only by that.
    var known: [Backup.ID]
    /// The plan of a light act; a workflow's stands in its first line.
    var plan: Plan?

    /// More ids than this are not kept: the new one is found by name and time then.
    static let knownLimit = 10000

    init(_ mutation: Mutation, sent: SentRequest, plan: Plan?) {
        request = mutation.request
        leftAt = sent.leftAt
        stale = sent.staleEvidence
        self.plan = plan
        if case let .create(draft) = mutation.request, draft.id == nil, sent.known.count <= Self.knownLimit {
            known = sent.known.sorted()
        } else {
            known = []
        }
    }

    /// The same as it was kept in memory.
    func sentRequest(sequence: Int) -> SentRequest {
        SentRequest(sequence: sequence, leftAt: leftAt, staleEvidence: stale, known: Set(known))
    }
}

extension JournalEntry {
    /// The request that an intent line is about, with everything that is sent; nil on other lines, and where another
    /// version wrote it.
    public var request: Mutation.Request? {
        event == .intent ? JournalPayload.value(IntentRecord.self, from: payload)?.request : nil
    }
}
