import Subprocess

/// One run of a token command: no shell, no terminal, nothing to read, a time limit.
struct TokenCommand: Sendable {
    /// Program and arguments; a program with a slash is an absolute path, else it is looked up in PATH.
    let words: [String]
    /// How long it may take.
    let limit: Duration
    /// The clock that measures it.
    let clock: any Clock<Duration>

    private enum Ending: Sendable {
        case ended([UInt8], TerminationStatus)
        case failed(TokenError)
    }

    /// What the program writes to stdout. Its stderr is thrown away: it may repeat the secret.
    func output() async throws(TokenError) -> [UInt8] {
        let program = words.first ?? ""
        switch await TimeLimit(duration: limit, clock: clock).run(run) {
        case let .finished(.ended(bytes, .exited(0))): return bytes
        case let .finished(.ended(_, .exited(code))): throw .commandFailed(program: program, code: code)
        case let .finished(.ended(_, .signaled(signal))): throw .commandKilled(program: program, signal: signal)
        case let .finished(.failed(error)): throw error
        case .tookTooLong: throw .commandTimedOut(program: program, limit: limit)
        case .cancelled: throw .commandNotRun(program: program, reason: "the program is ending")
        }
    }

    private func run() async -> Ending {
        guard let program = words.first else {
            return .failed(.commandNotRun(program: "", reason: "no program is named"))
        }
        do {
            let result = try await Subprocess.run(
                .word(program),
                arguments: Arguments(Array(words.dropFirst())),
                platformOptions: .ownSession,
                input: .none,
                output: .bytes(limit: TokenResolver.maximumBytes),
                error: .discarded
            )
            return .ended(result.standardOutput, result.terminationStatus)
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            return .failed(.commandWroteTooMuch(program: program))
        } catch {
            return .failed(.commandNotRun(program: program, reason: SubprocessError.reason(of: error)))
        }
    }
}
