import CTerm
import Glibc
public import TerminalUI

/// What can be known of standard output without taking a terminal over.
public enum StandardOutput {
    /// The size in cells of the terminal that standard output is; nil where it is none, or does not tell.
    public static var size: Size? {
        var columns: Int32 = 0
        var rows: Int32 = 0
        guard cterm_tty_size(STDOUT_FILENO, &columns, &rows) == 0 else { return nil }
        return Size(width: Int(columns), height: Int(rows))
    }
}
