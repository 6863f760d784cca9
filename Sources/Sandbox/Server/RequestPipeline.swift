import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// The way of every request: faults before, the service's work, faults after, the record, the answer.
struct RequestPipeline: Sendable {
    let directory: SystemDirectory
    let faults: FaultBoard
    let effects: FaultEffects
    let recorder: RequestRecorder
    let desk: ControlDesk
    let clock: ServiceClock

    /// Ends a connection, in the middle of an answer or after one that must be its last.
    struct HangUp: Error {}

    private static let longestBody = 1 << 20

    /// What to send, and how much of it.
    private struct Delivery {
        var answer: Answer
        /// Bytes of the body after which the connection ends; below 0 before the head.
        var cut: Int?
        /// Whose answer it is; only those of a system have feeds.
        var system: SandboxSystem?
        var isRecorded = false
    }

    /// Answers one request. Throws `HangUp` or errors of the connection; the caller then hangs up.
    func respond(to request: Request, writer: consuming ResponseWriter, channel _: any Channel) async throws {
        if request.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.longestBody)
        } catch is NIOTooManyBytesError {
            let refusal = Delivery(answer: Answer(status: 413, headers: [("Connection", "close")]))
            return try await send(refusal, isHead: false, through: writer)
        }
        let call = Call(head: request.head, body: Array(body.readableBytesView))
        var delivery = try await delivery(for: call)
        // NIO reads no HTTP behind a request for an upgrade, refused or not: a second request would never be answered.
        let isLast = call.headers[.upgrade] != nil
        if isLast {
            delivery.answer.headers.append(("Connection", "close"))
        }
        try await send(delivery, isHead: call.method == "HEAD", through: writer)
        if isLast {
            throw HangUp()
        }
    }

    /// Whether a WebSocket upgrade goes ahead. Refused ones come back as ordinary requests.
    func grantsUpgrade(_ call: Call) -> Bool {
        guard let (dialect, call) = directory.resolve(call), dialect.grantsUpgrade(call) else { return false }
        return !faults.answersInstead(call, system: dialect.system)
    }

    private func delivery(for call: Call) async throws -> Delivery {
        if call.fullPath == ControlDesk.path || call.fullPath.hasPrefix(ControlDesk.path + "/") {
            return await Delivery(answer: desk.answer(call))
        }
        guard let (dialect, call) = directory.resolve(call) else {
            let answer = Answer.json(["error": "this sandbox serves nothing at this path"], status: 404)
            await recorder.record(call, system: nil, authorized: false, status: answer.status)
            return Delivery(answer: answer)
        }
        var delivery = try await served(call, by: dialect)
        if !delivery.isRecorded {
            await record(call, dialect, status: delivery.answer.status)
            delivery.isRecorded = true
        }
        return delivery
    }

    private func served(_ call: Call, by dialect: any Dialect) async throws -> Delivery {
        var delivery = Delivery(answer: Answer(status: 0), system: dialect.system)
        for fault in faults.take(call, system: dialect.system, at: .before) {
            try await strike(fault, call, dialect, &delivery)
        }
        if delivery.answer.status == 0, delivery.cut == nil || call.method == "GET" {
            delivery.answer = await dialect.serve(call)
        }
        for fault in faults.take(call, system: dialect.system, at: .after) {
            try await strike(fault, call, dialect, &delivery)
        }
        return delivery
    }

    private func strike(
        _ fault: Fault,
        _ call: Call,
        _ dialect: any Dialect,
        _ delivery: inout Delivery
    ) async throws {
        switch fault.kind {
        case let .latency(time):
            try await clock.wait(time)
        case let .status(status, headers, body):
            delivery.answer = Answer(
                status: status,
                headers: headers.map { ($0.key, $0.value) },
                body: Array(body.utf8)
            )
        case let .cut(bytes):
            // Cut before the work of anything but a reading means that nothing was done, so nothing is said.
            delivery.cut = fault.moment == .before && call.method != "GET" ? -1 : bytes
        case .hold:
            // The record must tell of the request even if the client never lives to see the answer.
            if !delivery.isRecorded {
                await record(call, dialect, status: delivery.answer.status)
            }
            delivery.isRecorded = true
            await faults.hold(fault.id)
        case .dropSockets, .events, .skew, .power, .change, .quota, .throttle:
            do {
                try await effects.apply(fault)
            } catch {
                delivery.answer = .json(["error": .string("fault \(fault.id) failed: \(error)")], status: 500)
            }
        }
    }

    private func record(_ call: Call, _ dialect: any Dialect, status: Int) async {
        await recorder.record(
            call,
            system: dialect.system,
            authorized: dialect.isAuthorized(call),
            status: status
        )
    }

    private func send(_ delivery: Delivery, isHead: Bool, through writer: consuming ResponseWriter) async throws {
        if let cut = delivery.cut, cut < 0 {
            throw HangUp()
        }
        let head = head(of: delivery.answer)
        if let feed = delivery.answer.feed, let system = delivery.system, !isHead {
            return try await stream(feed, of: system, head: head, cut: delivery.cut, through: writer)
        }
        if delivery.cut == nil, isHead || delivery.answer.body.count == 0 {
            return try await writer.write(response: head, body: ResponseBody())
        }
        if delivery.cut == nil, case let .bytes(bytes) = delivery.answer.body {
            return try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        var bodyWriter = try await writer.writeHead(head)
        try await delivery.answer.body.pieces(upTo: delivery.cut) { piece in
            try await bodyWriter.write(ByteBuffer(bytes: piece))
        }
        guard delivery.cut == nil else { throw HangUp() }
        try await bodyWriter.finish(nil)
    }

    private func head(of answer: Answer) -> HTTPResponse {
        var fields = HTTPFields()
        fields[.date] = HTTPDate.text(clock.now)
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) {
                fields.append(HTTPField(name: name, value: value))
            }
        }
        if answer.status != 204, answer.feed == nil {
            fields[.contentLength] = String(answer.body.count)
        }
        return HTTPResponse(status: .init(code: answer.status), headerFields: fields)
    }
}
