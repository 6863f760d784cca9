extension AppState {
    /// What an end of the program leaves undone: a line a plan, for the terminal it returns to. Names are untrusted.
    public var unfinishedWork: [String] {
        activeRuns.compactMap { ref in
            guard let run = runs[ref], !run.isInCancelWindow else { return nil }
            let start = "backtop: \(run.plan.target.act.step) on \(run.plan.facts.serverName)"
            let left = PlanRunReducer.left(run).map { _ in " The server was stopped by this plan." } ?? ""
            return "\(start) was under way. What was sent goes on at the service; the steps left are not done.\(left)"
        }
    }
}
