#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the program finds around itself: environment variables, home folder, current folder. A value, so that tests
/// bring their own.
struct HostEnvironment: Hashable, Sendable {
    /// The environment variables.
    var variables: [String: String]
    /// Absolute path of the user's home folder, nil if there is none.
    var homeDirectory: String?
    /// Absolute path of the current folder.
    var workingDirectory: String

    /// The variable's value, nil also for an empty one: `NAME= backtop` means "not set".
    func nonEmpty(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The surroundings of this process.
    static func current() -> HostEnvironment {
        let variables = ProcessInfo.processInfo.environment
        let home = variables["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? accountHome()
        return HostEnvironment(
            variables: variables,
            homeDirectory: home,
            workingDirectory: FileManager.default.currentDirectoryPath
        )
    }

    /// The home folder the account database knows, for services that run without HOME.
    private static func accountHome() -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16384) { buffer in
            guard let base = buffer.baseAddress,
                  getpwuid_r(getuid(), &entry, base, buffer.count, &found) == 0, found != nil,
                  let directory = entry.pw_dir
            else { return nil }
            return String(cString: directory)
        }
    }
}
