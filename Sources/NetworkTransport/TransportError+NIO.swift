import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import ProviderSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension TransportError {
    /// Translates what the network stack threw. Only error kinds and operating-system texts are taken over, nothing
    /// that was sent or received.
    init(_ error: any Error, host: String, port: Int) {
        switch error {
        case let error as TransportError: self = error
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self = Self.client(error)
        case let error as NIOConnectionError: self = Self.connection(error, host, port)
        case let error as IOError: self = Self.system(error, host, port)
        case is NIOTooManyBytesError: self = .responseTooLarge(limit: 0)
        case let error as ChannelError: self = Self.channel(error)
        case is SocketAddressError: self = .nameNotResolved(host: host)
        default: self = Self.tls(error) ?? Self.parser(error) ?? .unreachable("the network reported \(type(of: error))")
        }
    }

    private static func client(_ error: HTTPClientError) -> TransportError {
        switch error {
        case .cancelled, .requestStreamCancelled, .alreadyShutdown: .cancelled
        case .connectTimeout, .getConnectionFromPoolTimeout, .socksHandshakeTimeout, .httpProxyHandshakeTimeout,
             .tlsHandshakeTimeout:
            .connectTimedOut
        case .readTimeout, .writeTimeout, .deadlineExceeded: .responseTimedOut
        case .remoteConnectionClosed, .uncleanShutdown, .bodyLengthMismatch: .connectionClosed
        case .invalidProxyResponse: .proxy("the proxy refused the connection")
        case .proxyAuthenticationRequired: .proxy("the proxy asks for a user name and password")
        case .invalidURL, .emptyHost, .emptyScheme: .invalidAddress("the address cannot be used")
        default: .protocolViolation(error.shortDescription)
        }
    }

    private static func connection(_ error: NIOConnectionError, _ host: String, _ port: Int) -> TransportError {
        // Several addresses of a name may have failed in different ways: the first says enough.
        if let first = error.connectionErrors.first {
            return TransportError(first.error, host: host, port: port)
        }
        return .nameNotResolved(host: host)
    }

    private static func system(_ error: IOError, _ host: String, _ port: Int) -> TransportError {
        switch error.errnoCode {
        case ECONNREFUSED: .refused(host: host, port: port)
        case ECONNRESET, EPIPE, ENOTCONN, ECONNABORTED: .connectionClosed
        case ETIMEDOUT: .connectTimedOut
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN: .unreachable("there is no route to \(host)")
        default: .unreachable("the system reported error \(error.errnoCode)")
        }
    }

    private static func channel(_ error: ChannelError) -> TransportError {
        switch error {
        case .connectTimeout: .connectTimedOut
        case .eof, .ioOnClosedChannel, .alreadyClosed, .inputClosed, .outputClosed: .connectionClosed
        default: .unreachable("the connection failed")
        }
    }

    private static func tls(_ error: any Error) -> TransportError? {
        switch error {
        case let NIOSSLError.handshakeFailed(failure):
            .tls(handshakeReason(failure))
        case NIOSSLError.uncleanShutdown:
            .connectionClosed
        case is NIOSSLError, is BoringSSLError:
            .tls("the TLS connection failed")
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            .tls("the certificate belongs to another host name")
        case is NIOSSLExtraError:
            .tls("the host name cannot be verified by its certificate")
        default:
            nil
        }
    }

    private static func handshakeReason(_ failure: BoringSSLError) -> String {
        guard case let .sslError(stack) = failure else { return "the TLS handshake was cut off" }
        let text = stack.map(\.description).joined(separator: " ")
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "the certificate is not trusted (private authority, self-signed or expired)"
        }
        if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
            return "the server does not speak TLS on this port"
        }
        if text.contains("PROTOCOL_VERSION") || text.contains("UNSUPPORTED_PROTOCOL") {
            return "the server only speaks an old TLS version"
        }
        return "the TLS handshake failed"
    }

    private static func parser(_ error: any Error) -> TransportError? {
        switch error {
        case HTTPParserError.invalidEOFState: .connectionClosed
        case is HTTPParserError: .protocolViolation("the answer is not HTTP")
        case is NIOWebSocketError: .protocolViolation("the live connection sent an invalid frame")
        default: nil
        }
    }
}
