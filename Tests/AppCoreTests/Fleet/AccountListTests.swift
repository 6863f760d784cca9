import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("One list of all servers' backups fills what is not watched")
struct AccountListTests {
    private static let context = Sample.context(capabilities: .silent)
    private static let first = LocationRef(server: Sample.ref, world: nil)
    private static let second = LocationRef(server: Sample.other, world: nil)

    /// Two servers without worlds, the first one on screen with its own list.
    private static func opened() -> Bench {
        Bench.opened(context: context, servers: [
            Sample.server(worlds: []), Sample.server(Sample.other.server, name: "creative", worlds: []),
        ], power: nil)
    }

    private static func answer(_ listings: [Server.ID: BackupListing], isWhole: Bool = true) -> AppAction {
        .allBackupsLoaded(Sample.contextID, .success(AccountListing(listings: listings, isWhole: isWhole)))
    }

    @Test func itIsAskedForWithTheServersWhereTheServiceHasIt() {
        var bench = Self.opened()
        let servers = [Sample.server(worlds: [])]
        #expect(bench.send(.serversLoaded(Sample.contextID, .success(servers)))
            .contains(.loadAllBackups(Sample.contextID)))
        var plain = Bench.opened()
        #expect(!plain.send(.serversLoaded(Sample.contextID, .success([Sample.server()])))
            .contains { if case .loadAllBackups = $0 { true } else { false } })
    }

    @Test func aServerThatIsNotWatchedIsFilled() {
        var bench = Self.opened()
        bench.wait(5)
        bench.send(Self.answer([Sample.other.server: BackupListing(
            backups: [Sample.backup("x1", hoursOld: 2)],
            used: 1
        )]))
        let place = bench.state.fleet[Self.second]
        #expect(place?.backups.map(\.id) == ["x1"])
        #expect(place?.fetchedAt == bench.state.now)
        #expect(place?.summary.lastGood?.createdAt == Sample.now.addingTimeInterval(-7200))
    }

    @Test func theServerOnScreenKeepsItsOwnList() {
        var bench = Self.opened()
        bench.send(Self.answer([Sample.ref.server: BackupListing(backups: [])]))
        #expect(bench.rows == ["b1", "b2", "b3"])
        #expect(bench.effects.isEmpty)
    }

    @Test func aServerThatIsLeftOutHasNoBackups() {
        var bench = Self.opened()
        bench.send(Self.answer([:]))
        #expect(bench.state.fleet[Self.second]?.backups.isEmpty == true)
        #expect(bench.state.fleet[Self.second]?.fetchedAt != nil)
    }

    @Test func aServerThatAShortListLeavesOutIsNotEmpty() {
        var bench = Self.opened()
        bench.send(Self.answer([:], isWhole: false))
        #expect(bench.state.fleet[Self.second]?.fetchedAt == nil)
        bench.send(Self.answer([Sample.ref.server: BackupListing(backups: [], unreadable: 3)]))
        #expect(bench.state.fleet[Self.second]?.fetchedAt != nil, "values that cannot be read hide no row")
    }

    @Test func aServerWithWorkIsLeftToItsOwnList() {
        var bench = Self.opened()
        bench.press(.nextServer)
        bench.list([Sample.backup("x1", state: .running)], [Sample.report("x1", .create, .running)])
        bench.press(.previousServer)
        bench.send(Self.answer([Sample.other.server: BackupListing(backups: [Sample.backup("x1")])]))
        #expect(bench.state.fleet[Self.second]?.backups.first?.state == .running)
    }

    @Test func whatAnOldErrorSaidIsOver() {
        var bench = Self.opened()
        bench.press(.nextServer)
        bench.failList()
        bench.press(.previousServer)
        #expect(bench.state.fleet[Self.second]?.error != nil)
        bench.send(Self.answer([Sample.other.server: BackupListing(backups: [])]))
        #expect(bench.state.fleet[Self.second]?.error == nil)
    }

    @Test(arguments: [
        AppAction.allBackupsLoaded(Sample.contextID, .success(nil)),
        .allBackupsLoaded(Sample.contextID, .failure(Sample.offline)), .allBackupsLoaded(
            "other", .success(AccountListing(listings: [:], isWhole: true))
        ),
    ])
    func anAnswerThatTellsNothingChangesNothing(action: AppAction) {
        var bench = Self.opened()
        let before = bench.state
        bench.send(action)
        #expect(bench.state == before)
    }

    @Test func aServerWithWorldsIsNotFilled() {
        var bench = Bench.opened(context: Self.context, servers: [Sample.server(), Sample.otherServer], power: nil)
        bench.send(Self.answer([Sample.other.server: BackupListing(backups: [Sample.backup("x1")])]))
        #expect(bench.state.fleet[Self.second] == nil)
    }
}
