import FoundationEssentials

/// Writes a configuration with one read-write context per system, and its token files.
struct ConfigurationFile: Sendable {
    let path: String
    let base: String
    let dialects: [any Dialect]

    /// Token files stand beside the configuration, readable by their owner only. Throws `SandboxError.cannotWrite`.
    func write() throws(SandboxError) {
        // Absolute, since the configuration may be read from anywhere.
        let folder = URL(filePath: path).absoluteURL.deletingLastPathComponent().path(percentEncoded: false)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: folder, reason: "\(error)")
        }
        var text = "version: 1\ncontexts:\n"
        for dialect in dialects {
            let system = dialect.system
            let tokenFile = "\(folder)\(system.rawValue).token"
            try create(tokenFile, dialect.token + "\n")
            text += "  \(system.rawValue):\n"
            text += "    provider: \(system.provider)\n"
            if let api = system.api {
                text += "    api: \(api)\n"
            }
            text += "    url: \(base)/\(system.rawValue)\n"
            text += "    token: {file: \(JSON.string(tokenFile).rendering)}\n"
            text += "    access: read-write\n"
        }
        try create(path, text)
    }

    private func create(_ path: String, _ text: String) throws(SandboxError) {
        let isWritten = FileManager.default.createFile(
            atPath: path,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten else { throw .cannotWrite(path: path, reason: "the file cannot be created") }
        do {
            // An earlier file keeps its mode when it is overwritten.
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw .cannotWrite(path: path, reason: "\(error)")
        }
    }
}
