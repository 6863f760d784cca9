import TerminalUI
import Testing

@Suite struct KeyDecoderTests {
    static let table: [(bytes: String, keys: String)] = [
        ("abc", "a b c"), ("ż漢", "ż 漢"), ("\r", "enter"), ("\n", "enter"), ("\t", "tab"), ("\u{7F}", "backspace"),
        ("\u{8}", "backspace"), ("\u{6}", "ctrl-f"), ("\u{0}", "ctrl-space"), ("\u{1C}", "ctrl-\\"), (" ", "space"),
        ("\u{1B}[A", "up"), ("\u{1B}OB", "down"), ("\u{1B}[1;5C", "ctrl-right"), ("\u{1B}[1;2D", "shift-left"),
        ("\u{1B}[1;3A", "alt-up"), ("\u{1B}[H", "home"), ("\u{1B}OF", "end"), ("\u{1B}[1~", "home"),
        ("\u{1B}[8~", "end"), ("\u{1B}[2~", "ins"), ("\u{1B}[3~", "del"), ("\u{1B}[3;5~", "ctrl-del"),
        ("\u{1B}[5~", "pgup"), ("\u{1B}[6~", "pgdn"), ("\u{1B}[5^", "ctrl-pgup"), ("\u{1B}[6$", "shift-pgdn"),
        ("\u{1B}[3@", "ctrl-shift-del"), ("\u{1B}[a", "shift-up"), ("\u{1B}Od", "ctrl-left"), ("\u{1B}[Z", "backtab"),
        ("\u{1B}OP", "f1"), ("\u{1B}[[E", "f5"), ("\u{1B}[15~", "f5"), ("\u{1B}[24~", "f12"),
        ("\u{1B}[1;5P", "ctrl-f1"),
        ("\u{1B}OM", "enter"), ("\u{1B}Op", "0"), ("\u{1B}Om", "-"), ("\u{1B}\u{1B}[A", "alt-up"), ("\u{1B}x", "alt-x"),
        ("\u{1B}X\u{18}", "ctrl-x"), ("\u{1B}\r", "alt-enter"), ("\u{1B}\u{7F}", "alt-backspace"),
        ("\u{1B}[27;5;9~", "ctrl-tab"), ("\u{1B}[97;5u", "ctrl-a"), ("\u{1B}[13;2u", "shift-enter"),
        ("\u{1B}[?1;2c", ""), ("\u{1B}[24;80R", ""), ("\u{1B}[I", ""), ("\u{1B}[?2026;2$y", ""), ("\u{1B}[4;2$y", ""),
        ("\u{1B}]11;rgb:0/0/0\u{7}q", "q"), ("\u{1B}]11;rgb:0/0/0\u{1B}\\q", "q"), ("\u{1B}P>|xterm\u{1B}\\q", "q"),
        ("\u{1B}[1\u{1B}[A", "up"), ("\u{1B}[12\u{3}q", "ctrl-c q"), ("\u{1B}\u{1B}q", "esc alt-q"),
        ("\u{1B}[<0;1;1M", ""),
    ]

    private func decode(_ pieces: [[UInt8]], timeOuts: Bool = false) -> [TerminalEvent] {
        var decoder = KeyDecoder()
        var events: [TerminalEvent] = []
        for piece in pieces {
            events += decoder.feed(piece)
            if timeOuts, decoder.waitingTime != nil {
                events += decoder.timeOut()
            }
        }
        return events
    }

    private func names(_ events: [TerminalEvent]) -> String {
        events.map {
            if case let .key(event) = $0 { event.description } else { "\($0)" }
        }.joined(separator: " ")
    }

    @Test(arguments: table)
    func `a sequence means its key, in one piece or byte by byte`(bytes: String, keys: String) {
        #expect(names(decode([Array(bytes.utf8)])) == keys)
        #expect(names(decode(bytes.utf8.map { [$0] })) == keys)
    }

