import FoundationEssentials

/// The sandbox's folder: the caller's own, or a temporary one that goes with the sandbox.
struct RootFolder: Sendable {
    let path: String
    private let isTemporary: Bool

    /// Throws `SandboxError.cannotWrite` where the folder cannot be made.
    init(_ given: String?, random: inout some RandomNumberGenerator) throws(SandboxError) {
        if let given {
            path = URL(filePath: given).absoluteURL.path(percentEncoded: false).trimmedSlash
            isTemporary = false
        } else {
            let suffix = String(UInt64.random(in: .min ... .max, using: &random), radix: 16)
            let parent = FileManager.default.temporaryDirectory.path(percentEncoded: false).trimmedSlash
            path = "\(parent)/backtop-sandbox-\(suffix)"
            isTemporary = true
        }
        let files = FileManager.default
        let leftovers = ["worlds", "archives", "staging", "ready.json"].map { "\(path)/\($0)" }
        let marker = "\(path)/\(Self.marker)"
        if !files.fileExists(atPath: marker), let foreign = leftovers.first(where: files.fileExists) {
            throw .cannotWrite(path: foreign, reason: "it exists, and no sandbox made it")
        }
        do {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: marker))
            // Worlds and archives of an earlier run have other ids.
            for leftover in leftovers where files.fileExists(atPath: leftover) {
                try files.removeItem(atPath: leftover)
            }
        } catch {
            throw .cannotWrite(path: path, reason: "\(error)")
        }
    }

    /// Tells a sandbox's folder from one whose worlds must not be touched.
    private static let marker = ".backtop-sandbox"

    /// Writes the ready line where scripts look for it.
    func writeReady(_ line: String) throws(SandboxError) {
        let file = "\(path)/ready.json"
        do {
            try Data((line + "\n").utf8).write(to: URL(filePath: file), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        } catch {
            throw .cannotWrite(path: file, reason: "\(error)")
        }
    }

    /// Removes the folder if the sandbox made it.
    func remove() {
        guard isTemporary else { return }
        // Leftovers in the temporary folder are the system's to clean.
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension String {
    fileprivate var trimmedSlash: String {
        count > 1 && hasSuffix("/") ? String(dropLast()) : self
    }
}
