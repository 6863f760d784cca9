import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("The text to type")
struct ConfirmationPhraseTests {
    private static let long = String(repeating: "a", count: 25)

    private func phrase(
        _ name: String,
        level: GateLevel = .severe,
        act: PlanTarget.Act = .restore("b1"),
        worlds: [World] = [World(id: "w1", name: "overworld", isActive: true)],
        twin: String? = nil,
        hoursOld: Double? = 72
    ) -> ConfirmationPhrase {
        var fleet = FleetState(contexts: [Sample.context()])
        let server = Sample.server(name: name, worlds: worlds)
        fleet.servers[Sample.ref] = ServerState(ref: Sample.ref, server: server, capabilities: Sample.capabilities())
        if let twin {
            fleet.servers[Sample.other] = ServerState(
                ref: Sample.other, server: Sample.server("x", name: twin), capabilities: Sample.capabilities()
            )
        }
        let facts = PlanFacts(
            serverName: name,
            condition: .available,
            worldName: worlds.first?.name,
            worldCount: worlds.count,
            activeWorld: "w1",
            power: .running,
            backup: Sample.backup("b1", hoursOld: hoursOld),
            isLastGood: false,
            completedCount: 3,
            quota: Quota(used: nil, limit: nil)
        )
        return ConfirmationPhrase(
            target: PlanTarget(act: act, location: Sample.place),
            facts: facts,
            level: level,
            fleet: fleet,
            now: Sample.now
        )
    }

    @Test(arguments: ["smp-main", "a", "My Server 1.20 (EU)!", String(repeating: "b", count: 24)])
    func aPlainNameIsTypedAsItIs(name: String) {
        #expect(phrase(name).text == name)
        #expect(phrase(name).note == nil)
    }

    @Test(arguments: [
        (long, "longer than 24"), ("smp\u{2011}main", "not plain ASCII"), ("sérver", "not plain ASCII"),
        ("服务器", "not plain ASCII"), ("a\u{1B}[2J", "not plain ASCII"), ("a\u{202E}b", "not plain ASCII"),
        ("a\u{7F}", "not plain ASCII"), ("", "empty"), (" smp", "blanks"), ("smp ", "blanks"),
    ])
    func anUntypeableNameBecomesTheShortIdAndIsNoted(name: String, why: String) {
        #expect(phrase(name).text == "srv-0001")
        #expect(phrase(name).note?.contains(why) == true, "\(phrase(name).note ?? "none")")
    }

    @Test func aNameBorneByTwoServersBecomesTheShortId() {
        #expect(phrase("smp", twin: "smp").text == "srv-0001")
        #expect(phrase("smp", twin: "smp").note?.contains("another server") == true)
        #expect(phrase("smp", twin: "smp2").text == "smp")
    }

    @Test func severalWorldsNeedTheWorldToo() {
        let worlds = [World(id: "w1", name: "overworld", isActive: true), World(id: "w2", name: "x", isActive: false)]
        #expect(phrase("smp", worlds: worlds).text == "smp/overworld")
        #expect(phrase("smp", act: .delete("b1"), worlds: worlds).text == "smp/overworld")
        #expect(phrase("smp", act: .power(.stop), worlds: worlds).text == "smp", "power concerns the whole server")
        #expect(phrase(Self.long, worlds: worlds).text == "srv-0001/overworld")
    }

    @Test func anUntypeableWorldBecomesItsShortId() {
        let worlds = [World(id: "w1", name: "wörld", isActive: true), World(id: "w2", name: "x", isActive: false)]
        #expect(phrase("smp", worlds: worlds).text == "smp/w1")
        #expect(phrase("smp", worlds: worlds).note?.contains("world") == true)
    }

    @Test(arguments: [
        (72.0, "3d"), (71.99, "2d"), (24.0, "1d"), (23.99, "23h"), (1.0, "1h"), (0.99, "59m"), (1.0 / 60, "1m"),
        (0.01, "0m"), (0.0, "0m"), (-0.01, "unknown"), (-1.0, "unknown"),
    ] as [(Double, String)])
    func anExtremeActNeedsTheAgeThatIsLost(hours: Double, age: String) {
        #expect(phrase("smp-main", level: .extreme, hoursOld: hours).text == "smp-main \(age)")
    }

    @Test func withoutACreationTimeTheAgeIsUnknown() {
        #expect(phrase("smp", level: .extreme, hoursOld: nil).text == "smp unknown")
    }

    @Test func aTimeOfZeroIsNoAge() {
        #expect(CoarseAge.text(from: Date(timeIntervalSince1970: 0), to: Sample.now) == "unknown")
    }
}
