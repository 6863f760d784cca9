import BackupKit
import FoundationEssentials
import LocalState
import Testing

@Suite(.timeLimit(.minutes(20)))
struct SQLiteSnapshotStoreTests {
    private let state: ScratchState
    private let store: SQLiteSnapshotStore

    init() throws {
        state = try ScratchState()
        store = SQLiteSnapshotStore(folder: state.path)
    }

    /// What another program would find.
    private func kept(
        _ context: Context.ID = "prod",
        origin: String = "https://panel.example"
    ) async throws -> ContextSnapshot? {
        try await SQLiteSnapshotStore(folder: state.path).load(context, origin: origin)
    }

    // MARK: Facts

    @Test func whatIsKnownComesBackAsItWentIn() async throws {
        let snapshot = ContextSnapshot.sample([.known], [
            ListSnapshot(server: "5f1c2d3e", world: "w1", backups: [.known], readAt: .sample - 60),
        ])
        try await store.save(snapshot)
        #expect(try await kept() == snapshot)
    }

    @Test func whatIsNotKnownIsNotKnownLater() async throws {
        let snapshot = ContextSnapshot.sample([
            Server(id: "s", name: "", quota: Quota(used: nil, limit: nil), permissions: []),
            Server(id: "t", name: "t"),
        ], [
            ListSnapshot(server: "s", backups: [Backup(id: "", state: .unknown)], readAt: .distantPast),
            ListSnapshot(server: "t", backups: [], readAt: .distantFuture),
        ])
        try await store.save(snapshot)
        #expect(try await kept() == snapshot)
    }

    /// A field added to the domain turns this red until the samples have it, and then the file has to.
    @Test func theSamplesLeaveNothingOut() {
        for sample in [Server.known, Backup.known] as [Any] {
            for (label, value) in Mirror(reflecting: sample).children {
                #expect("\(value)" != "nil", "\(label ?? "")")
            }
        }
    }

    @Test func everyStateAndKindComesBack() async throws {
        let backups = Backup.State.allCases.flatMap { state in
            Backup.Kind.allCases.map { kind in
                Backup(id: Identifier("\(state) \(kind)"), state: state, kind: kind, isLocked: kind == .manual)
            }
        }
        let list = ListSnapshot(server: "s", backups: backups, readAt: .sample)
        try await store.save(.sample([Server(id: "s", name: "s")], [list]))
        #expect(try await kept()?.lists == [list])
    }

    @Test func everyConditionPowerAndPermissionComesBack() async throws {
        let conditions: [Server.Condition] = [
            .available, .installing, .restoring, .suspended(reason: nil), .suspended(reason: ""), .broken,
            .unavailable("node down"), .unknown("??"), .unknown(""),
        ]
        let powers: [PowerState] = [.running, .starting, .stopping, .stopped, .crashed, .unknown]
        let servers = conditions.enumerated().map { Server(id: Identifier("c\($0)"), name: "", condition: $1) }
            + powers.map { Server(id: Identifier("p\($0)"), name: "", power: $0) }
            + Server.Permission.allCases.map { Server(id: Identifier("a\($0)"), name: "", permissions: [$0]) }
        try await store.save(.sample(servers))
        #expect(try await kept()?.servers == servers)
    }

    @Test(arguments: [
        "a\u{0}b", "\u{0}", "\u{1B}]0;x\u{7}\r\n\t", "'; DROP TABLE lists_1; --", "e\u{301}", "é", "👩‍👩‍👧‍👦",
        "\u{202E}gz", "\u{FFFD}", "\u{10FFFF}", "12", "1e3", "NULL", " ", "",
    ])
    func foreignTextComesBackByteForByte(text: String) async throws {
        let server = Server(
            id: Identifier(text), name: text, worlds: [World(id: Identifier(text), name: text, isActive: true)],
            condition: .unknown(text)
        )
        let backup = Backup(
            id: Identifier(text), name: text, state: .failed, checksum: Checksum(algorithm: .sha1, value: text),
            ignoredPatterns: [text], creator: text, restorer: text, failure: text
        )
        let snapshot = ContextSnapshot.sample([server], [
            ListSnapshot(server: server.id, backups: [backup], readAt: .sample),
            ListSnapshot(server: server.id, world: Identifier(text), backups: [backup, backup], readAt: .sample),
        ], context: Identifier(text), origin: text)
        try await store.save(snapshot)
        let found = try #require(await kept(Identifier(text), origin: text))
        #expect(found == snapshot)
        #expect(found.servers.first.map { Array($0.name.utf8) } == Array(text.utf8))
        #expect(found.lists.first?.backups.first?.failure.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test func aDateThatIsNoneKeepsNothingElseBack() async throws {
        let backup = Backup(id: "b", createdAt: Date(timeIntervalSinceReferenceDate: .infinity), state: .completed)
        let list = ListSnapshot(server: "5f1c2d3e", backups: [backup], readAt: .sample)
        try await store.save(.sample([.known], [list]))
        #expect(try await kept()?.lists == [list])
    }

