import FoundationEssentials
import HTTPTypes

extension Call {
    /// Takes a request apart. A target without path is read as `/`.
    init(head: HTTPRequest, body: [UInt8]) {
        let target = head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.map(String.init) ?? "/"
        self.init(
            method: head.method.rawValue,
            fullPath: path,
            path: path,
            query: parts.count > 1 ? Self.pairs(parts[1]) : [],
            headers: head.headerFields,
            host: head.authority ?? head.headerFields[.host] ?? "",
            body: body
        )
    }

    private static func pairs(_ query: Substring) -> [(name: String, value: String)] {
        query.split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(halves[0]), halves.count > 1 ? decoded(halves[1]) : "")
        }
    }

    private static func decoded(_ text: Substring) -> String {
        text.replacing("+", with: " ").percentDecoded
    }
}

extension HTTPField.Name {
    /// Not predefined by the library, which carries the host as the authority.
    static var host: Self {
        guard let name = Self("host") else { preconditionFailure("host is a valid field name") }
        return name
    }
}
