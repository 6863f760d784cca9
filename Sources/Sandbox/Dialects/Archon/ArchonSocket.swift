/// The server's half of Archon's node socket (wire sheet archon, section 4).
struct ArchonSocket: LiveChannel {
    let dialect: ArchonDialect
    let server: GameServer.ID

    /// Warned this long before the token ends, or at half its life if that is less.
    private static let warning = Duration.seconds(30)

    /// Everything that makes the server speak, in one order.
    private enum Stimulus: Sendable {
        case common(SocketStimulus)
        case expiring(login: Int)
        case expired(login: Int)
    }

    func run(_ link: SocketLink, incoming: AsyncStream<String>) async {
        let (stimuli, inbox) = AsyncStream.makeStream(of: Stimulus.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await link.feed(incoming, of: server, from: dialect.engine) { inbox.yield(.common($0)) }
                inbox.finish()
            }
            var session = ArchonSession(dialect: dialect, server: server, link: link)
            do {
                for await stimulus in stimuli {
                    switch stimulus {
                    case let .common(.text(text)):
                        if let login = try await session.receive(text) {
                            group.addTask { await warn(login, inbox) }
                        }
                    case let .common(.event(event)): try await session.tell(event)
                    case .common(.second): try await session.tick()
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
