import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("What the journal carries comes back as it was")
struct PayloadTests {
    private static let oddNames = [
        "", " ", "plain", "quotes \" and ' and \\", "line\nbreak\r\ttab", "nul \u{0} and \u{1B}[31m", "émoji 🧱👩‍👩‍👧‍👦",
        "e\u{301}",
        "\u{202E}right to left", "\u{FEFF}mark", "}{][,:", "</script>", "\u{2028}\u{2029}", "\u{10FFFF}",
        String(repeating: "long", count: 2000),
    ]

    private static func acts(_ name: String) -> [PlanTarget.Act] {
        let id = Backup.ID("id-\(name)")
        let run = OperationRun(backup: id, kind: .restore, id: OperationRun.ID(name))
        return [
            .create(BackupDraft(name: name, ignoredPatterns: [name, "*.log"], isLocked: true, id: id)),
            .create(BackupDraft(name: name)),
            .restore(id), .restore(id, RestoreOptions(truncates: true, safetyName: name)),
            .delete(id), .rename(id, to: name), .setLock(id, true), .setLock(id, false), .retry(id),
            .cancel(run), .acknowledge(run), .download(id),
        ] + PowerSignal.allCases.map { .power($0) }
            + BulkAct.Kind.allCases.map {
                .bulk(BulkAct(kind: $0, backups: [id, "b2"], stopsAtFailure: true))
            } + [.bulk(BulkAct(retention: RetentionPolicy(keepLast: 3, keepWithin: .seconds(90))))]
    }

    private static let conditions: [Server.Condition] = [
        .available, .installing, .restoring, .suspended(reason: nil), .suspended(reason: "unpaid"), .broken,
        .unavailable("moving"), .unknown("new word"),
    ]

    private static func plan(_ act: PlanTarget.Act, _ name: String, _ condition: Server.Condition) -> Plan {
        let backup = Backup(
            id: "b2", name: name, createdAt: Date(timeIntervalSince1970: 1_799_999_999.123_456_7),
            completedAt: Date(timeIntervalSince1970: 0.1), state: .completed, kind: .manual, size: .max,
            checksum: Checksum(algorithm: .sha256, value: "ab"), isLocked: nil,
            expiresAt: Date(timeIntervalSince1970: -1), ignoredPatterns: [name], creator: name, restorer: nil,
            failure: name
        )
        let facts = PlanFacts(
            serverName: name, condition: condition, worldName: name, worldCount: 2, activeWorld: "w1", power: .crashed,
            toldPower: nil, backup: backup, newestGood: nil, isLastGood: true, completedCount: 3,
            quota: Quota(used: nil, limit: .max)
        )
        return Plan(
            act: Identifier("act \(name)"),
            target: PlanTarget(
                act: act,
                location: LocationRef(server: Sample.ref, world: nil),
                makesSafetyBackup: true
            ),
            level: .extreme,
            facts: facts,
            steps: [
                .recheck, .stop, .confirmStopped, .safety, .restore, .start, .delete, .cancel, .power(.kill),
                .send(name), .bulk,
            ],
            safety: BackupDraft(name: name, id: "own"),
            rows: [
                BulkRow(backup: backup, exclusion: name, reason: nil), BulkRow(
                    backup: backup,
                    exclusion: nil,
                    reason: name
                ),
            ],
            consequences: [PlanConsequence("Lost", name, .loss), PlanConsequence(name, "", .warning)],
            confirmation: name,
            confirmationNote: nil,
            cancelWindow: .milliseconds(5001),
            madeAt: Date(timeIntervalSinceReferenceDate: 123_456_789.987_654_321),
            serviceTime: Date(timeIntervalSince1970: 1e11)
        )
    }

