import ArgumentParser
import Dispatch
import Synchronization
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
            if let async = command as? any AsyncParsableCommand {
                finish(wait(for: { try await run(async) }))
            }
            try command.run()
            exit(0)
        } catch {
            finish(.failure(error))
        }
    }

    private static func run(_ command: some AsyncParsableCommand) async throws {
        var command = command
        try await command.run()
    }

    private static func finish(_ result: Result<Void, any Error>) -> Never {
        guard case let .failure(error) = result else { exit(0) }
        if let code = error as? ExitCode { exit(code.rawValue) }
        let code = BacktopCommand.exitCode(for: error)
        let message = BacktopCommand.fullMessage(for: error)
        if code.isSuccess {
            print(message)
            exit(0)
        }
        if !message.isEmpty { fputs(message + "\n", stderr) }
        // A command line that is not understood is a usage error by our table.
        exit(code == .validationFailure ? 2 : code.rawValue)
    }

    /// Waits on the main thread for work that runs on the others.
    static func wait<Value: Sendable>(
        for work: @escaping @Sendable () async throws -> Value
    ) -> Result<Value, any Error> {
        let done = DispatchSemaphore(value: 0)
        let answer = Answer<Value>()
        Task {
            do {
                let value = try await work()
                answer.result.withLock { $0 = .success(value) }
            } catch {
                answer.result.withLock { $0 = .failure(error) }
            }
            done.signal()
        }
        done.wait()
        return answer.result.withLock { $0 } ?? .failure(CancellationError())
    }

    private final class Answer<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }
}
