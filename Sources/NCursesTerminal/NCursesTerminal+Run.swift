public import TerminalUI

extension NCursesTerminal {
    /// Shows the screen and drives the handler until it asks for an exit, the terminal is lost or a signal ends it.
    ///
    /// Main actor work runs between the turns, on this thread. Nothing here waits for the terminal: with its output
    /// blocked, events, turns and main actor work go on. When this returns, the terminal is the shell's again.
    public func run(handler: any TerminalLoopHandler) -> LoopExit {
        ScreenLoop(terminal: self, handler: handler).run()
    }
}
