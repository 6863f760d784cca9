import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import StellarStackProvider

@Suite(.timeLimit(.minutes(20)))
struct StellarStackServerTests {
    private let transport = StubTransport()

    private func server(_ row: String, _ stats: String = #"{"state":"running"}"#) async throws -> Server {
        Fixture.prepare(transport, row: row, stats: .json(stats))
        return try await Fixture.reader(transport).server(Fixture.server)
    }

    @Test func theListTellsLimitAndCondition() async throws {
        try transport.on(.get, Fixture.serversPath, Fixture.answer("servers"))
        let servers = try await Fixture.reader(transport).servers()
        #expect(servers.map(\.name) == ["smp-main", "hub\u{7}", "", ""])
        #expect(servers.map(\.quota) == [Quota(used: nil, limit: 3), Quota(used: nil, limit: 0), nil, nil])
        #expect(servers.map(\.condition) == [
            .available, .suspended(reason: nil), .unavailable("on a node that is offline"), .unknown("FROZEN BY COMET"),
        ])
        #expect(servers.allSatisfy { $0.power == nil && $0.permissions == nil && $0.worlds.isEmpty })
    }

    @Test func aListOfTheLaterGenerationsIsRead() async throws {
        transport.on(.get, Fixture.serversPath, .json("""
        {"servers":[{"id":"a","name":"late","memoryLimitMb":1024,"status":"offline","installState":"installed",
        "suspended":false,"backupLimit":5},{"id":"b","status":"starting","installState":"installing"}]}
        """))
        let servers = try await Fixture.reader(transport).servers()
        #expect(servers.map(\.condition) == [.available, .installing])
        #expect(servers.map(\.power) == [.stopped, .starting])
        #expect(servers[0].quota == Quota(used: nil, limit: 5))
    }

    @Test func oneServerOfTheLaterGenerationsIsReadWithoutStatistics() async throws {
        transport.on(.get, Fixture.serverPath, .json("""
        {"server":{"id":"\(Fixture.server)","name":"late","status":"running","suspended":false,"backupLimit":5},
        "access":{"role":"owner","permissions":[]}}
        """))
        transport.on(.get, Fixture.statsPath, .json(#"{"error":{"code":"internal.unexpected"}}"#, status: 404))
        let server = try await Fixture.reader(transport).server(Fixture.server)
        #expect(server.name == "late")
        #expect(server.power == .running)
        #expect(server.condition == .available)
    }

    @Test(arguments: [
        (#""status":"RUNNING""#, Server.Condition.available),
        (#""status":"STARTING""#, .available),
        (#""status":"STOPPING""#, .available),
        (#""status":"STOPPED""#, .available),
        (#""status":"INSTALLING""#, .installing),
        (#""status":"RESTORING""#, .restoring),
        (#""status":"MAINTENANCE""#, .unavailable("under maintenance")),
        (#""status":"ERROR""#, .broken),
        (#""status":"SUSPENDED""#, .suspended(reason: nil)),
        (#""status":"RUNNING","suspended":true"#, .suspended(reason: nil)),
        (#""status":"LEVITATING\u0007""#, .unknown("LEVITATING")),
        (#""status":null"#, .available),
        (#""status":7"#, .available),
    ])
    func statusesBecomeConditions(row: String, condition: Server.Condition) async throws {
        #expect(try await server(row).condition == condition)
    }

    @Test(arguments: [
        (#"{"state":"offline","is_installing":true}"#, Server.Condition.installing),
        (#"{"state":"offline","is_transferring":true}"#, .unavailable("being moved to another node")),
        (#"{"state":"offline","is_restoring":true}"#, .restoring),
        (#"{"state":"offline","is_installing":false,"is_transferring":false,"is_restoring":false}"#, .available),
    ])
    func theNodeKnowsBetterThanTheRow(stats: String, condition: Server.Condition) async throws {
        #expect(try await server(#""status":"STOPPED""#, stats).condition == condition)
    }

    @Test(arguments: [
        ("running", PowerState.running), ("starting", .starting), ("stopping", .stopping), ("offline", .stopped),
        ("hibernating", .unknown),
    ])
    func theNodesStateIsThePower(word: String, power: PowerState) async throws {
        #expect(try await server(#""status":"RUNNING""#, #"{"state":"\#(word)"}"#).power == power)
    }

    @Test(arguments: [
        StubTransport.Answer.status(500), .status(404), .json("[]"), .failure(.responseTimedOut), .json("null"),
    ])
    func aNodeThatCannotBeAskedLeavesThePowerUntold(stats: StubTransport.Answer) async throws {
        Fixture.prepare(transport, row: #""status":"RUNNING","backupLimit":3"#, stats: stats)
        let server = try await Fixture.reader(transport).server(Fixture.server)
        #expect(server.power == nil)
        #expect(server.condition == .available)
        #expect(server.quota == Quota(used: nil, limit: 3))
    }

    @Test func withoutStatusAndStatisticsTheConditionIsUntold() async throws {
        Fixture.prepare(transport, row: #""suspended":false"#, stats: .status(500))
        #expect(try await Fixture.reader(transport).server(Fixture.server).condition == .unknown("not told"))
    }

    @Test func anOfflineNodeIsNotAsked() async throws {
        transport.on(.get, Fixture.serverPath, .json(
            #"{"id":"\#(Fixture.server)","status":"RUNNING","node":{"isOnline":false}}"#
        ))
        let server = try await Fixture.reader(transport).server(Fixture.server)
        #expect(server.condition == .unavailable("on a node that is offline"))
        #expect(server.power == nil)
        #expect(transport.requests.count == 1)
    }

    @Test func aCancelledReadingOfTheStatisticsIsNoServerWithoutPower() async throws {
        Fixture.prepare(transport, stats: .hang)
        let reader = try Fixture.reader(transport)
        let reading = Task { try await reader.server(Fixture.server) }
        await transport.waitForRequests(atLeast: 2)
        reading.cancel()
        let error = await #expect(throws: ProviderError.self) { try await reading.value }
        #expect(error?.code == .cancelled)
    }

    @Test(arguments: [
        ("null", ProviderError.Code.notFound),
        (#"{"id":"other"}"#, .invalidResponse),
        ("{}", .invalidResponse),
    ])
    func anAnswerAboutNoOrAnotherServerIsRefused(body: String, code: ProviderError.Code) async throws {
        transport.on(.get, Fixture.serverPath, .json(body))
        let error = await #expect(throws: ProviderError.self) {
            try await Fixture.reader(transport).server(Fixture.server)
        }
        #expect(error?.code == code)
    }
}
