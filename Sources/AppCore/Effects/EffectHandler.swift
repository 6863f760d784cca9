/// Carries out effects. What comes of one flows back as actions; the stream ends with the work.
public protocol EffectHandler: Sendable {
    /// Starts an effect. Cancelling the consuming task cancels the work, except for a mutation that has left.
    func actions(for effect: Effect) -> AsyncStream<AppAction>
}
