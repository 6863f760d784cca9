import AppCore
import ArgumentParser
import BackupKit

/// A run of work on a command line: by the service's number, or the only one on the backup.
struct RunWords: ParsableArguments {
    @Argument(help: "Id or name of the backup that is worked on.")
    var backup: String

    @Option(help: ArgumentHelp("The service's number of the run.", valueName: "id"))
    var run: String?

    @Option(help: ArgumentHelp("create or restore.", valueName: "kind"), transform: { word in
        guard let kind = OperationKind(rawValue: word) else {
            throw ValidationError("--kind is create or restore, not \(word).")
        }
        return kind
    })
    var kind: OperationKind?

    /// The run that is meant, looked up where its number was left out.
    func resolved(
        at place: ScriptPlace,
        among known: (BackupOperation) -> OperationRun?
    ) throws(ScriptFailure) -> OperationRun {
        let id = try place.backup(backup).id
        if let run, let kind { return OperationRun(backup: id, kind: kind, id: OperationRun.ID(run)) }
        let found = place.server.visibleOperations
            .filter { $0.key.backup == id && (kind == nil || $0.key.kind == kind) }
            .compactMap(known)
        guard let only = found.first, found.count == 1 else {
            throw ScriptFailure(.notFound, "no single run of work on that backup is known: give --run and --kind")
        }
        return only
    }
}

/// `backtop cancel BACKUP`.
struct CancelCommand: ActCommand {
    static let configuration = CommandConfiguration(commandName: "cancel", abstract: "Stop work on a backup.")

    @OptionGroup var words: RunWords
    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        try .cancel(words.resolved(at: place) { $0.isOpen ? $0.cancellableRun : nil })
    }
}

/// `backtop dismiss BACKUP`.
struct DismissCommand: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss", abstract: "Tell the service that the outcome of work was seen."
    )

    @OptionGroup var words: RunWords
    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        try .acknowledge(words.resolved(at: place) { $0.isOpen ? nil : $0.cancellableRun })
    }
}

/// `backtop retry BACKUP`.
struct RetryCommand: ActCommand {
    static let configuration = CommandConfiguration(commandName: "retry", abstract: "Make a failed backup again.")

    @Argument(help: "Id or name of the backup.")
    var backup: String

    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        try .retry(place.backup(backup).id)
    }
}

/// `backtop power start|stop|restart|kill`.
struct PowerCommand: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "power", abstract: "Start, stop, restart or kill a server's process."
    )

    @Argument(help: "start, stop, restart or kill.", transform: { word in
        guard let signal = PowerSignal(rawValue: word) else {
            throw ValidationError("The signal is start, stop, restart or kill, not \(word).")
        }
        return signal
    })
    var signal: PowerSignal

    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at _: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        .power(signal)
    }
}
