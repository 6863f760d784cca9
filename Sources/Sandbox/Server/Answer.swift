/// What a request is answered with.
struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// Where present, the body is what this says, and `body` is empty.
    var feed: EventFeed?

    init(
        status: Int,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        feed: EventFeed? = nil
    ) {
        self.feed = feed
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// JSON with its content type.
    static func json(_ value: JSON, status: Int = 200) -> Answer {
        Answer(status: status, headers: [("Content-Type", "application/json")], body: value.bytes)
    }

    /// Done, and nothing to say.
    static let noContent = Answer(status: 204)
}
