#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The signals that ask a program without a screen to end.
struct EndingSignals {
    private var set = sigset_t()

    /// Blocks them for this thread and all that it starts, so that they wait to be taken.
    init() {
        sigemptyset(&set)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for the first of them.
    func wait() -> Int32 {
        var set = set
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
        return number
    }
}
