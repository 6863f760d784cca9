import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import ArchonProvider

@Suite(.timeLimit(.minutes(20)))
struct ArchonSyncTests {
    private let transport = StubTransport()
    private let sockets = StubWebSocketTransport()
    private let clock = ManualClock()

    init() {
        transport.on(.get, Fixture.credentialsPath, .json(#"{"url":"wss://node.example/ws","token":"jwt-1"}"#))
    }

    private func events(
        _ streams: StubStreams,
        api: ArchonSettings.Choice = .queue
    ) throws -> AsyncStream<ProviderEvent> {
        try Fixture.provider(transport, api: api, streams: streams, sockets: sockets, clock: clock)
            .reader()
            .events(of: Fixture.server)
    }

    /// A feed whose socket is up.
    private func connected(_ streams: StubStreams) async throws -> AsyncStream<ProviderEvent>.Iterator {
        var events = try events(streams).makeAsyncIterator()
        await sockets.socket(1).receive(#"{"event":"auth-ok"}"#)
        #expect(await events.next() == .connected)
        return events
    }

    // MARK: Opening

    @Test func theStreamIsAskedForByItsScope() async throws {
        let streams = StubStreams(.events)
        var events = try await connected(streams)
        let request = await streams.request(1)
        #expect(request.url.reveal()
            == "https://archon.example/archon/v1/sync?scope=server%3A\(Fixture.server)&intent=all")
        #expect(request.headers["Authorization"] == "Bearer \(Fixture.token)")
        #expect(request.headers["Accept"] == "text/event-stream")
        #expect(request.headers["Last-Event-Id"] == nil)
        #expect(request.idleTimeout == .seconds(90))
        #expect(await events.next() == .backupsChanged, "what happened before is only in the list")
    }

    @Test func nothingComesBeforeTheSocketsFirstWord() async throws {
        let streams = StubStreams(.events)
        var events = try events(streams).makeAsyncIterator()
        let socket = await sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        #expect(streams.requests.isEmpty)
        socket.receive(#"{"event":"auth-ok"}"#)
        #expect(await events.next() == .connected)
        #expect(await events.next() == .backupsChanged)
    }

    @Test func theStreamTellsAlthoughTheSocketIsDown() async throws {
        sockets.refuseNext(with: .connectTimedOut)
        let streams = StubStreams(.events)
        var events = try events(streams).makeAsyncIterator()
        guard case .disconnected = await events.next() else {
            Issue.record("the socket's failure was not told")
            return
        }
        #expect(await events.next() == .backupsChanged)
        await streams.body(1).send("data: {\"type\":\"backup.new\",\"id\":\"b\"}\n\n")
        #expect(await events.next() == .backupsChanged)
    }

    @Test(arguments: [ArchonSettings.Choice.v0, .v1])
    func olderAPIsHaveNoStream(api: ArchonSettings.Choice) async throws {
        let streams = StubStreams(.events)
        var events = try events(streams, api: api).makeAsyncIterator()
        let socket = await sockets.socket(1)
        socket.receive(#"{"event":"auth-ok"}"#)
        socket.receive(#"{"event":"power-state","state":"running"}"#)
        #expect(await events.next() == .connected)
        #expect(await events.next() == .power(.running))
        #expect(streams.requests.isEmpty)
    }

    @Test func aServerWhoseAPIIsNotKnownHasNoStreamUntilAListFindsTheQueue() async throws {
        let streams = StubStreams(.events)
        try transport.on(.get, Fixture.queuePath, Fixture.answer("queue"))
        let reader = try Fixture.provider(transport, api: .auto, streams: streams, sockets: sockets, clock: clock)
            .reader()
        var events = reader.events(of: Fixture.server).makeAsyncIterator()
        await sockets.socket(1).receive(#"{"event":"auth-ok"}"#)
        #expect(await events.next() == .connected)
        #expect(streams.requests.isEmpty)
        #expect(transport.lines == ["GET \(Fixture.credentialsPath)"], "the feed itself never asks")
        _ = try await reader.backups(at: Fixture.location)
        #expect(await events.next() == .backupsChanged)
        #expect(streams.requests.count == 1)
    }

    // MARK: Records

    @Test(arguments: [
        (#"{"type":"backup.new","id":"b"}"#, ProviderEvent.backupsChanged),
        (#"{"type":"backup.patch","world_id":"w","backup_id":"b","name":"n"}"#, .backupsChanged),
        (#"{"type":"backup.delete","world_id":"w","backup_id":"b"}"#, .backupsChanged),
        (#"{"type":"backup.operation.create.init","world_id":"w","backup_id":"b","operation_id":1}"#, .backupsChanged),
        (
            #"{"type":"backup.operation.restore.start","world_id":"w","backup_id":"b","operation_id":1}"#,
            .backupsChanged
        ),
        (#"{"type":"backup.operation.restore.done","status":"timed-out"}"#, .backupsChanged),
        (#"{"type":"backup.something.new"}"#, .backupsChanged),
        (#"{"type":"server.patch","name":"n","subdomain":"s"}"#, .serverChanged),
        (#"{"type":"server.transfer.start","target_node":"n"}"#, .serverChanged),
        (#"{"type":"world.patch"}"#, .serverChanged),
        (#"{"type":"users.patch"}"#, .serverChanged),
        (#"{"type":"protocol.error","error":"too\u0007 slow"}"#, .unrecognised("sync error too slow")),
        (#"{"type":"protocol.error"}"#, .unrecognised("sync error without a word")),
        (#"{"type":"meteor\u0007.strike"}"#, .unrecognised("sync event meteor .strike")),
        (#"{"kind":"x"}"#, .unrecognised("a sync record that is no event")),
        ("not json", .unrecognised("a sync record that is no event")),
    ])
    func everyRecordSaysWhatToReadAgain(data: String, event: ProviderEvent) {
        #expect(ArchonSyncNews(SSERecord(event: "ignored", data: data)) == .event(event))
    }

    @Test func recordsWithoutDataSayNothingAndCutOnesAnything() {
        #expect(ArchonSyncNews(SSERecord(id: "7")) == .nothing)
        #expect(ArchonSyncNews(SSERecord(isOverlong: true)) == .event(.backupsChanged))
        #expect(ArchonSyncNews(SSERecord(data: #"{"type":"protocol.reset"}"#)) == .reset)
        #expect(ArchonSyncNews(SSERecord(data: #"{"type":"protocol.invalid"}"#)) == .reset)
    }

    @Test func recordsAreToldInOrderWhateverThePieces() async throws {
        let streams = StubStreams(.events)
        var events = try await connected(streams)
        #expect(await events.next() == .backupsChanged)
        let body = await streams.body(1)
        body.send(": hello\n\nid: 1\r\ndata: {\"type\":\"server.pa")
        body
            .send(
                "tch\"}\r\n\r\nevent: x\ndata: {\"type\":\ndata: \"backup.new\"}\n\n: still here\n\ndata: {\"type\":\"x\"}\n\n"
            )
        #expect(await events.next() == .serverChanged)
        #expect(await events.next() == .backupsChanged)
        #expect(await events.next() == .unrecognised("sync event x"))
    }

    // MARK: Connecting again

    @Test func aStreamThatEndsIsResumedBehindItsLastRecord() async throws {
        let streams = StubStreams(.events)
        var events = try await connected(streams)
        #expect(await events.next() == .backupsChanged)
        let first = await streams.body(1)
        first.send("id: 41\ndata: {\"type\":\"backup.new\"}\n\nid: 42\ndata: {\"type\":\"server.patch\"}\n\n")
        first.end()
        #expect(await events.next() == .backupsChanged)
        #expect(await events.next() == .serverChanged)
        await first.waitForClose()
        // A second, and one more by chance.
        await clock.waitForWakeUp(in: .seconds(2))
        clock.advance(by: .seconds(2))
        #expect(await streams.request(2).headers["Last-Event-Id"] == "42")
        await streams.body(2).send("id:\ndata: {\"type\":\"users.patch\"}\n\n")
        #expect(await events.next() == .serverChanged, "what was missed is repeated by the service: no list is needed")
        await streams.body(2).end()
        await clock.waitForWakeUp(in: .seconds(2))
        clock.advance(by: .seconds(2))
        #expect(await streams.request(3).headers["Last-Event-Id"] == nil, "an empty id clears it")
        #expect(await events.next() == .backupsChanged)
    }

    @Test func errorsDoubleTheWaitAndTheServiceSetsItsBeginning() async throws {
        let streams = StubStreams(.events, .failure(.connectTimedOut), .response(503, [:]), .failure(.connectionClosed))
        var events = try await connected(streams)
        #expect(await events.next() == .backupsChanged)
        let body = await streams.body(1)
        body.send("retry: 5000\n\ndata: {\"type\":\"backup.new\"}\n\n")
        #expect(await events.next() == .backupsChanged)
        body.end(.responseTimedOut)
        for (number, seconds) in [5, 10, 20, 30, 30].enumerated() {
            await clock.waitForWakeUp(in: .seconds(seconds + 1))
            #expect(streams.requests.count == number + 1)
            clock.advance(by: .seconds(seconds + 1))
        }
        _ = await streams.request(6)
        _ = events
    }

    @Test func theServicesWishToWaitIsKept() async throws {
        let streams = StubStreams(.response(429, ["Retry-After": "77"]))
        let events = try await connected(streams)
        await clock.waitForWakeUp(in: .seconds(77))
        _ = events
    }

    @Test(arguments: ["protocol.reset", "protocol.invalid"])
    func aResetBeginsAnewAtOnce(type: String) async throws {
        let streams = StubStreams(.events)
        var events = try await connected(streams)
        #expect(await events.next() == .backupsChanged)
        await streams.body(1)
            .send("id: 42\ndata: {\"type\":\"backup.new\"}\n\nid: 43\ndata: {\"type\":\"\(type)\"}\n\n")
        #expect(await events.next() == .backupsChanged)
        #expect(await events.next() == .backupsChanged)
        #expect(await events.next() == .serverChanged)
        #expect(await streams.request(2).headers["Last-Event-Id"] == nil)
        #expect(await events.next() == .backupsChanged)
        // Again without a word between: not in a circle.
        await streams.body(2).send("data: {\"type\":\"\(type)\"}\n\n")
        await clock.waitForWakeUp(in: .seconds(2))
        #expect(streams.requests.count == 2)
        _ = events
    }

    @Test(arguments: [404, 405, 501])
    func aServiceWithoutTheStreamIsAskedOnce(status: Int) async throws {
        let streams = StubStreams(.response(status, [:]))
        var events = try await connected(streams)
        _ = await streams.request(1)
        await streams.body(1).waitForClose()
        await sockets.socket(1).receive(#"{"event":"power-state","state":"running"}"#)
        #expect(await events.next() == .power(.running), "the socket goes on")
        #expect(clock.sleepers == 0)
        #expect(streams.requests.count == 1)
        // A feed opened anew asks anew.
        let again = try self.events(streams)
        await sockets.socket(2).receive(#"{"event":"auth-ok"}"#)
        _ = await streams.request(2)
        _ = again
    }

    @Test func whatIsNoStreamOfEventsIsTriedAgainLater() async throws {
        let streams = StubStreams(.response(200, ["Content-Type": "text/html"]), .events)
        var events = try await connected(streams)
        await clock.waitForWakeUp(in: .seconds(2))
        clock.advance(by: .seconds(2))
        #expect(await events.next() == .backupsChanged)
        #expect(streams.requests.count == 2)
    }

    @Test func theConsumersEndClosesBoth() async throws {
        let streams = StubStreams(.events)
        let stream = try events(streams)
        let consumer = Task {
            for await _ in stream {}
        }
        let socket = await sockets.socket(1)
        socket.receive(#"{"event":"auth-ok"}"#)
        let body = await streams.body(1)
        consumer.cancel()
        await consumer.value
        await body.waitForClose()
        #expect(await socket.waitForClose() == 1000)
    }

    // MARK: Pace

    @Test func theServicesWishForTheBaseDelayHasLimits() {
        for (wish, expected) in [(0, 1), (200, 1), (5000, 5), (120_000, 30)] {
            var pace = ArchonSyncPace()
            pace.setBase(.milliseconds(wish))
            #expect(pace.wait(after: .closed, random: 0) == .seconds(expected))
        }
    }

    @Test func newsMakeTheNextErrorTheFirst() {
        var pace = ArchonSyncPace()
        let failed = ArchonSyncPace.End.failed(retryAfter: nil)
        #expect((0 ..< 6).map { _ in pace.wait(after: failed, random: 0) } == [1, 2, 4, 8, 16, 30].map { .seconds($0) })
        pace.heard()
        #expect(pace.wait(after: failed, random: 0) == .seconds(1))
        #expect(pace.wait(after: failed, random: 0.5) == .milliseconds(2500))
        #expect(pace.wait(after: .closed, random: 0) == .seconds(1))
        #expect(pace.wait(after: failed, random: 0) == .seconds(1))
    }
}