    // MARK: What stays and what goes

    @Test func nothingIsKeptOfAContextNobodySaved() async throws {
        #expect(try await store.load("prod", origin: "") == nil)
        try await store.save(.sample())
        #expect(try await kept("test") == nil)
    }

    @Test func anotherOriginHasNoState() async throws {
        try await store.save(.sample([.known], [.sample("5f1c2d3e")]))
        #expect(try await kept(origin: "https://panel.example:8443") == nil)
        // The old lists are not taken for those of the servers that have the same ids elsewhere.
        try await store.save(.sample(origin: "https://other.example"))
        #expect(try await kept(origin: "https://other.example")?.lists == [])
        #expect(try await kept() == nil)
    }

    @Test func listsReplaceOlderOnesOfTheirPlaceAndLeaveTheOthers() async throws {
        try await store.save(.sample([.known], [
            .sample("5f1c2d3e", nil, "none"), .sample("5f1c2d3e", "w1", "old"), .sample("5f1c2d3e", "w2", "kept"),
        ]))
        var newer = ListSnapshot.sample("5f1c2d3e", "w1", "new")
        newer.readAt = .sample + 30
        try await store.save(.sample([.known], [newer]))
        #expect(try await kept()?.lists == [
            .sample("5f1c2d3e", nil, "none"), newer, .sample("5f1c2d3e", "w2", "kept"),
        ])
    }

    @Test func theListsOfVanishedServersAndWorldsGo() async throws {
        let other = Server(id: "other", name: "other")
        try await store.save(.sample([.known, other], [
            .sample("5f1c2d3e", "w1"), .sample("5f1c2d3e", "w2"), .sample("other"), .sample("stranger"),
        ]))
        #expect(try await kept()?.lists == [.sample("5f1c2d3e", "w1"), .sample("5f1c2d3e", "w2"), .sample("other")])
        var known = Server.known
        known.worlds.removeFirst()
        try await store.save(.sample([known]))
        #expect(try await kept() == .sample([known], [.sample("5f1c2d3e", "w2")]))
        // What is gone does not come back with its server.
        try await store.save(.sample([.known, other]))
        #expect(try await kept()?.lists == [.sample("5f1c2d3e", "w2")])
    }

    @Test func contextsDoNotTouchEachOther() async throws {
        let one = ContextSnapshot.sample([.known], [.sample("5f1c2d3e", nil, "one")], context: "one")
        let two = ContextSnapshot.sample([.known], [.sample("5f1c2d3e", nil, "two")], context: "two")
        try await store.save(one)
        try await store.save(two)
        try await store.save(.sample([], context: "two"))
        #expect(try await kept("one") == one)
        #expect(try await kept("two") == .sample([], context: "two"))
    }

    @Test func aThousandServersAreKeptAtOnce() async throws {
        let servers = (0 ..< 1000).map { Server(id: Identifier("s\($0)"), name: "server \($0)") }
        let backups = (0 ..< 3).map { Backup(id: Identifier("b\($0)"), state: .completed) }
        try await store.save(.sample(servers, servers.map {
            ListSnapshot(server: $0.id, backups: backups, readAt: .sample)
        }))
        let found = try #require(await kept())
        #expect(found.servers == servers)
        #expect(Set(found.lists.map(\.server)) == Set(servers.map(\.id)))
        #expect(found.lists.allSatisfy { $0.backups == backups })
    }
}
