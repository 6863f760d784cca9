import BackupKit
import FoundationEssentials
import Testing

@Suite struct ModelTests {
    @Test(arguments: [
        ("my backup", "my backup"), (nil, "backup 12345678"), ("", "backup 12345678"), (" \t\n", "backup 12345678"),
        (" x ", " x "),
    ] as [(String?, String)])
    func aBackupAlwaysHasATitle(name: String?, title: String) {
        #expect(Backup(id: "123456789", name: name, state: .completed).title == title)
    }

    @Test(arguments: [("123456789", "12345678"), ("501", "501"), ("", "")])
    func theShortIdIsTheFirstEightCharacters(id: String, short: String) {
        #expect(Backup.ID(id).short == short)
    }

    @Test func identifiersKeepTheServicesSpelling() {
        #expect(Server.ID("AbC").rawValue == "AbC")
        #expect(Server.ID("AbC") != Server.ID("abc"))
        #expect("\(Server.ID("AbC"))" == "AbC")
        #expect(Server.ID("a") < Server.ID("b"))
    }

    private static func world(_ id: World.ID, _ isActive: Bool = false) -> World {
        World(id: id, name: "w", isActive: isActive)
    }

    @Test(arguments: [
        ([], nil), ([world("a"), world("b", true)], "b"), ([world("a"), world("b")], "a"),
        ([world("a", true), world("b", true)], "a"),
    ] as [([World], World.ID?)])
    func theDefaultWorldIsTheActiveOneElseTheFirst(worlds: [World], id: World.ID?) {
        #expect(Server(id: "s", name: "n", worlds: worlds).defaultWorld?.id == id)
    }

    @Test(arguments: [
        (nil, true), (Set.backups, true), ([], false), (Set.power, false),
    ] as [(Set<Server.Permission>?, Bool)])
    func onlyATellingServiceCanForbid(permissions: Set<Server.Permission>?, isAllowed: Bool) {
        #expect(Server(id: "s", name: "n", permissions: permissions).allows(.deleteBackups) == isAllowed)
    }

    @Test(arguments: [
        (PowerState.stopped, true), (.crashed, true), (.running, false), (.starting, false), (.stopping, false),
        (.unknown, false),
    ])
    func downMeansThatNoProcessWrites(state: PowerState, isDown: Bool) {
        #expect(state.isDown == isDown)
    }

    @Test(arguments: [
        (OperationState.queued, false), (.running, false), (.done, true), (.failed, true), (.cancelled, true),
        (.unknown, true),
    ])
    func endedIsForGood(state: OperationState, hasEnded: Bool) {
        #expect(state.hasEnded == hasEnded)
    }

    @Test func theJSONWordsOfStatesAreFixed() {
        #expect(Backup.State.allCases.map(\.rawValue) == [
            "pending", "running", "completed", "failed", "cancelled", "restoring", "unknown",
        ])
        #expect(Backup.Kind.allCases.map(\.rawValue) == ["manual", "automatic", "unknown"])
        #expect(OperationKind.allCases.map(\.rawValue) == ["create", "restore", "delete", "download"])
        #expect(OperationPhase.allCases.map(\.rawValue) == [
            "queued", "transfer", "archive", "extract", "safety", "stop", "start",
        ])
    }

    @Test func whatAServiceLacksHasAReason() {
        var capabilities = ProviderCapabilities.bare
        capabilities.actions = [.create]
        capabilities.reasons = [.cancel: "use x", .create: "never shown"]
        capabilities.permissionNames = [.stopServer: "control.stop"]
        #expect(capabilities.reason(against: .create) == nil)
        #expect(capabilities.reason(against: .cancel) == "use x")
        #expect(capabilities.reason(against: .restore) == "this service has no restore")
        let server = Server(id: "s", name: "n", permissions: Set.backups)
        #expect(capabilities.reason(against: .deleteBackups, on: server) == nil)
        #expect(capabilities
            .reason(against: .stopServer, on: server) == "your account lacks the permission control.stop")
        #expect(capabilities.reason(against: .startServer, on: server) == "your account lacks the permission for it")
    }

    @Test func aMemoryJournalKeepsItsLinesInOrder() async {
        let journal = MemoryJournal()
        var lines: [JournalEntry] = []
        for step in ["stop", "restore", "start"] {
            let line = JournalEntry(
                act: "a", at: Date(timeIntervalSince1970: 1), context: "c", server: "s", world: nil, backup: nil,
                step: step, event: .intent
            )
            lines.append(line)
            await journal.record(line)
        }
        #expect(await journal.entries == lines)
    }
}
