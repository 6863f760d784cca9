import CNCurses
import Glibc

/// The character encoding of the terminal, as the environment tells it.
struct LocaleChoice {
    /// Whether the terminal shows more than ASCII.
    let isUnicode: Bool

    /// Chooses the process's encoding for ncurses.
    ///
    /// ncurses runs in UTF-8 wherever the system has it: width and input are then the same everywhere. A user whose
    /// locale says otherwise still sees ASCII only.
    static func activate(environment: [String: String], ascii: Bool) -> LocaleChoice {
        let named = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let asksForUTF8 = named.lowercased().filter { $0 != "-" }.contains("utf8")
        // A locale may be named by a client over SSH without being installed here.
        let isActive = setlocale(LC_CTYPE, named) != nil && isUTF8 || activateFallback()
        return LocaleChoice(isUnicode: asksForUTF8 && isActive && !ascii)
    }

    private static func activateFallback() -> Bool {
        let common = ["C.UTF-8", "C.utf8", "en_US.UTF-8"]
        return common.contains { (name: String) in setlocale(LC_CTYPE, name) != nil && isUTF8 }
    }

    private static var isUTF8: Bool {
        guard let name = nl_langinfo(nl_item(CODESET)) else { return false }
        return String(cString: name) == "UTF-8"
    }
}
