import Subprocess
import TerminalUI

/// What a program is told of an alarm that begins.
struct AlarmCall: Hashable, Sendable {
    /// What is wrong, in one word.
    var kind: String
    /// The name of the context.
    var context: String
    /// The id of the server; empty for an alarm about the context as a whole.
    var server: String
    /// The name of the server, likewise.
    var serverName: String
    /// What is wrong, in a sentence.
    var cause: String
    /// What to do next.
    var next: String

    /// A longer fact is cut: the system takes no variable of any length, and then none at all.
    private static let longest = 4096

    /// The facts as variables. They come from services, and a script may write them anywhere: nothing in them ends a
    /// line or acts on a terminal.
    var variables: [Environment.Key: String?] {
        [
            "BACKTOP_ALARM_KIND": kind, "BACKTOP_ALARM_CONTEXT": context, "BACKTOP_ALARM_SERVER": server,
            "BACKTOP_ALARM_SERVER_NAME": serverName, "BACKTOP_ALARM_CAUSE": cause, "BACKTOP_ALARM_NEXT": next,
        ].mapValues { String($0.printable.prefix(Self.longest)) }
    }
}

extension AlarmCall {
    /// The same, with variables of ours that the program is not to have.
    func variables(hiding names: [String]) -> [Environment.Key: String?] {
        names.reduce(into: variables) { variables, name in
            if let key = Environment.Key(rawValue: name) { variables.updateValue(nil, forKey: key) }
        }
    }
}
