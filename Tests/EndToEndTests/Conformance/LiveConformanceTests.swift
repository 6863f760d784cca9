import Testing

/// Each provider against the sandbox over real sockets. The promises against played transports are in the providers'
/// own tests.
struct LiveConformanceTests {
    @Test(.timeLimit(.minutes(20)), arguments: LiveCase.all)
    func `a provider keeps its promises against the running service`(_ subject: LiveCase) async throws {
        let broken = try await Turnstile.pass {
            let bench = try await subject.promise.bench(subject.place)
            return try await bench.service.use { _ in await subject.promise.broken(on: bench) }
        }
        #expect(broken == nil, "\(subject.testDescription): \(broken ?? "")")
    }
}
