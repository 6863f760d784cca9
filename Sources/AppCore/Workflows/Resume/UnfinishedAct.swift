public import BackupKit
public import FoundationEssentials

/// Work that an earlier session wrote down and did not end.
public struct UnfinishedAct: Equatable, Sendable {
    /// One request of it, and what the service answered.
    public struct Sent: Equatable, Sendable {
        /// The request in a word, such as `restore`.
        public var step: String
        /// When it was written down, just before it left.
        public var at: Date
        /// What the journal tells of the answer; nil where the program ended before it came.
        public var answer: JournalEntry.Event?
        /// The backup that the answer named.
        var backup: Backup.ID?
        /// What was known when it left; nil where this version cannot read it.
        var record: IntentRecord?
    }

    /// The journal's name for it.
    public let act: Identifier<JournalEntry>
    /// Where it acts.
    public let location: LocationRef
    /// What the server was called: untrusted text.
    public let serverName: String
    /// What the backup was called: untrusted text; nil where there is none.
    public let title: String?
    /// What it was to do, in a word.
    public let step: String
    /// When its first line was written.
    public let beganAt: Date
    /// The account on this machine that began it.
    public let user: String
    /// The plan of a workflow; nil for a single request.
    public let plan: Plan?
    /// It is a workflow of several steps.
    public let isWorkflow: Bool
    /// Its requests, in order.
    public let requests: [Sent]
    /// How many lines it had when it was read: with more of them somebody else went on with it.
    let lines: Int
    /// Whether another program is at it; nil until somebody looked.
    public internal(set) var isFree: Bool?
    /// The user was told of it in this session.
    var isOffered = false

    /// Reads the lines of one act; nil where there are none.
    public init?(_ lines: [JournalLine]) {
        guard let first = lines.first else { return nil }
        self.lines = lines.count
        act = first.entry.act
        location = LocationRef(
            server: ServerRef(context: first.entry.context, server: first.entry.server), world: first.entry.world
        )
        serverName = first.entry.serverName ?? first.entry.server.short
        step = first.entry.step
        beganAt = first.entry.at
        user = first.user
        let begun = lines.first { $0.entry.event == .begun }
        isWorkflow = begun != nil
        var requests: [Sent] = []
        for line in lines {
            switch line.entry.event {
            case .intent:
                requests.append(Sent(
                    step: line.entry.step,
                    at: line.entry.at,
                    record: JournalPayload.value(IntentRecord.self, from: line.entry.payload)
                ))
            case .accepted, .refused, .notSent, .ambiguous:
                guard let index = requests.lastIndex(where: { $0.step == line.entry.step && $0.answer == nil })
                else { continue }
                requests[index].answer = line.entry.event
                requests[index].backup = line.entry.backup
            case .begun, .observed, .ended, .resumed, .putAside: continue
            }
        }
        self.requests = requests
        plan = JournalPayload.value(Plan.self, from: begun?.entry.payload) ?? requests.first?.record?.plan
        title = plan?.facts.backup?.title ?? first.entry.title
    }

    /// Nothing has left: there is nothing to go on with.
    public var sentNothing: Bool {
        requests.allSatisfy { if case .notSent = $0.answer { true } else { false } }
    }

    /// Where a workflow goes on; nil where this version cannot tell.
    var resumption: Resumption? {
        plan.flatMap { isWorkflow ? Resumption($0, requests) : nil }
    }

    /// True when something can be done about it but putting it aside.
    public var canResume: Bool {
        isWorkflow ? resumption != nil : requests.last?.record != nil
    }
}
