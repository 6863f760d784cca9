/// Which of the two known shapes of each service is answered.
public enum SandboxScenario: String, Sendable, CaseIterable {
    /// As the deployed service is seen to behave.
    case deployed
    /// As the service's documents describe it.
    case documented
}
