import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import PterodactylProvider

@Suite(.timeLimit(.minutes(20)))
struct PterodactylPagesTests {
    private let transport = StubTransport()

    private func rows(_ range: Range<Int>) -> [String] {
        range.map { Fixture.row(Backup.ID("b\($0)")) }
    }

    private func path(_ page: Int) -> String {
        page == 1 ? Fixture.list() : "\(Fixture.list())&page=\(page)"
    }

    private func listing() async throws -> BackupListing {
        try await Fixture.reader(transport).backups(at: Fixture.location)
    }

    @Test func pagesAreBuiltHereUntilTheLast() async throws {
        for page in 1 ... 3 {
            let range = (page - 1) * 50 ..< min(page * 50, 120)
            transport.on(.get, path(page), Fixture.page(rows(range), page: page, of: 3, total: 120, count: 119))
        }
        let listing = try await listing()
        #expect(listing.backups.map(\.id.rawValue) == (0 ..< 120).map { "b\($0)" })
        #expect(listing.used == 119)
        #expect(transport.lines == [1, 2, 3, 1].map { "GET \(path($0))" }, "the first page shows that nothing moved")
    }

    /// While page 2 is read, a backup of page 1 is deleted: `b50` moves to page 1 and is on neither.
    @Test func aRowThatMovedToAnEarlierPageIsFoundBySecondWalk() async throws {
        transport.on(
            .get, path(1), Fixture.page(rows(0 ..< 50), page: 1, of: 2, total: 60),
            Fixture.page(rows(1 ..< 51), page: 1, of: 2, total: 59)
        )
        // The first walk reads 50 and 8 of 59 rows.
        transport.on(
            .get, path(2), Fixture.page(rows(52 ..< 60), page: 2, of: 2, total: 59),
            Fixture.page(rows(51 ..< 60), page: 2, of: 2, total: 59)
        )
        let listing = try await listing()
        #expect(listing.backups.map(\.id.rawValue) == (1 ..< 60).map { "b\($0)" })
        #expect(listing.unreadable == 0)
        #expect(transport.requests.count == 5)
    }

    /// The deleted one stood on the first page, which was read before: what moved up is missing although the last
    /// page's count fits.
    @Test func aRowThatMovedUpUnseenIsLookedForAgain() async throws {
        transport.on(
            .get, path(1), Fixture.page(rows(0 ..< 50), page: 1, of: 2, total: 60),
            Fixture.page(rows(1 ..< 51), page: 1, of: 2, total: 59)
        )
        transport.on(
            .get, path(2), Fixture.page(rows(51 ..< 60), page: 2, of: 2, total: 59),
            Fixture.page(rows(51 ..< 60), page: 2, of: 2, total: 59)
        )
        #expect(try await listing().backups.map(\.id.rawValue) == (1 ..< 60).map { "b\($0)" })
    }

    /// At the limit a schedule deletes the oldest and makes a new one: the total stays as it was.
    @Test func aRotationBetweenTwoPagesIsNoticed() async throws {
        transport.on(
            .get, path(1), Fixture.page(rows(0 ..< 50), page: 1, of: 2, total: 60),
            Fixture.page(rows(1 ..< 51), page: 1, of: 2, total: 60)
        )
        transport.on(.get, path(2), Fixture.page(rows(51 ..< 61), page: 2, of: 2, total: 60))
        #expect(try await listing().backups.map(\.id.rawValue) == (1 ..< 61).map { "b\($0)" })
    }

    /// A new backup pushes nothing, but a panel that lists newest first would repeat a row on the next page.
    @Test func aRowOnTwoPagesIsTakenOnceAsLastTold() async throws {
        transport.on(
            .get, path(1),
            Fixture.page(
                rows(0 ..< 49) + [Fixture.row("twin", completedAt: "null")], page: 1, of: 2, total: 51
            )
        )
        transport.on(
            .get, path(2), Fixture.page([Fixture.row("twin"), Fixture.row("b50")], page: 2, of: 2, total: 51)
        )
        let listing = try await listing()
        #expect(listing.backups.count == 51)
        #expect(listing.backups.first { $0.id == "twin" }?.state == .completed)
        #expect(listing.operations.isEmpty)
    }

    @Test func aPanelThatKnowsNoPagesIsNotAskedForEver() async throws {
        transport.on(.get, path(1), Fixture.page(rows(0 ..< 50), page: 1, of: 9, total: 50))
        transport.on(.get, path(2), Fixture.page(rows(0 ..< 50), page: 1, of: 9, total: 50))
        #expect(try await listing().backups.count == 50)
        #expect(transport.requests.count == 3)
    }

    @Test func aPageWithoutNewsIsTheLastAndWhatIsMissingIsCounted() async throws {
        transport.on(.get, path(1), Fixture.page(rows(0 ..< 50), page: 1, of: 99, total: 4950))
        transport.on(.get, path(2), Fixture.page(rows(0 ..< 50), page: 2, of: 99, total: 4950))
        let listing = try await listing()
        #expect(listing.backups.count == 50)
        #expect(listing.unreadable == 0)
        #expect(listing.withheld == 4900)
        #expect(transport.requests.count == 6, "a list that is short is begun anew twice")
    }

    @Test func withoutAnyMetaTheFirstPageIsAll() async throws {
        transport.on(.get, path(1), .json(#"{"object":"list","data":[\#(Fixture.row())]}"#))
        #expect(try await listing().backups.count == 1)
        #expect(transport.requests.count == 1)
    }

    @Test func aFailureOnALaterPageIsNoShorterList() async throws {
        transport.on(.get, path(1), Fixture.page(rows(0 ..< 50), page: 1, of: 2, total: 60))
        transport.on(.get, path(2), .status(502))
        let error = await #expect(throws: ProviderError.self) { try await listing() }
        #expect(error?.code == .serverFailure)
    }

    @Test func tenThousandBackupsAreReadToTheLast() async throws {
        for page in 1 ... 200 {
            let range = (page - 1) * 50 ..< page * 50
            transport.on(.get, path(page), Fixture.page(rows(range), page: page, of: 200, total: 10000))
        }
        let listing = try await listing()
        #expect(listing.backups.count == 10000)
        #expect(listing.backups.last?.id == "b9999")
        #expect(transport.requests.count == 201)
    }
}
