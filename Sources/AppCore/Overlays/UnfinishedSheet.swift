/// Offers work that an earlier session left behind: go on with it, put it aside, or leave it for later.
public struct UnfinishedSheet: Equatable, Sendable {
    /// What is known from the service now.
    public enum Stage: Equatable, Sendable {
        case reading(Inspection.Request)
        case read(Inspection)
        case failed(String)
    }

    let serial: Int
    /// The work.
    public let unfinished: UnfinishedAct
    /// What is known from the service now.
    public internal(set) var stage: Stage
    /// Why it cannot be gone on with now; nil when it can.
    public internal(set) var refusal: String?
    /// False for the first 400 ms: keys are swallowed, the last line reads `wait`.
    public internal(set) var isArmed: Bool
    /// Lines scrolled away at the top.
    public internal(set) var scroll: Int
}
