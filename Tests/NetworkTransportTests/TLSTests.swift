import FoundationEssentials
import NetworkTransport
import ProviderSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct TLSTests {
    /// Writes the test certificate to a temporary folder for as long as the body runs.
    private func withCertificateFile<Value>(
        _ identity: LoopbackCertificate = .thisMachine,
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "backtop-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "ca.pem")
        try Data(identity.certificate.utf8).write(to: file)
        return try await body(file.path)
    }

    private func settings(_ trust: TrustRoots) -> NetworkSettings {
        NetworkSettings(userAgent: "backtop-tests", trust: trust)
    }

    @Test func aSelfSignedCertificateIsRefused() async throws {
        let server = try await LoopbackServer(tls: .thisMachine)
        let request = try HTTPRequest(.get, BaseURL("https://127.0.0.1:\(server.port)"))
        let error = await #expect(throws: TransportError.self) {
            try await AsyncHTTPTransport(settings(.system)).send(request)
        }
        #expect(error == .tls("the certificate is not trusted (private authority, self-signed or expired)"))
        #expect(server.requests.isEmpty)
        try await server.stop()
    }

    @Test func aCertificateFileIsTrustedBesideTheSystems() async throws {
        let server = try await LoopbackServer(tls: .thisMachine) { _ in .full(200, [], Array("ok".utf8)) }
        let request = try HTTPRequest(.get, BaseURL("https://127.0.0.1:\(server.port)"))
        let response = try await withCertificateFile { path in
            try await AsyncHTTPTransport(settings(TrustRoots(caFile: path))).send(request)
        }
        #expect(response.body == Array("ok".utf8))
        try await server.stop()
    }

    @Test func aTrustedCertificateOfAnotherHostIsRefused() async throws {
        let server = try await LoopbackServer(tls: .anotherHost)
        let request = try HTTPRequest(.get, BaseURL("https://127.0.0.1:\(server.port)"))
        let error = try await withCertificateFile(.anotherHost) { path in
            await #expect(throws: TransportError.self) {
                try await AsyncHTTPTransport(settings(TrustRoots(caFile: path))).send(request)
            }
        }
        #expect(error == .tls("the certificate belongs to another host name"))
        #expect(server.requests.isEmpty)
        try await server.stop()
    }

    @Test func aPlainPortIsNotTakenForTLS() async throws {
        let server = try await LoopbackServer()
        let request = try HTTPRequest(.get, BaseURL("https://127.0.0.1:\(server.port)"))
        await #expect(throws: TransportError.tls("the server does not speak TLS on this port")) {
            try await AsyncHTTPTransport(settings(.system)).send(request)
        }
        try await server.stop()
    }

    @Test func aLiveConnectionIsVerifiedTheSameWay() async throws {
        let server = try await LoopbackServer(tls: .thisMachine, socket: .echo)
        let url = try WebSocketURL("wss://127.0.0.1:\(server.port)/ws", schemeOf: BaseURL("https://x"))
        let error = await #expect(throws: TransportError.self) {
            _ = try await NIOWebSocketTransport(settings(.system)).connect(WebSocketRequest(url: url))
        }
        #expect(error == .tls("the certificate is not trusted (private authority, self-signed or expired)"))
        try await withCertificateFile { path in
            let transport = try NIOWebSocketTransport(settings(TrustRoots(caFile: path)))
            let connection = try await transport.connect(WebSocketRequest(url: url))
            try await connection.send("secure")
            for await event in connection.events {
                #expect(event == .text(Array("secure".utf8)))
                break
            }
            await connection.close(code: 1000)
        }
        try await server.stop()
    }

    @Test func anUnusableCertificateFileIsNamed() throws {
        let error = #expect(throws: TrustRoots.FileError.self) { try TrustRoots(caFile: "/nonexistent/ca.pem") }
        #expect(error?.message.contains("/nonexistent/ca.pem") == true)
    }
}
