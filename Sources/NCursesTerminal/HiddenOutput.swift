import CTerm
import Glibc

/// Keeps standard output and error off the screen: whatever writes to them writes elsewhere meanwhile.
struct HiddenOutput: ~Copyable {
    /// Where the text goes: a log, or a file in memory.
    let captured: Int32
    /// The real standard output and error.
    let output: Int32
    let error: Int32
    private let isLog: Bool

    /// Redirects both; text goes to the end of the log, or into memory.
    init(logPath: String?) {
        let log = logPath.map { open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600) } ?? -1
        isLog = log >= 0
        captured = isLog ? log : cterm_sink_open("backtop-stderr")
        fflush(nil)
        output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        guard captured >= 0 else { return }
        _ = fcntl(captured, F_SETFL, O_APPEND)
        dup2(captured, STDOUT_FILENO)
        // A file the user sends errors to stays their place.
        if isatty(error) == 1 {
            dup2(captured, STDERR_FILENO)
        }
    }

    /// What a crash shall show of the captured text: nothing of a log, which the user can read.
    var shownAfterCrash: Int32 {
        isLog ? -1 : captured
    }

    deinit {
        fflush(nil)
        for (kept, standard) in [(output, STDOUT_FILENO), (error, STDERR_FILENO)] where kept >= 0 {
            dup2(kept, standard)
            close(kept)
        }
        if captured >= 0 {
            close(captured)
        }
    }
}
