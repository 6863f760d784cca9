import Crypto
import FoundationEssentials

/// What a folder holds, for tests of restores.
struct FolderScan: Sendable {
    let files: Int
    let bytes: Int
    /// SHA-256 over relative paths and contents in path order; times and modes do not count.
    let fingerprint: String

    /// Throws Foundation's file errors.
    init(_ folder: String) throws {
        var files = 0
        var bytes = 0
        var hash = SHA256()
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
            guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
            let content = try Data(contentsOf: URL(filePath: "\(folder)/\(path)"))
            hash.update(data: Data("\(path)\0\(content.count)\0".utf8))
            hash.update(data: content)
            files += 1
            bytes += content.count
        }
        self.files = files
        self.bytes = bytes
        fingerprint = hash.finalize().hexadecimal
    }
}
