/// What a request is answered with.
struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: AnswerBody
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
        self.body = .bytes(body)
    }

    /// A file from an offset to its present end. Throws Foundation's file errors where it is not there.
    static func file(
        _ path: String,
        offset: Int = 0,
        status: Int = 200,
        headers: [(name: String, value: String)]
    ) throws -> Answer {
        var answer = Answer(status: status, headers: headers)
        answer.body = try .file(FilePart(path: path, offset: offset))
        return answer
    }

    /// The same answer with more headers behind its own.
    func adding(_ headers: [(name: String, value: String)]) -> Answer {
        var answer = self
        answer.headers += headers
        return answer
    }

    /// JSON with its content type.
    static func json(_ value: JSON, status: Int = 200) -> Answer {
        Answer(status: status, headers: [("Content-Type", "application/json")], body: value.bytes)
    }

    /// Done, and nothing to say.
    static let noContent = Answer(status: 204)
}
