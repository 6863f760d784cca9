import Subprocess

/// Runs the user's own program whenever an alarm begins: no shell, no terminal, nothing to read, nobody reads what it
/// writes.
///
/// One program runs at a time and for half a minute at most, and ten seconds lie between two starts: when everything
/// breaks at once, the machine that tells of it must not break, too.
actor AlarmHook {
    /// How long a program may take.
    static let limit = Duration.seconds(30)
    /// How long it takes until the next one may start.
    static let pace = Duration.seconds(10)
    /// How many alarms may wait.
    static let room = 20

    private let words: [String]
    private let hidden: [String]
    private let clock: any Clock<Duration>
    private let report: @Sendable (String?) async -> Void
    private var waiting: [AlarmCall] = []
    private var worker: Task<Void, Never>?
    private var isFull = false
    private var isClosed = false

    /// Program and arguments; none runs nothing.
    ///
    /// - Parameters:
    ///   - hidden: variables that are nobody else's, such as those that hold tokens.
    ///   - report: gets a line when a program could not do its work, and nil when it did.
    init(
        words: [String],
        hidden: [String] = [],
        clock: any Clock<Duration> = ContinuousClock(),
        report: @escaping @Sendable (String?) async -> Void
    ) {
        self.words = words
        self.hidden = hidden + ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "CREDENTIALS_DIRECTORY"]
        self.clock = clock
        self.report = report
    }

    /// Runs the program for each alarm as soon as its turn has come. Never waits for it.
    func ring(_ calls: [AlarmCall]) async {
        guard let program = words.first, !isClosed else { return }
        let taken = calls.prefix(Self.room - waiting.count)
        waiting += taken
        if worker == nil, !waiting.isEmpty {
            worker = Task { await work() }
        }
        // Once is enough until there is room again.
        let wasFull = isFull
        isFull = taken.count < calls.count
        guard isFull, !wasFull else { return }
        await report("on-alarm: \(Self.room) alarms wait for \(quoted(program)), further ones are left out")
    }

    /// Ends the program that runs and starts no other one.
    func close() async {
        isClosed = true
        waiting = []
        worker?.cancel()
        await worker?.value
    }

    /// What an alarm's program finds in its environment beside what this one has; nil takes a variable away.
    func variables(for call: AlarmCall) -> [Environment.Key: String?] {
        call.variables(hiding: hidden)
    }

    private func work() async {
        while !waiting.isEmpty {
            let call = waiting.removeFirst()
            async let pause: Void = rest()
            await run(call)
            await pause
        }
        worker = nil
    }

    private func rest() async {
        do {
            try await clock.sleep(for: Self.pace)
        } catch {
            // Only a hook that is closed does not wait; nothing follows there.
        }
    }

    private func run(_ call: AlarmCall) async {
        guard let program = words.first else { return }
        let arguments = Array(words.dropFirst())
        let variables = variables(for: call)
        let ending = await TimeLimit(duration: Self.limit, clock: clock).run {
            await Self.failure(program, arguments, variables)
        }
        // Whatever a closed hook's program says to being ended.
        guard !Task.isCancelled else { return }
        switch ending {
        case let .finished(failure?): await report("on-alarm: \(quoted(program)) \(failure)")
        case .tookTooLong:
            let limit = Self.limit.components.seconds
            await report("on-alarm: \(quoted(program)) took longer than \(limit) s and was ended")
        case .finished(nil): await report(nil)
        case .cancelled: break
        }
    }

    /// Runs the program to its end; nil when it did its work.
    private static func failure(
        _ program: String,
        _ arguments: [String],
        _ variables: [Environment.Key: String?]
    ) async -> String? {
        do {
            let result = try await Subprocess.run(
                .word(program),
                arguments: Arguments(arguments),
                environment: .inherit.updating(variables),
                platformOptions: .ownSession,
                input: .none,
                output: .discarded,
                error: .discarded
            )
            return switch result.terminationStatus {
            case .exited(0): nil
            case let .exited(code): "ended with code \(code)"
            case let .signaled(signal): "was ended by signal \(signal)"
            }
        } catch {
            return "cannot be run: \(SubprocessError.reason(of: error))"
        }
    }
}
