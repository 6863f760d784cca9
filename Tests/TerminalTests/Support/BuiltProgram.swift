import Foundation

/// Where the program under test was built: beside the test bundle.
enum BuiltProgram {
    static let path: String = {
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
        return folder.appending(path: "backtop").path
    }()
}
