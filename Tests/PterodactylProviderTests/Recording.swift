import BackupKit
import Foundation
import ProviderSupport
import TestSupport

/// One set of requests and answers, recorded from a panel 1.11.8.
struct Recording {
    /// A request and its answer.
    struct Exchange {
        let method: String
        /// Path and query.
        let target: String
        /// The request's body as JSON with sorted keys; nil where there was none.
        let body: String?
        let response: HTTPResponse

        var answer: StubTransport.Answer {
            .response(response)
        }
    }

    /// A frame of a socket, or what happened beside it.
    struct Frame {
        /// `in` came from the node, `out` went there.
        let direction: String
        let text: String
    }

    let exchanges: [Exchange]
    let conversations: [[Frame]]

    init(_ name: String) throws {
        let bytes = try Data(contentsOf: URL(filePath: "\(FixtureFolder.path)/\(name).json"))
        let file = try Self.object(JSONSerialization.jsonObject(with: bytes))
        let items = (file["exchanges"] as? [Any] ?? []).compactMap { $0 as? [String: Any] }
        exchanges = try items.compactMap { item in
            guard let request = item["request"] as? [String: Any], let response = item["response"] as? [String: Any]
            else { return nil }
            return try Exchange(
                method: request["method"] as? String ?? "",
                target: request["path"] as? String ?? "",
                body: request["body"].map { try String(decoding: Self.json($0), as: UTF8.self) },
                response: Self.response(response)
            )
        }
        conversations = try items.compactMap { item in
            try (item["websocket"] as? [[String: Any]])?.map { frame in
                try Frame(
                    direction: frame["dir"] as? String ?? "",
                    text: (frame["frame"] as? String)
                        ?? String(decoding: Self.json(frame["frame"] ?? [:]), as: UTF8.self)
                )
            }
        }
    }

    subscript(number: Int) -> Exchange {
        exchanges[number]
    }

    /// Text frames of the node in a conversation.
    func received(_ conversation: Int = 0) -> [String] {
        conversations[conversation].filter { $0.direction == "in" }.map(\.text)
    }

    private static func response(_ response: [String: Any]) throws -> HTTPResponse {
        var headers: HTTPHeaders = [:]
        for field in response["headers"] as? [[String]] ?? [] where field.count == 2 {
            headers.add(field[0], field[1])
        }
        let body: [UInt8] = if let text = response["body_text"] as? String {
            Array(text.utf8)
        } else if let count = response["body_bytes"] as? Int {
            [UInt8](repeating: 7, count: count)
        } else if let value = response["body"] {
            try json(value)
        } else {
            []
        }
        return HTTPResponse(status: response["status"] as? Int ?? 0, headers: headers, body: body)
    }

    private static func json(_ value: Any) throws -> [UInt8] {
        try Array(JSONSerialization.data(
            withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed]
        ))
    }

    private static func object(_ value: Any) throws -> [String: Any] {
        guard let object = value as? [String: Any] else { throw Fixture.Missing(what: "object") }
        return object
    }
}

/// The lab behind the recordings.
enum Lab {
    static let main = Server.ID("5629622f-db25-431b-a07b-811bd566e0a0")
    static let roomy = Server.ID("d58bf282-48b8-4d64-a56f-f8eee544f282")
    static let noBackups = Server.ID("41e77e2c-01ae-459a-a38d-361a508b5e23")
    static let suspended = Server.ID("74dc431f-d2bb-41a7-a280-554d0969100f")
    static let installing = Server.ID("1e036c95-8293-437a-ae3b-76bd670c3be9")
    static let maintained = Server.ID("6374bf87-6d79-4941-a754-abc98db4064f")
    static let dead = Server.ID("dd106279-9d06-463f-a957-47e88dc57e1e")
    static let throttled = Server.ID("97c0b3dd-6b5d-4bce-aec2-4c872127241b")
    static let failing = Server.ID("68032859-eb97-432f-a393-1f738cf71c4b")
    static let restored = Server.ID("314293c8-6a3c-45f7-a158-10fca764c6ca")
    static let power = Server.ID("a042504a-02df-4229-ab72-b090ebcd8928")
    static let limited = Server.ID("67deccb5-cd95-4bc5-a56f-4658ec41b3aa")
    static let scheduled = Server.ID("22163c6f-4b19-40e6-ab48-726aa43295f6")
}
