/// Fetches a token from its source. Each call fetches anew; nothing is kept.
struct TokenResolver: Sendable {
    /// What the program finds around itself.
    var host: HostEnvironment
    /// How long a command may take.
    var commandLimit: Duration = .seconds(30)
    /// The clock that measures it.
    var clock: any Clock<Duration> = ContinuousClock()

    /// Longer than any token, session cookies and JWTs included.
    static let maximumBytes = 65536

    /// The token a source gives. Reads files and runs commands; a command is ended when the calling task is cancelled.
    func secret(from source: TokenSource) async throws(TokenError) -> ConfiguredSecret {
        switch source {
        case let .file(path):
            return try Self.checked(bytes(ofFile: path), from: "token file \(path)")
        case let .command(words):
            let run = TokenCommand(words: words, limit: commandLimit, clock: clock)
            return try await Self.checked(run.output(), from: "command \(quoted(words.first ?? ""))")
        case let .environment(name):
            guard let value = host.nonEmpty(name) else { throw .variableNotSet(name: name) }
            return try Self.checked(Array(value.utf8), from: "environment variable \(name)")
        case let .credential(name):
            guard let folder = host.nonEmpty("CREDENTIALS_DIRECTORY") else {
                throw .noCredentialsDirectory(name: name)
            }
            let path = PathText.joined(folder, name)
            return try Self.checked(bytes(ofFile: path), from: "token file \(path)")
        }
    }

    private func bytes(ofFile path: String) throws(TokenError) -> [UInt8] {
        do {
            return try FileReading.bytes(of: path, limit: Self.maximumBytes, demand: .ownerOnly)
        } catch {
            throw .file(path: path, error)
        }
    }

    /// The token without the line ends behind it. A token goes into a header, so anything but visible ASCII and inner
    /// spaces is refused.
    private static func checked(_ bytes: [UInt8], from source: String) throws(TokenError) -> ConfiguredSecret {
        var token = bytes[...]
        while token.last == UInt8(ascii: "\n") || token.last == UInt8(ascii: "\r") {
            token.removeLast()
        }
        guard token.contains(where: { $0 != UInt8(ascii: " ") }) else { throw .empty(source: source) }
        guard token.allSatisfy({ (0x20 ... 0x7E).contains($0) }), token.first != UInt8(ascii: " "),
              token.last != UInt8(ascii: " "), let text = String(validating: token, as: UTF8.self)
        else {
            throw .notSendable(source: source)
        }
        return ConfiguredSecret(text)
    }
}
