/// A digest of a backup's archive.
public struct Checksum: Hashable, Sendable {
    public enum Algorithm: String, Hashable, Sendable {
        case sha1
        case sha256
    }

    public var algorithm: Algorithm
    /// Lower-case hexadecimal.
    public var value: String

    public init(algorithm: Algorithm, value: String) {
        self.algorithm = algorithm
        self.value = value
    }
}
