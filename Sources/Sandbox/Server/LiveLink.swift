/// The sending side of an open live channel, which faults and the stop can close.
protocol LiveLink: Sendable {
    var system: SandboxSystem { get }

    /// Ends the channel with a WebSocket close code; 1006 ends it without a proper end.
    func close(code: UInt16) async
}
