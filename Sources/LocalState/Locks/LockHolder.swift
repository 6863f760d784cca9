import FoundationEssentials

/// Who has a lock, as the lock's file tells it. A courtesy: what counts is the lock.
struct LockHolder: Hashable {
    let pid: String
    let user: String
    let since: String

    /// This program, from now on.
    init(user: String) {
        pid = "\(ProcessInfo.processInfo.processIdentifier)"
        self.user = Self.harmless(user)
        since = Date().ISO8601Format()
    }

    /// Reads a lock's file; nil for one in which nothing stands yet, or something else.
    init?(_ bytes: [UInt8]) {
        var facts: [Substring: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            facts[parts[0]] = Self.harmless(String(parts[1]))
        }
        guard let pid = facts["pid"], let user = facts["user"], let since = facts["since"] else { return nil }
        self.pid = pid
        self.user = user
        self.since = since
    }

    /// What stands in the lock's file.
    var bytes: [UInt8] {
        Array("pid \(pid)\nuser \(user)\nsince \(since)\n".utf8)
    }

    /// Text for a screen: foreign text may hold anything.
    private static func harmless(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(64).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: "?"
            default: scalar
            }
        }))
    }
}
