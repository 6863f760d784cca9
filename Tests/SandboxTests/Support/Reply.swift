import Foundation

/// A whole HTTP answer, or as much of it as came.
struct Reply: Sendable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]
    /// Whether the connection ended before the answer did.
    var isCut: Bool

    var text: String {
        String(decoding: body, as: UTF8.self)
    }

    /// The body as nested dictionaries and arrays.
    func json() throws -> Any {
        try JSONSerialization.jsonObject(with: Data(body))
    }

    func object() throws -> [String: Any] {
        guard let object = try json() as? [String: Any] else { throw TestFailure("not an object: \(text)") }
        return object
    }

    func list() throws -> [[String: Any]] {
        guard let list = try json() as? [[String: Any]] else { throw TestFailure("not a list: \(text)") }
        return list
    }
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
