/// One record of a stream of server-sent events: the fields that stood between two blank lines.
public struct SSERecord: Hashable, Sendable {
    /// The `event` field; nil where the record has none.
    public var event: String?
    /// The lines of the `data` fields, joined by line feeds; nil where the record has none.
    public var data: String?
    /// The `id` field: an empty one clears what was remembered. Nil where the record has none.
    public var id: String?
    /// The `retry` field: how long to wait before connecting again.
    public var retry: Duration?
    /// The record was longer than the parser takes: fields of it are missing.
    public var isOverlong: Bool

    /// A record; what is left out did not stand in it.
    public init(
        event: String? = nil,
        data: String? = nil,
        id: String? = nil,
        retry: Duration? = nil,
        isOverlong: Bool = false
    ) {
        self.event = event
        self.data = data
        self.id = id
        self.retry = retry
        self.isOverlong = isOverlong
    }

    var isEmpty: Bool {
        self == SSERecord()
    }
}
