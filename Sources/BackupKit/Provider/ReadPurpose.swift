/// Why something is read. A reading that an act of the user waits for is counted against the rate budget but never held
/// back by it.
public enum ReadPurpose: Hashable, Sendable {
    /// To keep what is on the screen fresh.
    case poll
    /// Because a plan rests on it.
    case act

    /// The purpose of the task's readings.
    @TaskLocal public static var current: ReadPurpose = .poll
}
