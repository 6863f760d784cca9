/// What a server's process can be told to do.
public enum PowerSignal: String, CaseIterable, Hashable, Sendable {
    case start
    case stop
    case restart
    case kill
}
