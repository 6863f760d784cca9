import Foundation

/// One line of a sandbox's record.
struct RecordedRequest: Decodable, Equatable, CustomStringConvertible {
    var method: String
    var path: String
    var query: [String: String]
    var headers: [String: String]
    var authorized: Bool
    var body: String
    var status: Int

    /// It could have changed something at the service.
    var isMutation: Bool {
        !["GET", "HEAD", "WS"].contains(method)
    }

    var description: String {
        "\(method) \(path) \(query) \(body) -> \(status)"
    }
}
