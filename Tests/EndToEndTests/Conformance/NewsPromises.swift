import BackupKit
import Foundation
import Sandbox

/// Promises about live news.
enum NewsPromises {
    static func check(_ promise: LivePromise, _ bench: LiveBench) async throws {
        switch promise {
        case .feedsReconnect: try await reconnect(bench)
        default: try await renew(bench)
        }
    }

    private static func reconnect(_ bench: LiveBench) async throws {
        var events = bench.reader.events(of: bench.location.server).makeAsyncIterator()
        try await wait(&events, for: "the connection") { $0 == .connected }
        try await bench.service.fault(#""fault":"drop-sockets","code":1012"#)
        try await wait(&events, for: "the loss") { if case .disconnected = $0 { true } else { false } }
        try await wait(&events, for: "the next connection") { $0 == .connected }
        try await bench.service.fault(
            #""fault":"change","op":"create","name":"Theirs","server":"\#(bench.service.serverID)""#
        )
        try await wait(&events, for: "news on the new connection") {
            switch $0 {
            case .progress, .backupsChanged: true
            default: false
            }
        }
    }

    /// The credentials of the channel run out while a backup is made; its end is told all the same.
    private static func renew(_ bench: LiveBench) async throws {
        var events = bench.reader.events(of: bench.location.server).makeAsyncIterator()
        try await wait(&events, for: "the connection") { $0 == .connected }
        let first = try logins(bench)
        let id = try await bench.writer.createBackup(bench.draft("Outlives a token"), at: bench.location)
        try await wait(&events, for: "the end of the backup") {
            switch $0 {
            case let .progress(report): report.backup == id && report.state == .done
            case .backupsChanged: true
            default: false
            }
        }
        _ = try await bench.listed(id) { $0.state == .completed }
        try promise(logins(bench) > first, "the credentials were not renewed meanwhile")
    }

    /// Frames that carry credentials.
    private static func logins(_ bench: LiveBench) throws -> Int {
        try bench.service.requests().count { $0.method == "WS" && $0.body.contains("auth") }
    }

    private static func wait(
        _ events: inout AsyncStream<ProviderEvent>.Iterator,
        for what: String,
        _ isWanted: (ProviderEvent) -> Bool
    ) async throws {
        while let event = await events.next() {
            if isWanted(event) { return }
        }
        throw BrokenPromise("the feed ended before \(what)")
    }
}
