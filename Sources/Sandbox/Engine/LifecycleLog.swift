/// The latest lifecycle events of all servers, numbered so that a reader can go on where it stopped.
struct LifecycleLog {
    /// One numbered event.
    struct Entry: Sendable {
        let number: Int
        let server: GameServer.ID
        let event: LifecycleEvent
    }

    var hub = EventHub<Entry>()
    private(set) var lastNumber = 0
    private var entries: [Entry] = []

    /// Entries kept for readers that come back.
    private static let kept = 1024

    /// Numbers an event and hands it to the readers of its server.
    mutating func append(_ event: LifecycleEvent, of server: GameServer.ID) {
        lastNumber += 1
        let entry = Entry(number: lastNumber, server: server, event: event)
        entries.append(entry)
        if entries.count > 2 * Self.kept {
            entries.removeFirst(entries.count - Self.kept)
        }
        hub.emit(entry, of: server)
    }

    /// What a server's reader missed since entry `number`; `nil` where that entry is forgotten or was never given.
    func missed(since number: Int, of server: GameServer.ID) -> [Entry]? {
        let oldest = entries.first?.number ?? lastNumber + 1
        guard number <= lastNumber, number >= oldest - 1 else { return nil }
        return entries.filter { $0.number > number && $0.server == server }
    }
}