    @Test(arguments: table.filter { $0.bytes.hasPrefix("\u{1B}") })
    func `a sequence cut by a late link yields nothing but escape and its own bytes`(bytes: String, keys: String) {
        let all = Array(bytes.utf8)
        for cut in 1 ..< all.count {
            let events = decode([Array(all[..<cut]), Array(all[cut...])], timeOuts: true)
            for case let .key(event) in events where event.description != "esc" && !keys.contains(event.description) {
                guard case let .character(character) = event.key else {
                    // What is left of a cut sequence may itself be a whole one.
                    #expect(all[cut...].contains(0x1B) || all[..<cut].dropFirst().contains(0x1B))
                    continue
                }
                #expect(bytes.contains(character))
            }
            #expect(decode([Array(all[..<cut]), Array(all[cut...])]).count == decode([all]).count)
        }
    }

    @Test func `a lone escape waits briefly and then is the key`() {
        var decoder = KeyDecoder(escapeDelay: .milliseconds(75))
        #expect(decoder.feed([0x1B]).isEmpty)
        #expect(decoder.waitingTime == .milliseconds(75))
        #expect(names(decoder.timeOut()) == "esc")
        #expect(decoder.waitingTime == nil)
        #expect(decoder.timeOut().isEmpty)
    }

    @Test func `an introducer alone is an Alt key, a longer beginning vanishes`() {
        #expect(names(decode([[0x1B, 0x5B]], timeOuts: true)) == "alt-[")
        #expect(names(decode([[0x1B, 0x5B, 0x31, 0x3B]], timeOuts: true)) == "")
        #expect(names(decode([[0x1B, 0x1B]], timeOuts: true)) == "esc esc")
    }

    @Test func `a paste is one event, whatever it holds and however it is cut`() {
        let text = "x\u{1B}[A\r\nq ż"
        let bytes = Array("a\u{1B}[200~\(text)\u{1B}[201~b".utf8)
        let expected: [TerminalEvent] = [.key(KeyEvent("a")), .paste(text), .key(KeyEvent("b"))]
        #expect(decode([bytes]) == expected)
        #expect(decode(bytes.map { [$0] }) == expected)
    }

    @Test func `an unfinished paste ends by itself`() {
        #expect(decode([Array("\u{1B}[200~abc".utf8)], timeOuts: true) == [.paste("abc")])
    }

    @Test func `a paste is cut at the limit and still ends`() {
        let long = [UInt8](repeating: 0x61, count: KeyDecoder.pasteLimit + 1000)
        let events = decode([Array("\u{1B}[200~".utf8), long, Array("\u{1B}[201~q".utf8)])
        #expect(events.count == 2)
        guard case let .paste(text) = events.first else {
            Issue.record("no paste")
            return
        }
        #expect(text.utf8.count == KeyDecoder.pasteLimit)
        #expect(events.last == .key(KeyEvent("q")))
    }

    @Test func `an emoji of several code points is one key`() {
        #expect(names(decode([Array("👩‍👩‍👧q".utf8)])) == "👩‍👩‍👧 q")
    }

    @Test func `bytes that are no UTF-8 vanish without taking others along`() {
        #expect(names(decode([[0x80, 0x71, 0xC5, 0x71, 0xFF, 0xE6, 0xC5, 0xBC]])) == "q q ż")
    }

    @Test func `sequences of this terminal come first`() {
        var decoder = KeyDecoder(sequences: [
            "\u{1B}A": KeyEvent(.up), "\u{1B}[11;9x": KeyEvent(.function(40)), "\u{8}": KeyEvent(.left),
            "": KeyEvent("x"),
        ])
        #expect(names(decoder.feed(Array("\u{1B}A\u{1B}[11;9x\u{1B}B\u{8}".utf8))) == "up f40 alt-B backspace")
    }

    @Test func `random bytes never stall the decoder`() {
        var generator = SplitMix(seed: 11)
        let alphabet: [UInt8] = [
            0x1B, 0x5B, 0x4F, 0x5D, 0x50, 0x3B, 0x31, 0x32, 0x30, 0x7E, 0x41, 0x80, 0xC5, 0x07, 0x71, 0x24,
        ]
        for _ in 0 ..< 500 {
            var decoder = KeyDecoder()
            _ = decoder.feed((0 ..< 40).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] })
            while decoder.waitingTime != nil {
                _ = decoder.timeOut()
            }
            #expect(names(decoder.feed([0x78])) == "x")
        }
    }
}
