import Foundation

/// Where the programs under test were built: beside the test bundle.
enum BuiltProgram {
    static let path = folder.appending(path: "backtop").path
    static let probe = folder.appending(path: "CTermProbe").path

    private static let folder: URL = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine
            .arguments[0]
        var folder = URL(filePath: own).deletingLastPathComponent()
        // `swift test` runs the bundle itself or a helper of the toolchain; the products lie where the bundle lies.
        for argument in CommandLine.arguments + [own] {
            let candidate = URL(filePath: argument).deletingLastPathComponent()
            if FileManager.default.isExecutableFile(atPath: candidate.appending(path: "backtop").path) {
                folder = candidate
                break
            }
        }
        return folder
    }()
}
