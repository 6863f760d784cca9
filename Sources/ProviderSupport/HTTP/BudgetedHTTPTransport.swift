/// Holds requests back to stay within an account's rate budget.
public struct BudgetedHTTPTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let budget: AccountBudget

    /// Wraps a transport; all transports of an account share one budget.
    public init(_ base: any HTTPTransport, budget: AccountBudget) {
        self.base = base
        self.budget = budget
    }

    /// Waits for its turn, sends, and takes note of the limits in the answer, where they are the account's.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        try await budget.admit(request)
        let response = try await base.send(request)
        if !request.hasOwnLimit { await budget.record(response) }
        return response
    }
}