    @Test(arguments: oddNames)
    func plansOfAllActsComeBack(name: String) throws {
        for (index, act) in Self.acts(name).enumerated() {
            let plan = Self.plan(act, name, Self.conditions[index % Self.conditions.count])
            let text = try #require(JournalPayload.text(of: plan))
            #expect(JournalPayload.value(Plan.self, from: text) == plan)
            #expect(!text.contains("\n"), "it is one line of a file")
        }
    }

    @Test(arguments: oddNames)
    func intentsOfAllActsComeBack(name: String) throws {
        let requests = Self.acts(name).compactMap(\.request) + [.deleteMany(["b1", Backup.ID(name)])]
        for request in requests {
            let mutation = Mutation(act: "a-1", location: Sample.place, request: request)
            let sent = SentRequest(
                sequence: 7, leftAt: Date(timeIntervalSince1970: 1_799_999_999.000_1),
                staleEvidence: OperationEnd(state: .failed, run: OperationRun.ID(name), endedAt: Sample.now),
                known: ["b1", Backup.ID(name), "b3"], before: nil
            )
            let plan = Self.plan(.rename("b2", to: name), name, .available)
            let record = IntentRecord(mutation, sent: sent, plan: plan)
            let text = try #require(JournalPayload.text(of: record))
            let back = try #require(JournalPayload.value(IntentRecord.self, from: text))
            #expect(back == record)
            let again = back.sentRequest(sequence: 9)
            #expect(again.leftAt == sent.leftAt)
            #expect(again.staleEvidence == sent.staleEvidence)
            let isUnnamed = if case let .create(draft) = request { draft.id == nil } else { false }
            #expect(again.known == (isUnnamed ? sent.known : []))
        }
    }

    @Test func theEndsOfWorkComeBack() {
        for state in OperationState.allCases {
            let end = OperationEnd(state: state, run: nil, endedAt: nil)
            #expect(JournalPayload.value(OperationEnd.self, from: JournalPayload.text(of: end)) == end)
        }
    }

    @Test(arguments: ["", "{", "null", "[]", "{}", #"{"act":1}"#, "\u{0}"])
    func whatCannotBeReadIsNil(text: String) {
        #expect(JournalPayload.value(Plan.self, from: text) == nil)
        #expect(JournalPayload.value(IntentRecord.self, from: text) == nil)
        #expect(JournalPayload.value(Plan.self, from: nil) == nil)
    }

    @Test func aDateThatIsNoNumberLeavesNoPayload() {
        var sent = SentRequest(sequence: 1, leftAt: Date(timeIntervalSince1970: .nan), known: [])
        sent.before = nil
        let mutation = Mutation(act: "a-1", location: Sample.place, request: .delete("b1"))
        #expect(JournalPayload.text(of: IntentRecord(mutation, sent: sent, plan: nil)) == nil)
    }

    @Test func soManyBackupsThatTheyAreNotKept() {
        let known = Set((0 ... IntentRecord.knownLimit).map { Backup.ID("b\($0)") })
        let mutation = Mutation(act: "a-1", location: Sample.place, request: .create(BackupDraft(name: "n")))
        let sent = SentRequest(sequence: 1, leftAt: Sample.now, known: known)
        #expect(IntentRecord(mutation, sent: sent, plan: nil).known.isEmpty)
    }

    /// What a running session writes is what is read.
    @Test(arguments: SimAct.restores + SimAct.severe + SimAct.light)
    func everyLineOfASessionCanBeRead(act: SimAct) throws {
        let session = act.carriedOut()
        for entry in session.journal {
            switch entry.event {
            case .begun:
                #expect(JournalPayload.value(Plan.self, from: entry.payload) == session.bench.run?.plan)
            case .intent:
                let record = try #require(JournalPayload.value(IntentRecord.self, from: entry.payload))
                #expect(record.request.step == entry.step)
                #expect(session.bench.requests.contains(record.request))
                #expect((record.plan == nil) == session.journal.contains { $0.event == .begun })
            default: #expect(entry.payload == nil)
            }
        }
    }
}
