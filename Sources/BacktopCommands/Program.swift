import ArgumentParser
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program's entry: parses the command line and runs the command on the main thread.
public enum Program {
    /// Runs the command line and ends the process with its exit code.
    ///
    /// `main` stays synchronous: the screen loop polls on the main thread and drains the main queue itself.
    public static func main() -> Never {
        do {
            var command = try BacktopCommand.parseAsRoot()
            try command.run()
            exit(0)
        } catch {
            exit(code(for: error))
        }
    }

    private static func code(for error: any Error) -> Int32 {
        if let code = error as? ExitCode { return code.rawValue }
        let code = BacktopCommand.exitCode(for: error)
        let message = BacktopCommand.fullMessage(for: error)
        let output = CommandOutput(
            stdout: code.isSuccess ? message + "\n" : "",
            stderr: code.isSuccess || message.isEmpty ? "" : message + "\n"
        )
        do {
            try output.deliver()
        } catch {
            return 1
        }
        // A command line that is not understood is a usage error by our table.
        return code == .validationFailure ? 2 : code.rawValue
    }

    /// Waits on the main thread for work that runs on the others.
    static func wait<Value: Sendable>(for work: @escaping @Sendable () async throws -> Value) throws -> Value {
        try BlockingWait.value { () -> Result<Value, any Error> in
            do {
                return try await .success(work())
            } catch {
                return .failure(error)
            }
        }.get()
    }
}
