import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import VPSOrgProvider

@Suite(.timeLimit(.minutes(20)))
struct VPSOrgPagingTests {
    private let transport = StubTransport()

    private func page(_ ids: ClosedRange<Int>, count: Int? = nil, next: String? = nil) -> StubTransport.Answer {
        let rows = ids.reversed().map { #"{"id":\#($0),"server":{"id":771},"status":"completed"}"# }
        let fields = [
            count.map { #""count":\#($0)"# }, next.map { #""next":"\#($0)""# },
            #""results":[\#(rows.joined(separator: ","))]"#,
        ]
        return .json("{\(fields.compactMap(\.self).joined(separator: ","))}")
    }

    private func listing() async throws -> BackupListing {
        try await Fixture.reader(transport).backups(at: Fixture.location)
    }

    @Test(arguments: [
        "https://admin.vps.example/cloud/api/v1/backups/?cursor=a%2Fb&server_id=771",
        // A service behind a proxy knows neither the prefix nor the scheme it is reached by.
        "http://admin.vps.example/api/v1/backups/?cursor=a%2Fb&server_id=771",
        "/api/v1/backups/?cursor=a%2Fb&server_id=771",
        "?cursor=a%2Fb&server_id=771",
    ])
    func linksOnTheSameHostAreFollowed(next: String) async throws {
        transport.on(.get, Fixture.listPath, page(3 ... 4, count: 4, next: next))
        transport.on(.get, "\(Fixture.backupsPath)?cursor=a%2Fb&server_id=771", page(1 ... 2, count: 4))
        let listing = try await listing()
        #expect(listing.backups.map(\.id) == ["4", "3", "2", "1"])
        #expect(listing.unreadable == 0)
        #expect(transport.requests.allSatisfy { $0.base.host == "admin.vps.example" })
        #expect(transport.requests.allSatisfy { $0.base.scheme == .https })
    }

    @Test(arguments: [
        "https://evil.example/api/v1/backups/?page=2", "//evil.example/?page=2", "ftp://admin.vps.example/?page=2",
        "https://user@admin.vps.example/?page=2", "backups", "?",
    ])
    func otherLinksAreNotFollowedAndTheListIsSaidToBeShort(next: String) async throws {
        transport.on(.get, Fixture.listPath, page(3 ... 4, count: 4, next: next))
        let listing = try await listing()
        #expect(listing.backups.map(\.id) == ["4", "3"])
        #expect(listing.withheld == 2)
        #expect(transport.requests.count == 1)
        transport.replace(.get, Fixture.listPath, page(3 ... 4, next: next))
        #expect(try await self.listing().hasMore, "also where nobody counts")
    }

    @Test func anEmptyLinkIsNone() async throws {
        transport.on(.get, Fixture.listPath, page(3 ... 4, next: ""))
        #expect(try await listing().withheld == 0)
        transport.replace(.get, Fixture.listPath, page(3 ... 4, count: 4, next: ""))
        transport.on(.get, "\(Fixture.listPath)&page=2", page(1 ... 2, count: 4, next: ""))
        #expect(try await listing().backups.count == 4)
    }

    @Test func aLinkThatLeadsBackEndsTheList() async throws {
        transport.on(.get, Fixture.listPath, page(3 ... 4, count: 4, next: "?server_id=771"))
        #expect(try await listing().withheld == 2)
        transport.replace(.get, Fixture.listPath, page(3 ... 4, next: "?page=2"))
        transport.on(.get, "\(Fixture.backupsPath)?page=2", page(1 ... 2, next: "?page=2"))
        let looping = try await listing()
        #expect(looping.backups.count == 4)
        #expect(looping.hasMore && looping.withheld == 0)
        #expect(transport.requests.count == 3)
    }

    @Test func aLinkedPageThatIsNotThereMakesTheListShort() async throws {
        transport.on(.get, Fixture.listPath, page(3 ... 4, next: "?page=2"))
        transport.on(.get, "\(Fixture.backupsPath)?page=2", .status(404))
        #expect(try await listing().hasMore)
    }

    @Test func linksWithoutEndAreFollowedTwoHundredTimes() async throws {
        transport.on(.get, Fixture.listPath, page(1000 ... 1000, next: "?page=2"))
        for number in 2 ... 210 {
            transport.on(
                .get, "\(Fixture.backupsPath)?page=\(number)", page(number ... number, next: "?page=\(number + 1)")
            )
        }
        let listing = try await listing()
        #expect(listing.backups.count == 200)
        #expect(listing.hasMore)
        #expect(transport.requests.count == 200)
    }

    @Test func withoutLinksPagesAreAskedForByNumberWhileSomeAreMissing() async throws {
        transport.on(.get, Fixture.listPath, page(5 ... 6, count: 6))
        transport.on(.get, "\(Fixture.listPath)&page=2", page(3 ... 4, count: 6))
        transport.on(.get, "\(Fixture.listPath)&page=3", page(1 ... 2, count: 6))
        let listing = try await listing()
        #expect(listing.backups.count == 6)
        #expect(listing.unreadable == 0)
        #expect(transport.requests.count == 3)
    }

    @Test func rowsThatMoveToTheNextPageAreNotTwins() async throws {
        transport.on(.get, Fixture.listPath, page(3 ... 4, count: 4))
        transport.on(.get, "\(Fixture.listPath)&page=2", page(1 ... 3, count: 4))
        let listing = try await listing()
        #expect(listing.backups.map(\.id) == ["4", "3", "2", "1"])
        #expect(listing.unreadable == 0)
    }

    @Test func aServiceThatKnowsNoPagesIsNotAskedForEver() async throws {
        transport.on(.get, Fixture.listPath, page(3 ... 4, count: 9))
        transport.on(.get, "\(Fixture.listPath)&page=2", page(3 ... 4, count: 9))
        #expect(try await listing().withheld == 7)
        #expect(transport.requests.count == 2)
        transport.replace(.get, "\(Fixture.listPath)&page=2", .status(404))
        #expect(try await listing().withheld == 7)
        transport.replace(.get, "\(Fixture.listPath)&page=2", .json(#"{"count":9,"results":[]}"#))
        #expect(try await listing().withheld == 7)
    }

    @Test func aPageThatCannotBeReadMakesTheListUnreadable() async throws {
        transport.on(.get, Fixture.listPath, page(3 ... 4, count: 4))
        transport.on(.get, "\(Fixture.listPath)&page=2", .status(502))
        let error = await #expect(throws: ProviderError.self) { try await listing() }
        #expect(error?.code == .serverFailure)
        transport.replace(.get, Fixture.listPath, .status(404))
        let missing = await #expect(throws: ProviderError.self) { try await listing() }
        #expect(missing?.code == .notFound)
    }

    @Test func aBareListIsWhole() async throws {
        transport.on(.get, Fixture.listPath, .json(#"[{"id":1,"status":"completed"}]"#))
        #expect(try await listing().backups.map(\.id) == ["1"])
        #expect(transport.requests.count == 1)
    }
}
