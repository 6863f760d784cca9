#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import ArgumentParser
import TerminalUI

/// What a command has to say and how it ends. Commands compute it, so that tests need no process.
struct CommandOutput: Hashable, Sendable {
    /// Data, with line ends.
    var stdout = ""
    /// Words, with line ends.
    var stderr = ""
    /// The exit code.
    var exitCode: Int32 = 0

    /// Writes both streams and ends the command with its exit code. A closed pipe is nobody to tell about.
    func deliver() throws {
        Self.write(stdout, to: STDOUT_FILENO)
        // Words name what services told: no control character of theirs reaches the terminal.
        let words = stderr.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
        Self.write(words.joined(separator: "\n"), to: STDERR_FILENO)
        guard exitCode == 0 else { throw ExitCode(exitCode) }
    }

    private static func write(_ text: String, to descriptor: CInt) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    Glibc.write(descriptor, buffer.baseAddress, buffer.count)
                #else
                    Darwin.write(descriptor, buffer.baseAddress, buffer.count)
                #endif
            }
            if count < 0, errno == EINTR {
                continue
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension CommandOutput {
    /// The output of a command that ends with an error of the configuration: words on stderr, exit code 2.
    init(failure: any Error) {
        let code = (failure as? ConfigurationError)?.exitCode ?? 2
        self.init(stderr: "\(failure)\n", exitCode: code)
    }
}
