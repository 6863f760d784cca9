/// What makes the server's half of a live channel speak.
enum SocketStimulus: Sendable {
    /// A text frame of the client.
    case text(String)
    /// Something happened to the server.
    case event(ServiceEvent)
    /// Another second has passed.
    case second
}

extension SocketLink {
    /// Hands on texts, a server's events and seconds as they come, until the client's texts end.
    func feed(
        _ incoming: AsyncStream<String>,
        of server: GameServer.ID,
        from engine: Engine,
        to hear: @escaping @Sendable (SocketStimulus) -> Void
    ) async {
        let events = await engine.events(of: server)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await event in events {
                    hear(.event(event))
                }
                guard !Task.isCancelled else { return }
                // The engine stopped, or this reader is hopelessly behind.
                await close(code: 1012)
            }
            group.addTask {
                // The wait throws only when the socket's work is cancelled.
                while await (try? engine.clock.wait(.seconds(1))) != nil {
                    hear(.second)
                }
            }
            for await text in incoming {
                hear(.text(text))
            }
            group.cancelAll()
        }
    }
}
