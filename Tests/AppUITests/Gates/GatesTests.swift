import Testing

/// Keys in great numbers against services that write everything down: nothing is changed that was not confirmed.
@Suite struct GatesTests {
    struct Report: Sendable {
        var keys: Int
        var counts: [ActRow: Int]
        var requests: Int
        var hasOffered: Bool
        var problem: String?
    }

    static let writing: [GateCase] = ServiceKind.allCases.flatMap { kind in
        (0 ..< (kind.numbersRuns ? 7 : 5)).map { writing(kind, UInt64($0)) }
    }

    private static func writing(_ kind: ServiceKind, _ seed: UInt64) -> GateCase {
        var test = GateCase(kind: kind, seed: seed, keys: 7000)
        switch seed % 7 {
        case 0: test.protection = .server
        case 1: test.access = .mixed
        case 2: test.protection = .context
        default: break
        }
        return test
    }

    static let reading: [GateCase] = ServiceKind.allCases.flatMap { kind in
        [GateCase.Access.readOnlySession, .readOnlyContext].enumerated().map { index, access in
            GateCase(kind: kind, seed: UInt64(90 + index), access: access, keys: 3000)
        }
    }

    /// Every case runs once, whoever asks for its result.
    private static let tasks: [String: Task<Report, Never>] = Dictionary(
        (writing + reading).map { test in (test.testDescription, Task { await run(test) }) },
        uniquingKeysWith: { first, _ in first }
    )

    private static func run(_ test: GateCase) async -> Report {
        var session = GateSession(test)
        if test.isReadOnly {
            var earlier = GateSession(GateCase(kind: test.kind, seed: test.seed, keys: 3000))
            earlier.runUntilWorkIsLeft()
            session = GateSession(test, after: earlier)
        }
        await session.run()
        let problem = session.witness.problem.map {
            "\($0)\nseed \(test.seed), key \(session.keys), the last keys: \(session.trail.joined(separator: " "))"
        }
        return Report(
            keys: session.keys, counts: session.witness.counts,
            requests: session.services.reduce(0) { $0 + $1.requests.count },
            hasOffered: session.witness.hasOffered, problem: problem
        )
    }

    private static func report(_ test: GateCase) async -> Report? {
        await tasks[test.testDescription]?.value
    }

    @Test(arguments: writing)
    func `every request is preceded by its own confirmation`(test: GateCase) async throws {
        let report = try #require(await Self.report(test))
        #expect(report.problem == nil)
        #expect(report.keys >= test.keys)
    }

    @Test(arguments: reading)
    func `a read-only session never asks for a change`(test: GateCase) async throws {
        let report = try #require(await Self.report(test))
        #expect(report.problem == nil)
        #expect(report.requests == 0)
    }

    @Test func `a read-only session is offered old work and fetches archives`() async throws {
        var (offers, fetched) = (0, 0)
        for test in Self.reading {
            let report = try #require(await Self.report(test))
            if report.hasOffered { offers += 1 }
            fetched += report.counts[.bulkDownload, default: 0] + report.counts[.download, default: 0]
        }
        #expect(offers > Self.reading.count / 2)
        #expect(fetched > 100)
    }

    @Test func `every act is reached a hundred times`() async throws {
        var counts: [ActRow: Int] = [:]
        var keys = 0
        for test in Self.writing {
            let report = try #require(await Self.report(test))
            keys += report.keys
            counts.merge(report.counts) { $0 + $1 }
        }
        #expect(keys >= 200_000)
        for row in ActRow.allCases { #expect(counts[row, default: 0] >= 100, "\(row.rawValue)") }
    }
}
