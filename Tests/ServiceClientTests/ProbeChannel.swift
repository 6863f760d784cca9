import BackupKit
import ProviderSupport
import ServiceClient
import TestSupport

/// A live channel whose frames are plain words, for tests of the session around it: `ok`, `expiring` and `refused` are
/// about credentials, anything else is news.
struct ProbeChannel: LiveChannel {
    typealias Translator = ProbeTranslator

    /// What the service answers when it is asked for credentials: `jwt-1`, `jwt-2` and so on, unless it fails.
    let asked = Watched(0)
    var failures: [Int: ProviderError] = [:]
    var renewsAfter: Duration?
    var fetchInterval = Duration.zero
    var pauses: [Int: Duration] = [:]
    var pauseAfterRefusal: Duration?
    let base: BaseURL

    var act: ServiceAct {
        .followEvents("1a2b3c4d")
    }

    var headers: HTTPHeaders {
        ["Origin": "https://panel.example"]
    }

    func credentials() async throws(ProviderError) -> LiveCredentials {
        let number = asked.update { count in
            count += 1
            return count
        }
        if let error = failures[number] { throw error }
        return LiveCredentials(url: "wss://node.example/ws", token: Secret("jwt-\(number)"))
    }

    func authentication(_ token: Secret) -> String {
        "auth \(token.reveal())"
    }

    func wants(_ prefix: [UInt8]) -> Bool {
        !prefix.starts(with: Array("noise".utf8))
    }

    func read(_ bytes: [UInt8]) -> LiveFrame<String> {
        switch String(decoding: bytes, as: UTF8.self) {
        case "ok": .authenticated
        case "expiring": .authExpiring
        case "refused": .authRefused()
        case "refused, update": .authRefused(advice: "update the panel")
        case let text: .content(text)
        }
    }

    func pause(afterClose code: Int?) -> Duration? {
        code.flatMap { pauses[$0] }
    }

    func pause(afterRefusal _: ProviderError) -> Duration? {
        pauseAfterRefusal
    }

    func failure() -> ServiceFailure {
        ServiceFailure(act: act, dialect: SilentDialect(), secrets: [])
    }
}

/// Numbers the news of each connection, so that a test sees when a new one began.
struct ProbeTranslator: LiveTranslator {
    private var count = 0

    mutating func events(for frame: String) -> [ProviderEvent] {
        count += 1
        return [.unrecognised("\(count) \(frame)")]
    }
}

private struct SilentDialect: ServiceDialect {
    func prepare(_: inout HTTPRequest) {}

    func words(in _: HTTPResponse) -> String? {
        nil
    }
}
