import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// Names and errors of services may hold anything; on the wall they stay inside their cells.
@Suite struct WallHostileTests {
    @Test(arguments: HostileNamesTests.names.map(\.text))
    func `names and errors stay inside their cells on every page`(text: String) {
        for size in Size.goldens {
            var sample = SampleState.emptyWall
            sample.load([.sample("s0", name: text, worlds: []), .sample("s1", name: "plain", worlds: [])])
            sample.read(["s1": [.sample("b", text, hoursAgo: 80)]])
            sample.send(.serversLoaded("ptero", .failure(ProviderError(.serverFailure, text))))
            sample.watch(seconds: 32)
            for _ in 0 ..< 6 {
                let rows = draw(sample, size, .test(unicode: false)).buffer.rows
                #expect(rows.count == size.height)
                #expect(rows.allSatisfy { row in !row.unicodeScalars.contains { $0.value < 32 || $0.value == 0x7F } })
                if size.height >= 10 {
                    #expect(rows.contains { $0.hasPrefix("Sources ") && $0.contains("smp") })
                }
                sample.leap(seconds: 20)
            }
        }
    }
}
