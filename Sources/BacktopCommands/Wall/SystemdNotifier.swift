import Glibc

/// Tells the service manager how the program fares, as `sd_notify` does: datagrams to the socket named by
/// NOTIFY_SOCKET. Without one nothing is told. It never blocks, and what cannot be sent is lost: the program goes on.
struct SystemdNotifier: Sendable {
    /// How often `isAlive` is to be told: half the time after which the service manager acts; nil where it does not
    /// watch this process.
    let watchdogInterval: Duration?

    private let address: UnixSocketAddress?

    /// A longer status is cut.
    private static let longestStatus = 200

    /// Reads what the service manager left in the environment.
    init(environment: [String: String], process: Int32 = getpid()) {
        address = environment["NOTIFY_SOCKET"].flatMap { UnixSocketAddress($0) }
        watchdogInterval = address == nil ? nil : Self.interval(environment, process)
    }

    /// The program has started: its first frame is on the screen.
    func isReady() {
        send("READY=1")
    }

    /// The program still does its work. Does nothing where nobody watches.
    func isAlive() {
        if watchdogInterval != nil { send("WATCHDOG=1") }
    }

    /// The program ends.
    func isStopping() {
        send("STOPPING=1")
    }

    /// One line for whoever asks for the state of the service.
    func status(_ text: String) {
        // A line of its own would be another message.
        send("STATUS=" + String(text.map { $0.isNewline ? " " : $0 }.prefix(Self.longestStatus)))
    }

    private static func interval(_ environment: [String: String], _ process: Int32) -> Duration? {
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init), microseconds > 1 else { return nil }
        if let watched = environment["WATCHDOG_PID"], watched != "\(process)" { return nil }
        return .microseconds(microseconds / 2)
    }

    private func send(_ message: String) {
        guard let address else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(message.utf8)
        address.withPointer { pointer, length in
            _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT), pointer, length)
        }
    }
}
