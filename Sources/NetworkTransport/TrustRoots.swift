import NIOSSL

/// The certificates by which a server's identity is verified: the system's, and those of a private authority.
public struct TrustRoots: Sendable {
    /// Why a file of certificates cannot be used, in words for the user.
    public struct FileError: Error, Hashable, Sendable {
        /// Names the file and the next step.
        public let message: String
    }

    private let additional: [NIOSSLCertificate]

    /// Only the system's certificates.
    public static let system = TrustRoots(additional: [])

    private init(additional: [NIOSSLCertificate]) {
        self.additional = additional
    }

    /// The system's certificates and those of a PEM file.
    public init(caFile path: String) throws(FileError) {
        do {
            additional = try NIOSSLCertificate.fromPEMFile(path)
        } catch {
            throw FileError(message: "\(path): cannot be read as PEM certificates; check the path and the file's mode")
        }
        if additional.isEmpty {
            throw FileError(message: "\(path): holds no certificate; a PEM file with BEGIN CERTIFICATE is needed")
        }
    }

    /// A client's TLS settings: at least TLS 1.2, certificate and host name verified.
    var clientConfiguration: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        if !additional.isEmpty { configuration.additionalTrustRoots = [.certificates(additional)] }
        return configuration
    }
}
