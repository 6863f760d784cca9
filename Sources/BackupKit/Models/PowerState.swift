/// Whether a server's process runs, as last told by the service.
public enum PowerState: String, CaseIterable, Hashable, Codable, Sendable {
    case running
    case starting
    case stopping
    case stopped
    case crashed
    /// Nothing told yet, or a word this version does not know.
    case unknown

    /// True when no process writes to the server's files.
    public var isDown: Bool {
        self == .stopped || self == .crashed
    }
}
