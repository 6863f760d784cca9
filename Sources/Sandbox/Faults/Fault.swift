/// A disturbance that a test ordered.
struct Fault: Sendable {
    /// What goes wrong.
    enum Kind: Sendable, Equatable {
        /// The answer comes late.
        case latency(Duration)
        /// Another answer than the service's.
        case status(Int, headers: [String: String], body: String)
        /// The connection ends after so many bytes of the body; below 0 before any answer.
        case cut(Int)
        /// The answer waits until the fault is deleted.
        case hold
        /// Open sockets of the system are closed with this code; 1006 means without a close frame.
        case dropSockets(UInt16)
        /// Live events are lost, doubled or swapped with their follower, each with a probability.
        case events(EventShape)
        /// The service's clock is off by so many seconds.
        case skew(Double)
        /// A server enters a power state, or is stuck.
        case power(server: String, state: PowerState?, isStuck: Bool)
        /// Somebody else changes something.
        case change(ForeignChange)
        /// A server's limit of backups.
        case quota(server: String, limit: Int)
        /// How many backups may be asked for in a span of time; a limit of 0 throttles nothing.
        case throttle(CreateThrottle)

        /// Whether it changes answers, rather than the service behind them.
        var concernsAnswers: Bool {
            switch self {
            case .latency, .status, .cut, .hold: true
            case .dropSockets, .events, .skew, .power, .change, .quota, .throttle: false
            }
        }
    }

    /// Which side of the service's work a fault of a request strikes.
    enum Moment: String, Sendable {
        case before, after
    }

    let id: String
    /// `nil` means every system.
    let system: SandboxSystem?
    /// `nil` means every request for faults of answers, and at once for all others.
    let match: RequestPattern?
    let kind: Kind
    let moment: Moment
    /// Matching requests that pass first.
    var skip: Int
    /// Requests left to strike; `nil` means all until the fault is deleted.
    var times: Int?
}

/// What happens to live events on their way, each a probability of 0...1.
struct EventShape: Sendable, Equatable {
    var lose = 0.0
    var double = 0.0
    var reorder = 0.0
}

/// Something another user does meanwhile.
struct ForeignChange: Sendable, Equatable {
    /// The act.
    enum Act: String, Sendable, CaseIterable {
        case delete, rename, lock, unlock, fail, restore, create, condition
        case timeOut = "time-out"
        case switchWorld = "switch-world"
    }

    let act: Act
    /// Id or name of a server.
    let server: String
    /// Id or name of a backup, `newest` or `oldest`.
    let backup: String?
    /// Id or name of a world; the active one where absent.
    let world: String?
    /// New name of a created or renamed backup; for `condition` one of `ServerCondition`.
    let name: String?
}
