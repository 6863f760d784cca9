/// Decides what a live connection does next: credentials for each attempt, authentication inside the socket, renewal on
/// the same socket, and reconnecting for ever. Holds no clock, no randomness and no socket: facts in, actions out.
public struct ConnectionStateMachine: Hashable, Sendable {
    private enum State: Hashable {
        case idle
        case fetching
        case connecting
        /// `again`: the peer had taken credentials on this socket, which ran out.
        case authenticating(again: Bool)
        /// Refused or void on the open socket; fresh credentials are tried after a wait.
        case waitingToReauthenticate(again: Bool)
        case refetching(again: Bool)
        case live(Renewal)
        case waitingToReconnect
        case stopped
    }

    private enum Renewal: Hashable {
        case none
        case fetching
        case sent
        case waitingToFetch
    }

    /// How often fresh credentials may be refused in a row before the user is told and the waits become long.
    public static let refusalsBeforeGivingNotice = 3
    /// A connection that lived this long counts as good: the next wait is short again.
    public static let goodLifetime = Duration.seconds(30)

    private var state = State.idle
    private var backoff: Backoff
    private var refusals = 0

    /// Makes a machine that has not started.
    public init(backoff: Backoff = Backoff()) {
        self.backoff = backoff
    }

    /// True between `announceUp` and the end of that connection.
    public var isLive: Bool {
        if case .live = state { true } else { false }
    }

    private var isAuthenticating: Bool {
        if case .authenticating = state { true } else { false }
    }

    /// Takes a fact and answers what to do. A fact that cannot be true in the present state changes nothing.
    ///
    /// - Parameter random: 0 to 1, spreads reconnecting clients.
    public mutating func handle(_ input: Input, random: Double) -> [Action] {
        switch input {
        case .start: start()
        case .credentialsFetched: credentialsFetched()
        case .credentialsFailed: credentialsFailed(random)
        case .connected: connected()
        case .connectFailed: state == .connecting ? reconnect(.connectFailed, random) : []
        case .authenticated: authenticated()
        case .authExpiring: authExpiring(random)
        case .authExpired: authExpired(random)
        case .authIncorrect: authIncorrect(random)
        case .frame: isLive ? [.deliver] : []
        case let .closed(code, lifetime): closed(code, lifetime, random)
        case .timedOut: timedOut(random)
        case .waited: waited()
        case .stop: stop()
        }
    }

    private mutating func start() -> [Action] {
        guard state == .idle else { return [] }
        state = .fetching
        return [.fetchCredentials]
    }

    private mutating func credentialsFetched() -> [Action] {
        switch state {
        case .fetching:
            state = .connecting
            return [.connect]
        case let .refetching(again):
            state = .authenticating(again: again)
            return [.sendAuth]
        case .live(.fetching):
            state = .live(.sent)
            return [.sendAuth]
        default:
            return []
        }
    }

    private mutating func credentialsFailed(_ random: Double) -> [Action] {
        switch state {
        case .fetching:
            return reconnect(.credentialsFailed, random)
        case let .refetching(again):
            // The socket still tells when it ends; it stays silent until there are credentials.
            state = .waitingToReauthenticate(again: again)
            return [.announceDown(.credentialsFailed), .wait(backoff.next(random: random))]
        case .live(.fetching):
            // The old credentials still hold for a while: the feed stays up, the renewal is tried again.
            state = .live(.waitingToFetch)
            return [.wait(backoff.next(random: random))]
        default:
            return []
        }
    }

    private mutating func connected() -> [Action] {
        guard state == .connecting else { return [] }
        state = .authenticating(again: false)
        return [.sendAuth]
    }

    private mutating func authenticated() -> [Action] {
        switch state {
        case .authenticating:
            state = .live(.none)
            refusals = 0
            return [.announceUp]
        case .live(.sent):
            state = .live(.none)
            refusals = 0
            return []
        default:
            return []
        }
    }

    private mutating func authExpiring(_ random: Double) -> [Action] {
        // Void before they were accepted: the peer's clock is ahead of that of whoever made them.
        if state == .authenticating(again: false) { return authIncorrect(random) }
        guard state == .live(.none) || state == .live(.sent) else { return [] }
        state = .live(.fetching)
        return [.fetchCredentials]
    }

    private mutating func authExpired(_ random: Double) -> [Action] {
        switch state {
        case .authenticating(again: false):
            return authIncorrect(random)
        case .live(.none):
            state = .refetching(again: true)
            return [.announceDown(.credentialsExpired), .fetchCredentials]
        case .live(.fetching):
            state = .refetching(again: true)
        case .live(.sent):
            state = .authenticating(again: true)
        case .live(.waitingToFetch):
            state = .waitingToReauthenticate(again: true)
        default:
            return []
        }
        return [.announceDown(.credentialsExpired)]
    }

    private mutating func authIncorrect(_ random: Double) -> [Action] {
        guard isLive || isAuthenticating else { return [] }
        let wasLive = isLive
        refusals += 1
        guard refusals < Self.refusalsBeforeGivingNotice else {
            state = .waitingToReconnect
            let reason = Reason.authenticationRefused(times: refusals)
            return [.close(code: 1000), .announceDown(reason), .wait(backoff.longest(random: random))]
        }
        // Events of the time before are still answered with the old credentials' end.
        let wasTaken = wasLive || state == .authenticating(again: true)
        state = .waitingToReauthenticate(again: wasTaken)
        let wait = Action.wait(backoff.next(random: random))
        return wasLive ? [.announceDown(.authenticationRefused(times: refusals)), wait] : [wait]
    }

    private mutating func closed(_ code: Int?, _ lifetime: Duration, _ random: Double) -> [Action] {
        switch state {
        case .authenticating, .waitingToReauthenticate, .refetching, .live:
            if lifetime >= Self.goodLifetime { backoff.reset() }
            return reconnect(.closed(code: code), random)
        case .idle, .fetching, .connecting, .waitingToReconnect, .stopped:
            return []
        }
    }

    private mutating func timedOut(_ random: Double) -> [Action] {
        guard isAuthenticating || state == .live(.sent) else { return [] }
        return [.close(code: 1000)] + reconnect(.authenticationTimedOut, random)
    }

    private mutating func waited() -> [Action] {
        switch state {
        case .waitingToReconnect:
            state = .fetching
            return [.fetchCredentials]
        case let .waitingToReauthenticate(again):
            state = .refetching(again: again)
            return [.fetchCredentials]
        case .live(.waitingToFetch):
            state = .live(.fetching)
            return [.fetchCredentials]
        default:
            return []
        }
    }

    private mutating func stop() -> [Action] {
        defer { state = .stopped }
        switch state {
        case .authenticating, .waitingToReauthenticate, .refetching, .live, .connecting: return [.close(code: 1000)]
        case .idle, .fetching, .waitingToReconnect, .stopped: return []
        }
    }

    private mutating func reconnect(_ reason: Reason, _ random: Double) -> [Action] {
        state = .waitingToReconnect
        return [.announceDown(reason), .wait(backoff.next(random: random))]
    }
}
