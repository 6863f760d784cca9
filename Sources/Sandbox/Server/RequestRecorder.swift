import FoundationEssentials
import HTTPTypes
import SystemPackage

/// Appends one JSON line per request to the record file, each on disk before its answer is sent.
actor RequestRecorder {
    private let file: FileDescriptor?
    private let mask: SecretMask
    private let clock: ServiceClock
    /// Requests seen, recorded or not.
    private(set) var count = 0

    /// Opens the file for appending; without a path nothing is recorded.
    init(path: String?, mask: SecretMask, clock: ServiceClock) throws(SandboxError) {
        self.mask = mask
        self.clock = clock
        guard let path else {
            file = nil
            return
        }
        do {
            file = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .append, .closeOnExec],
                permissions: [.ownerReadWrite]
            )
        } catch {
            throw .cannotWrite(path: path, reason: "\(error)")
        }
    }

    /// Writes the line of one answered request. A status of 0 means that the request is held and has no answer yet.
    func record(_ call: Call, system: SandboxSystem?, authorized: Bool, status: Int) {
        write(method: call.method, call: call, system: system, authorized: authorized, body: call.body, status: status)
    }

    /// Writes the line of one received socket frame; its status is the 101 that opened the socket.
    func record(frame: String, path: String, system: SandboxSystem, authorized: Bool) {
        let call = Call(method: "WS", fullPath: path, path: path)
        write(
            method: "WS",
            call: call,
            system: system,
            authorized: authorized,
            body: Array(frame.utf8),
            status: 101
        )
    }

    /// Closes the file.
    func close() {
        // Every line was written already; nothing is lost with the descriptor.
        try? file?.close()
    }

    private func write(
        method: String,
        call: Call,
        system: SandboxSystem?,
        authorized: Bool,
        body: [UInt8],
        status: Int
    ) {
        count += 1
        guard let file else { return }
        let line: JSON = [
            "at": .string(clock.now.wireText),
            "system": .optional(system?.rawValue),
            "method": .string(method),
            "path": .string(call.fullPath),
            "query": .object(call.query.map { pair in
                JSON.Member(name: pair.name, value: .string(mask.value(pair.value, of: pair.name)))
            }),
            "headers": .object(headers(call)),
            "authorized": .bool(authorized),
            "body": .string(mask.text(String(decoding: body, as: UTF8.self))),
            "status": .integer(status),
        ]
        // A full disk must not change the service's answers; the missing line tells.
        _ = try? file.writeAll(line.bytes + [0x0A])
    }

    private func headers(_ call: Call) -> [JSON.Member] {
        var members: [JSON.Member] = []
        if !call.host.isEmpty {
            members.append(JSON.Member(name: "host", value: .string(call.host)))
        }
        for field in call.headers where field.name != .host {
            let name = field.name.canonicalName
            let value = mask.value(field.value, of: name)
            if let position = members.firstIndex(where: { $0.name == name }) {
                members[position].value = .string("\(members[position].value.text ?? ""), \(value)")
            } else {
                members.append(JSON.Member(name: name, value: .string(value)))
            }
        }
        return members
    }
}
