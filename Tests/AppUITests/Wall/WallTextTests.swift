import TerminalUI
import Testing
import TestSupport
@testable import AppUI

@Suite struct WallTextTests {
    @Test func `the text holds the headline, all alarms, the worst and the sources`() {
        var sample = SampleState.wall
        sample.makeTrouble()
        let text = WallText.page(sample.state, .test(unicode: false), size: Size(width: 80, height: 24))
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(rows[1].hasPrefix("5 of 9 servers NOT PROTECTED"))
        #expect(rows.contains("Alarms"))
        #expect(text.contains("NEVER"))
        #expect(text.contains("\n  Make one\n"))
        #expect(text.contains("\nLATE 2d2h lobby (smp)\n  The last good backup is 3d4h old, it may be 1d2h\n"))
        #expect(rows.contains("Worst first"))
        #expect(rows.contains("Sources"))
        #expect(text.contains("ptero                 UNREACHABLE 20m"))
        #expect(rows.allSatisfy { !$0.hasSuffix(" ") && $0.displayWidth <= 80 })
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }

    @Test func `no alarm is left out, however small the size`() {
        var sample = SampleState.emptyWall(of: [.sample()])
        sample.readMany(200)
        sample.watch(seconds: 35)
        let text = WallText.page(sample.state, .test(), size: Size(width: 40, height: 5))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("NEVER ") && $0.contains("+") } == 7)
    }
}
