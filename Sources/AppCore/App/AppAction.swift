public import BackupKit
public import FoundationEssentials

/// A fact that reaches the state: something the user did, a service said, or a clock told.
public enum AppAction: Equatable, Sendable {
    case started
    case user(UserAction)
    /// What a command asks for, in a session without a screen.
    case script(ScriptAct)
    /// A key while a sheet, a menu or a line of text is on top.
    case sheetKey(SheetKey)
    /// How many list rows fit on the screen now.
    case viewportChanged(rows: Int)
    /// The overlay on top cannot be scrolled further than this on the screen as it is.
    case overlayScrolled(to: Int)
    /// A key was pressed that means nothing here; it still cancels a cancel window.
    case unboundKey
    case session(SessionEvent)
    case serversLoaded(Context.ID, Result<[Server], ProviderError>)
    case serverLoaded(ServerRef, Result<Server, ProviderError>)
    case allBackupsLoaded(Context.ID, Result<AccountListing?, ProviderError>)
    case backupsLoaded(LocationRef, LoadTicket, Result<BackupListing, ProviderError>)
    case provider(ServerRef, ProviderEvent)
    case mutationAnswered(Mutation, MutationAnswer)
    /// The lock of a workflow and its first line, or why there are none.
    case began(ServerRef, Identifier<JournalEntry>, problem: ProviderError?)
    /// What an earlier session left was put aside; the problem tells why it was not.
    case closed(Identifier<JournalEntry>, problem: ProviderError?)
    /// A line about something that has happened could not be written, for this reason.
    case lineLost(String)
    case unfinishedLoaded(Result<[[JournalLine]], JournalError>)
    /// Who else carries out a plan on a server; nil where nobody does.
    case probed(WorkPlace, holder: String?)
    case journalLoaded(Result<[JournalLine], JournalError>)
    case inspected(Inspection.Request, Result<Inspection, ProviderError>)
    case timerFired(TimerID)
    /// What a context's requests a minute are limited to: its service's word, or its default.
    case paceTold(Context.ID, perMinute: Int)
    /// When the token in force of a context ends; nil where it does not say.
    case tokenTold(Context.ID, expiresAt: Date?)
    /// What an earlier session knew of a context; nil where nothing was kept.
    case snapshotLoaded(Context.ID, Result<ContextSnapshot?, SnapshotError>)
    /// What is known of a context was kept for the next start; the problem tells why it was not.
    case snapshotSaved(Context.ID, problem: SnapshotError?)
    /// How the program of the user's fared that is run when an alarm begins; nil when it did its work.
    case alarmProgramEnded(problem: String?)
    /// What the file of acknowledged alarms held, as asked for at this count of changes.
    case acknowledgementsLoaded(Result<[AcknowledgedAlarm], AcknowledgementError>, change: Int)
    /// A change to that file was made; the problem tells why it was not.
    case acknowledgementSaved(problem: AcknowledgementError?)
    /// A text was written to a file, or why it was not.
    case exported(Result<String, DownloadError>)
    case downloadPrepared(DownloadTarget, Result<StandingDownload, DownloadError>)
    /// Bytes that are there, and bytes of the whole where that is known.
    case downloadProgressed(DownloadTarget, received: Int64, total: Int64?)
    case downloadEnded(DownloadTarget, DownloadEnd)
    case verified(DownloadTarget, Result<Checksum, DownloadError>)
    /// The terminal took, or did not take, a text for its clipboard.
    case copied(String, CopyOutcome)
}

/// What happens to the session as a whole.
public enum SessionEvent: Equatable, Sendable {
    /// Ctrl-C or SIGINT.
    case interrupted
    /// SIGTERM.
    case terminated
    /// SIGHUP, or the terminal is gone.
    case hungUp
    /// About to be stopped by Ctrl-Z.
    case suspending
    case resumed
}
