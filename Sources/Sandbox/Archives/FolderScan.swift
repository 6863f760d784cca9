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
        var counted = Count()
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
            guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
            try counted.add(path, Data(contentsOf: URL(filePath: "\(folder)/\(path)")))
        }
        self.init(counted)
    }

    /// What a folder with these files would hold, by path.
    init(files: [String: Data]) {
        var counted = Count()
        for (path, content) in files.sorted(by: { $0.key < $1.key }) {
            counted.add(path, content)
        }
        self.init(counted)
    }

    private init(_ counted: Count) {
        files = counted.files
        bytes = counted.bytes
        fingerprint = counted.hash.finalize().hexadecimal
    }

    private struct Count {
        var files = 0
        var bytes = 0
        var hash = SHA256()

        mutating func add(_ path: String, _ content: Data) {
            hash.update(data: Data("\(path)\0\(content.count)\0".utf8))
            hash.update(data: content)
            files += 1
            bytes += content.count
        }
    }
}
