extension ConnectionStateMachine {
    /// A fact about the connection.
    public enum Input: Hashable, Sendable {
        /// Somebody wants the feed.
        case start
        /// Fresh credentials are here.
        case credentialsFetched
        /// There are none to be had now.
        case credentialsFailed
        /// The socket is open, nothing was sent yet.
        case connected
        /// No socket came of it.
        case connectFailed
        /// The peer accepted the credentials.
        case authenticated
        /// The peer announced that the credentials will soon be void.
        case authExpiring
        /// The credentials are void: events are lost from here on.
        case authExpired
        /// The peer refused the credentials.
        case authIncorrect
        /// A frame that carries data.
        case frame
        /// The socket ended, this long after the peer last accepted credentials on it (zero: never).
        case closed(code: Int?, afterAuthenticated: Duration)
        /// The peer did not answer the credentials in time.
        case timedOut
        /// A wait that was asked for is over.
        case waited
        /// Nobody wants the feed any more.
        case stop
    }

    /// What to do, in this order.
    public enum Action: Hashable, Sendable {
        /// Get fresh credentials and report `credentialsFetched` or `credentialsFailed`.
        case fetchCredentials
        /// Open a socket and report `connected` or `connectFailed`.
        case connect
        /// Send the credentials on the open socket.
        case sendAuth
        /// Close the socket with this code; its `closed` is not reported back.
        case close(code: Int)
        /// Report `waited` after this time. A later wait replaces an earlier one.
        case wait(Duration)
        /// Hand the frame on.
        case deliver
        /// The feed is up: whatever happened before is not known.
        case announceUp
        /// The feed is down, for this reason.
        case announceDown(Reason)
    }

    /// Why the feed is down.
    public enum Reason: Hashable, Sendable {
        /// No credentials were to be had.
        case credentialsFailed
        /// The credentials ran out before they were renewed.
        case credentialsExpired
        /// The socket could not be opened.
        case connectFailed
        /// The socket ended, with this code where the peer named one.
        case closed(code: Int?)
        /// The peer took the credentials and said nothing.
        case authenticationTimedOut
        /// The peer refused fresh credentials this many times in a row.
        case authenticationRefused(times: Int)
    }
}
