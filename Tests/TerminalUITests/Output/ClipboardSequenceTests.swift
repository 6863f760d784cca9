import Foundation
import TerminalUI
import Testing

@Suite struct ClipboardSequenceTests {
    private func sent(_ text: String, _ route: ClipboardResult.Route) -> String {
        String(decoding: ClipboardSequence.bytes(for: text, route: route), as: UTF8.self)
    }

    @Test(arguments: ["", "a", "ab", "abc", "żółw 漢字", String(repeating: "x", count: 3000)])
    func `the text travels as base64`(text: String) {
        let encoded = Data(text.utf8).base64EncodedString()
        #expect(sent(text, .direct) == "\u{1B}]52;c;\(encoded)\u{07}")
    }

    @Test func `tmux gets the plain and the wrapped form`() {
        #expect(sent("a", .tmux) == "\u{1B}]52;c;YQ==\u{07}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;YQ==\u{07}\u{1B}\\")
    }

    @Test func `screen gets pieces it does not cut`() {
        let text = String(repeating: "x", count: 3000)
        let pieces = sent(text, .screen).split(separator: "\u{1B}\\", omittingEmptySubsequences: true)
        #expect(pieces.count == 8)
        #expect(pieces.allSatisfy { $0.hasPrefix("\u{1B}P") && $0.utf8.count <= 514 })
        #expect(pieces.map { $0.dropFirst(2) }.joined() == sent(text, .direct))
    }

    @Test(arguments: [
        (["TERM": "xterm-256color"], ClipboardResult.Route.direct),
        (["TERM": "screen", "TMUX": "/tmp/x,1,0"], .tmux),
        (["TERM": "tmux-256color"], .tmux),
        (["TERM": "screen.xterm"], .screen),
        (["TERM": "xterm", "STY": "1.x"], .screen),
        ([:], .direct),
    ])
    func `the environment tells the route`(environment: [String: String], route: ClipboardResult.Route) {
        #expect(ClipboardSequence.route(environment: environment) == route)
    }
}
