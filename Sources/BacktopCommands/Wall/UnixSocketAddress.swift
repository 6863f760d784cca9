import Glibc

/// The address of a socket of this machine: a path, or a name without a file, written `@name`.
struct UnixSocketAddress: Sendable {
    private let bytes: [UInt8]

    /// Nil for text that is neither, or too long for an address.
    init?(_ text: String) {
        let name = Array(text.utf8)
        guard name.count > 1, name.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path), !name.contains(0)
        else { return nil }
        switch name[0] {
        case UInt8(ascii: "/"): bytes = name + [0]
        case UInt8(ascii: "@"): bytes = [0] + name.dropFirst()
        default: return nil
        }
    }

    /// The address as the system's calls want it.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = MemoryLayout.size(ofValue: address) - MemoryLayout.size(ofValue: address.sun_path) + bytes.count
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
        }
    }
}
