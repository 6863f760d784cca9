import TerminalUI

extension String {
    /// Text from elsewhere as it may be drawn: made safe, and never longer than anybody reads. A service may send names
    /// of any length, and every frame would have to walk through them.
    var shown: String {
        String(unicodeScalars.prefix(1000)).printable
    }
}
