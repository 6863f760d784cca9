#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file that `config init` writes for people to fill in.
enum StarterConfiguration {
    /// Why it was not written.
    enum Failure: Error, Hashable, Sendable {
        /// There is something at that path already; it is left as it is.
        case exists(path: String)
        /// The system says no.
        case system(path: String, reason: String)
    }

    /// The text: valid as it is, with no context yet.
    static let text = """
    # Configuration of Backtop. Check it with `backtop config check`, see what is in force with `backtop config show`.
    # A token never stands in this file: name a file that only you can read, a command or an environment variable.
    version: 1

    contexts:
    #  smp:                               # a name of your choice
    #    provider: archon                 # archon, pterodactyl, stellarstack or vpsorg
    #    api: auto                        # archon only: auto, v0, v1 or queue
    #    url: https://archon.modrinth.com # a path prefix is kept
    #    token: {file: smp.token}         # or {command: [pass, show, smp]}, {env: NAME}, {credential: NAME}
    #    write-token: {command: [pass, show, smp-rw]}  # optional: used for changes only
    #    session: {file: cookie}          # stellarstack only, optional
    #    ca-file: private-ca.pem          # optional: a private certificate authority
    #    access: read-only                # read-write allows changes
    #    protected: false                 # true asks for more before anything is destroyed
    #    freshness: 26h                   # how old the last good backup may be: 30s, 5m, 26h, 7d
    #    servers: []                      # ids or names to show; empty: all
    #    server-settings:
    #      1a2b3c4d: {freshness: 7d, protected: true, ignore: false}

    defaults:
      refresh: 30s
      cancel-window: 5s                   # any key stops a destructive act so long; at least 3s
      safety-backup: true                 # back up what a restore overwrites
      download-dir: .                     # counts from the folder you start in
      insecure-http: false                # plain http goes to this machine only

    #retention: {keep-last: 3, keep-daily: 7, min-keep: 1}
    #alarms: {ack-file: ~/.local/state/backtop/acks, on-alarm: [], bell: false, quiet-hours: "22:00-07:00"}

    """

    /// Writes the file with mode 0600 and makes its folders with mode 0700; never overwrites anything.
    static func write(to path: String) throws(Failure) {
        try makeFolders(for: path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw errno == EEXIST ? .exists(path: path) : failure(path)
        }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    Glibc.write(descriptor, buffer.baseAddress, buffer.count)
                #else
                    Darwin.write(descriptor, buffer.baseAddress, buffer.count)
                #endif
            }
            if count < 0, errno == EINTR {
                continue
            }
            guard count > 0 else {
                let error = failure(path)
                // Half a file would keep the next attempt from writing a whole one.
                unlink(path)
                throw error
            }
            rest = rest.dropFirst(count)
        }
    }

    private static func makeFolders(for path: String) throws(Failure) {
        let parts = PathText.folder(of: path).split(separator: "/")
        var folder = ""
        for part in parts {
            folder += "/\(part)"
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST || isFolder(folder) else { throw failure(folder) }
        }
    }

    /// A read-only file system answers so before it looks whether the folder is there.
    private static func isFolder(_ path: String) -> Bool {
        let number = errno
        defer { errno = number }
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func failure(_ path: String) -> Failure {
        .system(path: path, reason: FileReading.systemMessage(errno))
    }
}

extension StarterConfiguration.Failure: CustomStringConvertible {
    /// What is wrong and the next step.
    var description: String {
        switch self {
        case let .exists(path):
            "\(path) exists already and is left as it is; edit it, or remove it first"
        case let .system(path, reason):
            "\(path) cannot be written: \(reason); name another file with --config"
        }
    }
}
