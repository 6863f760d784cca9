import Glibc

/// The socket on which a service manager hears of its services.
public final class NotifySocket {
    /// The system did not make it.
    public struct Failure: Error {
        /// Its `errno`.
        public let code: Int32
    }

    /// As it stands in NOTIFY_SOCKET: a path, or `@` and a name without a file.
    public let address: String
    private let descriptor: Int32

    /// Listens at an address; the socket goes with this object, a file of it stays.
    public init(_ address: String) throws {
        self.address = address
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        let bytes = address.hasPrefix("@") ? [0] + Array(address.utf8.dropFirst()) : Array(address.utf8) + [0]
        withUnsafeMutableBytes(of: &place.sun_path) { room in
            precondition(bytes.count <= room.count, "the address is too long for a socket")
            room.copyBytes(from: bytes)
        }
        let length = socklen_t(MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + bytes.count } ?? 0)
        let result = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard result == 0 else { throw Failure(code: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// What was told since the last time.
    public func messages() -> [String] {
        var messages: [String] = []
        var buffer = [UInt8](repeating: 0, count: 8192)
        while case let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)), count >= 0 {
            messages.append(String(decoding: buffer.prefix(count), as: UTF8.self))
        }
        return messages
    }
}
