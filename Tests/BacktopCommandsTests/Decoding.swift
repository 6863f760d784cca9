import Testing
@testable import BacktopCommands

/// Decodes a text as the file `c.yaml` in `/etc/backtop` of somebody whose home is `/home/me`, started in `/work`.
func decode(_ text: String, insecureHTTP: Bool? = nil) throws(ConfigurationError) -> Configuration {
    try ConfigurationDecoder.decode(
        text: text,
        file: "c.yaml",
        surroundings: ConfigurationDecoder.Surroundings(
            folder: "/etc/backtop",
            workingDirectory: "/here",
            home: "/home/me",
            insecureHTTP: insecureHTTP
        )
    )
}

/// The lines that the text's mistakes are told in.
func complaints(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> [String] {
    do {
        let configuration = try decode(text)
        Issue.record("accepted: \(configuration)", sourceLocation: sourceLocation)
        return []
    } catch {
        return error.description.split(separator: "\n").map(String.init)
    }
}

/// A file with one valid context, to which `lines` are added with the context's indentation.
func contextFile(_ lines: String..., provider: String = "archon") -> String {
    """
    version: 1
    contexts:
      smp:
        provider: \(provider)
        url: https://archon.example.net
        token: {env: SMP_TOKEN}
    \(lines.map { "    \($0)\n" }.joined())
    """
}
