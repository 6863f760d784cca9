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
        case finished([UInt8], TerminationStatus)
        case failed(TokenError)
        case timedOut
    }

    /// What the program writes to stdout. Its stderr is thrown away: it may repeat the secret.
    func output() async throws(TokenError) -> [UInt8] {
        let program = words.first ?? ""
        let ending = await withTaskGroup(of: Ending?.self) { group in
            group.addTask { await run() }
            group.addTask {
                do {
                    try await clock.sleep(for: limit)
                    return .timedOut
                } catch {
                    return nil
                }
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        switch ending {
        case let .finished(bytes, .exited(0)): return bytes
        case let .finished(_, .exited(code)): throw .commandFailed(program: program, code: code)
        case let .finished(_, .signaled(signal)): throw .commandKilled(program: program, signal: signal)
        case let .failed(error): throw error
        case .timedOut: throw .commandTimedOut(program: program, limit: limit)
        case nil: throw .commandNotRun(program: program, reason: "the program is ending")
        }
    }

    private func run() async -> Ending {
        guard let program = words.first else {
            return .failed(.commandNotRun(program: "", reason: "no program is named"))
        }
        var options = PlatformOptions()
        // A session of its own has no controlling terminal, so nothing can ask on the screen; and it is ended whole.
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        do {
            let result = try await Subprocess.run(
                program.contains("/") ? .path(literal(program)) : .name(program),
                arguments: Arguments(Array(words.dropFirst())),
                platformOptions: options,
                input: .none,
                output: .bytes(limit: TokenResolver.maximumBytes),
                error: .discarded
            )
            return .finished(result.standardOutput, result.terminationStatus)
        } catch let error as SubprocessError {
            return .failed(Self.failure(error, program: program))
        } catch {
            return .failed(.commandNotRun(program: program, reason: "it could not be started"))
        }
    }

    private static func failure(_ error: SubprocessError, program: String) -> TokenError {
        switch error.code {
        case .outputLimitExceeded: .commandWroteTooMuch(program: program)
        case .executableNotFound: .commandNotRun(program: program, reason: "there is no such program")
        default:
            .commandNotRun(
                program: program,
                reason: error.underlyingError.map { "\($0)" } ?? "it could not be started"
            )
        }
    }
}

/// Makes the path type of the subprocess library from a string: its module is no dependency of ours, so that its
/// initialisers are out of sight while its conformances are not.
private func literal<Path: ExpressibleByStringLiteral>(_ text: String) -> Path where Path.StringLiteralType == String {
    Path(stringLiteral: text)
}
