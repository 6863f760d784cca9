/// Paths as people write them.
enum PathText {
    /// The absolute form: `~` is `home`, a relative path counts from `folder`; `.` and `..` are left to the system.
    static func absolute(_ text: String, folder: String, home: String?) -> Result<String, SettingFault> {
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            return .failure(SettingFault(problem: "the path has a control character", allowed: "write a plain path"))
        }
        if text == "~" || text.hasPrefix("~/") {
            guard let home else {
                return .failure(SettingFault(
                    problem: "~ means nothing, since there is no home folder",
                    allowed: "set HOME or write the path in full"
                ))
            }
            return .success(joined(home, String(text.dropFirst(2))))
        }
        guard !text.hasPrefix("~") else {
            return .failure(SettingFault(
                problem: "the home folder of another user is not looked up",
                allowed: "write ~/ for your own home folder, ./~name for a file of that name, or the path in full"
            ))
        }
        return .success(text.hasPrefix("/") ? text : joined(folder, text))
    }

    /// Puts a relative path after a folder.
    static func joined(_ folder: String, _ path: String) -> String {
        var relative = Substring(path)
        while relative.hasPrefix("./") {
            relative = relative.dropFirst(2)
        }
        guard !relative.isEmpty, relative != "." else { return folder }
        return folder.hasSuffix("/") ? folder + relative : "\(folder)/\(relative)"
    }

    /// The folder a path lies in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The path as one word of a shell, for commands shown as the next step.
    static func shellWord(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a") ... UInt8(ascii: "z"), UInt8(ascii: "A") ... UInt8(ascii: "Z"): true
            case UInt8(ascii: "0") ... UInt8(ascii: "9"): true
            case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"): true
            default: false
            }
        }
        return isPlain && !path.isEmpty ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }
}
