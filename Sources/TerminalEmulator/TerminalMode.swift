import Glibc

/// The mode of a terminal line, to compare before and after a program.
public struct TerminalMode: Hashable, Sendable {
    private let flags: [UInt32]
    private let controls: [UInt8]
    /// Whether input is echoed.
    public let echoes: Bool
    /// Whether input comes line by line.
    public let isCanonical: Bool

    /// The mode of the line behind a descriptor; nil when it is none.
    init?(descriptor: Int32) {
        var mode = termios()
        guard tcgetattr(descriptor, &mode) == 0 else { return nil }
        flags = [mode.c_iflag, mode.c_oflag, mode.c_cflag, mode.c_lflag]
        controls = withUnsafeBytes(of: &mode.c_cc) { Array($0) }
        echoes = mode.c_lflag & tcflag_t(ECHO) != 0
        isCanonical = mode.c_lflag & tcflag_t(ICANON) != 0
    }
}
