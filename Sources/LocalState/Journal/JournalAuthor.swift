public import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who writes in the journal and takes the locks: every line keeps it.
public struct JournalAuthor: Hashable, Sendable {
    /// The account on this machine.
    public var user: String
    /// The address of the SSH client; nil for a local session.
    public var sshClient: String?

    /// An author by name.
    public init(user: String, sshClient: String?) {
        self.user = user
        self.sshClient = sshClient
    }

    /// Whoever runs this program: by LOGNAME or USER, else by the account of the process; with the first word of
    /// SSH_CONNECTION or SSH_CLIENT.
    public static func current(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> JournalAuthor {
        let name = ["LOGNAME", "USER"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        let client = ["SSH_CONNECTION", "SSH_CLIENT"].lazy
            .compactMap { environment[$0]?.split(separator: " ").first }
            .first
        return JournalAuthor(user: name ?? accountName(geteuid()), sshClient: client.map { String($0) })
    }

    /// The name of an account, or its number where it has none.
    static func accountName(_ account: uid_t) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        let name = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16 << 10) { texts -> String? in
            guard
                let start = texts.baseAddress,
                getpwuid_r(account, &entry, start, texts.count, &found) == 0, found != nil,
                let name = entry.pw_name
            else { return nil }
            return String(cString: name)
        }
        return name ?? "uid \(account)"
    }
}
