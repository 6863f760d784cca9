/// The part of the work that runs now; each has a fraction of its own.
public enum OperationPhase: String, CaseIterable, Hashable, Sendable {
    case queued
    case transfer
    case archive
    case extract
    case safety
    case stop
    case start
}
