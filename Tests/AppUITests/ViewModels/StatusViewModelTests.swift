import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

@Suite struct StatusViewModelTests {
    private func lines(_ sample: SampleState, width: Int = 80, limit: Int = 3) -> [String] {
        StatusViewModel(sample.state)
            .lines(width: width, limit: limit, theme: ViewContext.test().theme, ellipsis: "…")
            .map(\.text)
    }

    private func failed(_ message: String) -> SampleState {
        var sample = SampleState()
        sample.press("R")
        sample.failList(ProviderError(.unreachable, message))
        return sample
    }

    @Test func `a message that fits shares its row with the place in the list`() {
        #expect(lines(failed("No connection"), width: 30) == ["No connection              1/5"])
    }

    @Test func `a long message takes the rows it needs, so that the next step can be read`() {
        let sample = failed("Backups of smp-main: no connection to archon.example: check the network, then press R")
        #expect(lines(sample, width: 40) == [
            "Backups of smp-main: no connection to",
            "archon.example: check the network, then",
            "press R                              1/5",
        ])
    }

    @Test func `a message longer than the limit is cut with a sign`() {
        let rows = lines(failed(String(repeating: "word ", count: 60)), width: 40, limit: 2)
        #expect(rows.count == 2)
        #expect(rows[1].contains("…"))
        #expect(rows.allSatisfy { $0.displayWidth <= 40 })
    }

    @Test func `PAUSED comes first and stays at every width`() {
        var sample = SampleState()
        sample.press("space", "v", "f", "p", "/")
        sample.type("n")
        sample.press("enter")
        #expect(lines(sample, width: 80).last?.hasSuffix("PAUSED [/n] 1 marked RANGE FOLLOW 2/4") == true)
        for width in 20 ... 80 { #expect(lines(sample, width: width).last?.contains("PAUSED") == true) }
    }

    @Test func `an answer to a key comes before what is wrong`() {
        var sample = failed("No connection")
        sample.press("V")
        #expect(StatusViewModel(sample.state).text == "verify: this service has no verify")
        sample.press("j")
        #expect(StatusViewModel(sample.state).text == "No connection")
    }

    @Test func `a feed that is down says that lists go on`() {
        var sample = SampleState()
        sample.event(.disconnected(ProviderError(.unreachable, "closed")))
        #expect(StatusViewModel(sample.state).text == "No live events, lists go on: closed")
    }

    @Test func `values that could not be read are counted`() {
        var sample = SampleState()
        sample.press("R")
        sample.list(Backup.samples, unreadable: 1)
        #expect(StatusViewModel(sample.state).text == "1 value of the list could not be read")
    }

    @Test func `several contexts that cannot be read are counted`() {
        var sample = SampleState(contexts: [.sample(), .sample("two"), .sample("three")])
        for context in ["smp", "two"] as [Context.ID] {
            sample.send(.serversLoaded(context, .failure(ProviderError(.unauthorized, "refused"))))
        }
        #expect(StatusViewModel(sample.state).text == "smp: refused (and 1 more)")
    }

    @Test(arguments: [
        ("reading", "Reading the backups"), ("empty", "No backups yet: press c to make one."),
        ("filtered", "Nothing matches the filter: Esc clears it."),
        ("failed", "The backups could not be read; it is tried again."),
    ])
    func `an empty list says why and what to do`(scene: String, expected: String) {
        var sample = SampleState(contexts: [.sample()])
        sample.load([.sample()])
        switch scene {
        case "empty": sample.list([])
        case "filtered":
            sample.list(Backup.samples)
            sample.press("/")
            sample.type("none such")
        case "failed": sample.failList(ProviderError(.serverFailure, "broken"))
        default: break
        }
        #expect(EmptyListText.text(sample.state) == expected)
    }

    @Test func `where no backup can be made an empty list says why instead of naming the key`() {
        let sample = SampleState(context: .sample(access: .readOnly), backups: [])
        #expect(EmptyListText.text(sample.state)?.contains("read-only") == true)
        #expect(EmptyListText.text(sample.state)?.contains("press c") == false)
    }
}
