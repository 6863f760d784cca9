@testable public import AppCore

/// So that a test can write a refusal as its words.
extension PlanRefusal: ExpressibleByStringLiteral {
    public init(stringLiteral words: String) {
        self.init(words)
    }
}
