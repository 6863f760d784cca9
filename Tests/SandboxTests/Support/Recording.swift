import Foundation

/// What a real panel 1.11 answered, as far as the tests compare with it.
enum Recording {
    static func text(_ name: String) throws -> String {
        let url = Bundle.module.bundleURL.appending(path: "Fixtures/Pterodactyl/\(name).json")
        return try String(decoding: Data(contentsOf: url), as: UTF8.self)
    }

    /// The status and body with which the panel refused something.
    static func refusal(_ name: String) throws -> (status: Int, body: NSDictionary) {
        let all = try JSONSerialization.jsonObject(with: Data(text("refusals").utf8)) as? [String: [String: Any]]
        guard let entry = all?[name], let status = entry["status"] as? Int, let body = entry["body"] as? NSDictionary
        else { throw TestFailure("no recording of \(name)") }
        return (status, body)
    }
}
