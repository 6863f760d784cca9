import Foundation
@testable import BacktopCommands

/// A folder of its own for each test, gone with the last reference; it is home and current folder of `host`.
final class ScratchFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "backtop-config-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file below the folder and gives its absolute path.
    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        try write(Data(text.utf8), to: name, mode: mode)
    }

    @discardableResult
    func write(_ data: Data, to name: String, mode: Int = 0o600) throws -> String {
        let file = "\(path)/\(name)"
        let folder = (file as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }

    /// Surroundings with nothing but the given variables, PATH as in this process.
    func host(_ variables: [String: String] = [:]) -> HostEnvironment {
        HostEnvironment(variables: variables, homeDirectory: path, workingDirectory: path)
    }

    func loader(_ variables: [String: String] = [:]) -> ConfigurationLoader {
        ConfigurationLoader(host: host(variables), builtProviders: [.archon])
    }
}
