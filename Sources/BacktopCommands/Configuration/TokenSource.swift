/// Where a secret comes from; never the secret itself.
enum TokenSource: Hashable, Sendable {
    /// An absolute path; the file must be readable by its owner only.
    case file(path: String)
    /// A program and its arguments, run without a shell; a program with a slash is an absolute path.
    case command([String])
    /// The name of an environment variable.
    case environment(name: String)
    /// A file of that name in the folder `CREDENTIALS_DIRECTORY` names (systemd).
    case credential(name: String)
}
