import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Menus and the palette")
struct MenuTests {
    @Test func theActionsMenuSaysWhyALineIsOff() {
        var bench = Bench.opened(context: Sample.context(access: .readOnly))
        bench.press(.actionsMenu)
        let create = bench.menu?.lines.first { $0.choice == .action(.create) }
        #expect(create?.reason?.contains("read-only") == true)
        #expect(bench.menu?.lines.first { $0.choice == .action(.refresh) }?.reason == nil)
    }

    @Test func aLineThatIsOffSaysSoAndStaysOpen() {
        var bench = Bench.opened(context: Sample.context(access: .readOnly))
        bench.press(.actionsMenu)
        bench.key(.enter)
        #expect(bench.state.notice?.kind == .warning)
        #expect(bench.menu != nil)
    }

    @Test func arrowsStayWithinTheMenu() {
        var bench = Bench.opened()
        bench.press(.actionsMenu)
        bench.key(.up)
        #expect(bench.menu?.cursor == 0)
        for _ in 0 ..< 40 { bench.key(.down) }
        #expect(bench.menu?.cursor == (bench.menu?.lines.count ?? 0) - 1)
    }

    @Test func copyingTakesTheSelectedBackup() {
        var bench = Bench.opened()
        bench.select("b2")
        bench.press(.copy)
        bench.key(.character("i"))
        #expect(bench.effects == [.copyToClipboard(what: "id", text: "b2")])
        #expect(bench.state.overlays.isEmpty)
        bench.press(.copy)
        bench.key(.character("c"))
        #expect(bench.state.notice?.text == "this backup has no checksum")
    }

    @Test func thePaletteNarrowsAndRuns() {
        var bench = Bench.opened()
        bench.press(.palette)
        bench.type("show-s")
        guard case let .palette(palette)? = bench.state.overlays.last else {
            Issue.record("no palette")
            return
        }
        #expect(palette.matches == [.action(.showServers)])
        bench.key(.enter)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.screen == .servers)
    }

    @Test func enterWithoutAWordClosesThePalette() {
        var bench = Bench.opened()
        bench.press(.palette)
        bench.key(.enter)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.exitCode == nil)
    }

    @Test func nonsenseInThePaletteRunsNothing() {
        var bench = Bench.opened()
        bench.press(.palette)
        bench.type("qqq")
        let before = bench.state.manager
        bench.key(.enter)
        #expect(bench.state.overlays.count == 1, "there is something to correct")
        #expect(bench.state.notice?.text == "Nothing here is called \"qqq\"")
        #expect(bench.state.manager == before)
    }

    @Test func thePaletteObeysReasons() {
        var bench = Bench.opened(context: Sample.context(access: .readOnly))
        bench.press(.palette)
        bench.type("restore")
        bench.key(.enter)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.notice?.text.hasPrefix("restore: ") == true)
    }

    @Test func helpScrollsAndCloses() {
        var bench = Bench.opened()
        bench.press(.help)
        bench.key(.down)
        bench.key(.character("k"))
        bench.key(.character("k"))
        #expect(bench.state.overlays == [.help(HelpPage())])
        bench.key(.escape)
        #expect(bench.state.overlays.isEmpty)
    }
}
