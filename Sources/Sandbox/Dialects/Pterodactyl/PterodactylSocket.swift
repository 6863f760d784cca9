/// The server's half of the node's socket (wire sheet pterodactyl, section 4).
struct PterodactylSocket: LiveChannel {
    let dialect: PterodactylDialect
    let server: GameServer.ID

    func run(_ link: SocketLink, incoming: AsyncStream<String>) async {
        let (stimuli, inbox) = AsyncStream.makeStream(of: SocketStimulus.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await link.feed(incoming, of: server, from: dialect.engine) { inbox.yield($0) }
                inbox.finish()
            }
            var session = PterodactylSession(dialect: dialect, server: server, link: link)
            do {
                for await stimulus in stimuli {
                    switch stimulus {
                    case let .text(text): try await session.receive(text)
                    case let .event(event): try await session.tell(event)
                    case .second: try await session.tick()
                    }
                }
            } catch {
                // The link broke; there is nobody left to tell.
            }
            group.cancelAll()
        }
    }
}
