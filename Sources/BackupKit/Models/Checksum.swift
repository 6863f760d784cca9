/// A digest of a backup's archive.
public struct Checksum: Hashable, Codable, Sendable {
    /// How the digest is made.
    public enum Algorithm: String, Hashable, Codable, Sendable {
        case sha1
        case sha256
    }

    /// How the digest is made.
    public var algorithm: Algorithm
    /// Lower-case hexadecimal.
    public var value: String

    /// A digest as the service gives it.
    public init(algorithm: Algorithm, value: String) {
        self.algorithm = algorithm
        self.value = value
    }
}
