import BackupKit
import ProviderSupport
import ServiceClient
import Testing
import TestSupport
@testable import VPSOrgProvider

@Suite(.timeLimit(.minutes(20)))
struct VPSOrgServerTests {
    private let transport = StubTransport()
    private let clock = ManualClock()

    private func provider() throws -> VPSOrgProvider {
        try Fixture.provider(transport, clock: clock)
    }

    @Test func statusesBecomeConditionsAndPower() async throws {
        try transport.on(.get, Fixture.serversPath, Fixture.answer("servers"))
        let servers = try await provider().reader().servers()
        #expect(servers.map(\.id) == ["771", "772", "773", "774", "775"])
        #expect(servers.map(\.name) == ["edge-2", "edge3.example.org", "edge-4", "", "edge-6"])
        #expect(servers.map(\.condition) == [
            .available, .available, .suspended(reason: nil), .unknown("rebuilding"), .unknown("not told"),
        ])
        #expect(servers.map(\.power) == [.running, .stopped, nil, nil, nil])
        #expect(servers.allSatisfy { $0.quota == nil && $0.permissions == nil && $0.worlds.isEmpty })
    }

    @Test func oneServerComesOutOfTheList() async throws {
        try transport.on(.get, Fixture.serversPath, Fixture.answer("servers"))
        let reader = try provider().reader()
        #expect(try await reader.server("772").power == .stopped)
        let error = await #expect(throws: ProviderError.self) { try await reader.server("9") }
        #expect(error?.code == .notFound)
    }

    @Test func aListIsKeptForAFewSecondsOnly() async throws {
        try transport.on(.get, Fixture.serversPath, Fixture.answer("servers"))
        let reader = try provider().reader()
        _ = try await reader.servers()
        _ = try await reader.server("771")
        clock.advance(by: .seconds(11))
        _ = try await reader.server("772")
        #expect(transport.requests.count == 1)
        clock.advance(by: .seconds(1))
        _ = try await reader.server("772")
        #expect(transport.requests.count == 2, "each poll brings news")
    }

    @Test func whatAnActRestsOnIsReadAfresh() async throws {
        try transport.on(.get, Fixture.serversPath, Fixture.answer("servers"))
        let reader = try provider().reader()
        _ = try await reader.servers()
        try await ReadPurpose.$current.withValue(.act) { _ = try await reader.server("771") }
        #expect(transport.requests.count == 2)
        #expect(transport.requests.map(\.isUrgent) == [false, true])
        _ = try await reader.server("771")
        #expect(transport.requests.count == 2, "the fresh list serves the next poll")
    }

    @Test func anErrorIsNotKept() async throws {
        try transport.on(.get, Fixture.serversPath, .status(502), Fixture.answer("servers"))
        let reader = try provider().reader()
        await #expect(throws: ProviderError.self) { try await reader.servers() }
        #expect(try await reader.servers().count == 5)
    }

    @Test(arguments: ["create", "restore", "delete", "refused"])
    func aChangeMakesTheKeptListOld(act: String) async throws {
        try transport.on(.get, Fixture.serversPath, Fixture.answer("servers"))
        transport.on(.post, Fixture.backupsPath, act == "refused" ? .status(400) : .json(#"{"id":9}"#, status: 201))
        transport.on(.post, "\(Fixture.serversPath)771/restore/", .status(202))
        transport.on(.delete, "\(Fixture.backupsPath)501/", .status(204))
        let provider = try provider()
        let reader = provider.reader()
        let writer = try #require(provider.writer(with: Secret(Fixture.token)))
        _ = try await reader.servers()
        switch act {
        case "restore": try await writer.restore("501", RestoreOptions(), at: Fixture.location)
        case "delete": try await writer.delete("501", at: Fixture.location)
        case "refused":
            await #expect(throws: ProviderError.self) {
                try await writer.createBackup(BackupDraft(name: ""), at: Fixture.location)
            }
        default: _ = try await writer.createBackup(BackupDraft(name: ""), at: Fixture.location)
        }
        _ = try await reader.servers()
        #expect(transport.requests.count { $0.method == .get } == 2)
    }

    @Test func whoAsksMeanwhileSharesTheAnswer() async throws {
        let gate = GatedTransport(StubTransport())
        try gate.base.on(.get, Fixture.serversPath, Fixture.answer("servers"))
        let list = try list(over: gate)
        let first = Task { try await list.servers() }
        await gate.waitForArrivals(atLeast: 1)
        let second = Task { try await list.servers() }
        await list.waitForReaders(atLeast: 2)
        gate.open()
        #expect(try await first.value.count == 5)
        #expect(try await second.value.count == 5)
        #expect(gate.base.requests.count == 1)
    }

    @Test func whoLosesInterestDoesNotTakeTheAnswerFromOthers() async throws {
        let gate = GatedTransport(StubTransport())
        try gate.base.on(.get, Fixture.serversPath, Fixture.answer("servers"))
        let list = try list(over: gate)
        let first = Task { try await list.servers() }
        await gate.waitForArrivals(atLeast: 1)
        let second = Task { try await list.servers() }
        await list.waitForReaders(atLeast: 2)
        first.cancel()
        await list.waitForReaders(atMost: 1)
        gate.open()
        #expect(try await second.value.count == 5)
    }

    @Test func theReadingEndsWithTheLastWhoWaitsForIt() async throws {
        transport.on(.get, Fixture.serversPath, .hang)
        let reader = try provider().reader()
        let reading = Task { try await reader.servers() }
        await transport.waitForRequests(atLeast: 1)
        reading.cancel()
        let error = await #expect(throws: ProviderError.self) { try await reading.value }
        #expect(error?.code == .cancelled)
    }

    @Test func whatWasAskedBeforeAChangeIsNotKeptAfterIt() async throws {
        for purpose in [ReadPurpose.poll, .act] {
            let gate = GatedTransport(StubTransport())
            try gate.base.on(.get, Fixture.serversPath, Fixture.answer("servers"))
            let list = try list(over: gate)
            let early = Task { try await ReadPurpose.$current.withValue(purpose) { try await list.servers() } }
            await gate.waitForArrivals(atLeast: 1)
            await list.invalidate()
            gate.open()
            _ = try await early.value
            _ = try await list.servers()
            #expect(gate.base.requests.count == 2)
        }
    }

    private func list(over gate: GatedTransport) throws -> VPSOrgServerList {
        try VPSOrgReader.serverList(
            VPSOrgSettings(base: BaseURL("https://admin.vps.example/cloud"), token: Secret(Fixture.token)),
            transport: ReadOnlyHTTPTransport(gate),
            clock: clock
        )
    }
}

/// Holds every request until it is opened.
private struct GatedTransport: HTTPTransport {
    let base: StubTransport
    private let arrivals = Watched(0)
    private let isOpen = Watched(false)

    init(_ base: StubTransport) {
        self.base = base
    }

    func open() {
        isOpen.update { $0 = true }
    }

    func waitForArrivals(atLeast count: Int) async {
        await arrivals.wait { $0 >= count }
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        arrivals.update { $0 += 1 }
        await isOpen.wait { $0 }
        return try await base.send(request)
    }
}

extension VPSOrgServerList {
    fileprivate func waitForReaders(atLeast count: Int) async {
        while waiting < count, !Task.isCancelled {
            await Task.yield()
        }
    }

    fileprivate func waitForReaders(atMost count: Int) async {
        while waiting > count, !Task.isCancelled {
            await Task.yield()
        }
    }
}
