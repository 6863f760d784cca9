/// Why a token could not be had. The texts hold neither the token nor a command's arguments or output.
enum TokenError: Error, Hashable, Sendable {
    /// A token file was not read.
    case file(path: String, FileReading.Failure)
    /// The variable is not set or empty.
    case variableNotSet(name: String)
    /// `CREDENTIALS_DIRECTORY` is not set: the program does not run as a service with credentials.
    case noCredentialsDirectory(name: String)
    /// The program is not there or cannot be run.
    case commandNotRun(program: String, reason: String)
    /// The program ended with a code other than 0.
    case commandFailed(program: String, code: Int32)
    /// The program was ended by a signal.
    case commandKilled(program: String, signal: Int32)
    /// The program took too long and was ended.
    case commandTimedOut(program: String, limit: Duration)
    /// The program wrote far more than a token.
    case commandWroteTooMuch(program: String)
    /// The source gave nothing.
    case empty(source: String)
    /// The source gave something that no header can carry, like a second line.
    case notSendable(source: String)
}

extension TokenError: CustomStringConvertible {
    /// What is wrong and the next step.
    var description: String {
        switch self {
        case let .file(path, failure):
            Self.text(path: path, failure)
        case let .variableNotSet(name):
            "environment variable \(name) is not set; set it to the token"
        case let .noCredentialsDirectory(name):
            "credential \(name) is looked for in CREDENTIALS_DIRECTORY, which is not set; "
                + "start the program as a service with LoadCredential=\(name):…"
        case let .commandNotRun(program, reason):
            "command \(quoted(program)) cannot be run: \(reason); give a program of PATH or a full path"
        case let .commandFailed(program, code):
            "command \(quoted(program)) ended with code \(code); run it by hand to see what it says"
        case let .commandKilled(program, signal):
            "command \(quoted(program)) was ended by signal \(signal); run it by hand to see what it says"
        case let .commandTimedOut(program, limit):
            "command \(quoted(program)) gave no token within \(limit.seconds) s and was ended; "
                + "it runs without a terminal, so it must not ask anything"
        case let .commandWroteTooMuch(program):
            "command \(quoted(program)) wrote more than \(TokenResolver.maximumBytes) bytes; "
                + "it must write the token and nothing else"
        case let .empty(source):
            "\(source) gave an empty token"
        case let .notSendable(source):
            "\(source) gave more than one line or characters that no token has; it must give the token and nothing else"
        }
    }

    private static func text(path: String, _ failure: FileReading.Failure) -> String {
        switch failure {
        case .missing:
            "token file \(path) does not exist; write the token into it and run chmod 600 \(PathText.shellWord(path))"
        case .folder:
            "token file \(path) is a folder; name the file in it"
        case .irregular:
            "token file \(path) is no regular file; write the token into one"
        case let .open(mode):
            "token file \(path) is open to others (mode \(octal(mode))); run chmod 600 \(PathText.shellWord(path))"
        case .tooLong:
            "token file \(path) is longer than \(TokenResolver.maximumBytes) bytes; it must hold the token only"
        case let .system(words):
            "token file \(path) cannot be read: \(words)"
        }
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension Duration {
    /// Seconds in the shortest decimal form.
    fileprivate var seconds: String {
        let whole = components.seconds
        let thousandths = components.attoseconds / 1_000_000_000_000_000
        return thousandths == 0 ? "\(whole)" : "\(Double(whole) + Double(thousandths) / 1000)"
    }
}
