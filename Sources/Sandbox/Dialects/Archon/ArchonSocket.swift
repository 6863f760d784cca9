/// The server's half of Archon's node socket (wire sheet archon, section 4).
struct ArchonSocket: LiveChannel {
    let dialect: ArchonDialect
    let server: GameServer.ID

    /// Warned this long before the token ends, or at half its life if that is less.
    private static let warning = Duration.seconds(30)

    /// Everything that makes the server speak, in one order.
    private enum Stimulus: Sendable {
        case text(String)
        case event(ServiceEvent)
        case second
        case expiring(login: Int)
        case expired(login: Int)
    }

    func run(_ link: SocketLink, incoming: AsyncStream<String>) async {
        let (stimuli, inbox) = AsyncStream.makeStream(of: Stimulus.self)
        let events = await dialect.engine.events(of: server)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await text in incoming {
                    inbox.yield(.text(text))
                }
                inbox.finish()
            }
            group.addTask {
                for await event in events {
                    inbox.yield(.event(event))
                }
                // The engine stopped, or this reader is hopelessly behind.
                await link.close(code: 1012)
            }
            group.addTask {
                // The wait throws only when the socket's work is cancelled.
                while await (try? dialect.engine.clock.wait(.seconds(1))) != nil {
                    inbox.yield(.second)
                }
            }
            var session = ArchonSession(dialect: dialect, server: server, link: link)
            do {
                for await stimulus in stimuli {
                    switch stimulus {
                    case let .text(text):
                        if let login = try await session.receive(text) {
                            group.addTask { await warn(login, inbox) }
                        }
                    case let .event(event): try await session.tell(event)
                    case .second: try await session.tick()
                    case let .expiring(login): try await session.expiring(login)
                    case let .expired(login): try await session.expired(login)
                    }
                }
            } catch {
                // The link broke; there is nobody left to tell.
            }
            group.cancelAll()
        }
    }

    private func warn(_ login: ArchonSession.Login, _ inbox: AsyncStream<Stimulus>.Continuation) async {
        let clock = dialect.engine.clock
        let lead = min(Self.warning, login.remaining / 2)
        do {
            try await clock.wait(login.remaining - lead)
            inbox.yield(.expiring(login: login.number))
            try await clock.wait(lead)
            inbox.yield(.expired(login: login.number))
        } catch {
            // The socket closed first.
        }
    }
}
