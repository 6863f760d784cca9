import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// Text from a service may hold anything; on the screen it stays inside its cells.
@Suite struct HostileNamesTests {
    static let names: [(label: String, text: String)] = [
        ("empty", ""),
        ("blank", "   "),
        ("newline", "two\nlines\r\nand\ttab"),
        ("clear screen", "a\u{1B}[2J\u{1B}[H\u{1B}[31mred"),
        ("title", "\u{1B}]0;owned\u{07}b\u{1B}]52;c;AAAA\u{1B}\\c"),
        ("C1", "a\u{9B}2Jb\u{90}q\u{9C}c\u{85}d"),
        ("open string", "a\u{1B}]8;;http://example"),
        ("override", "a\u{202E}fdp.exe\u{202C}\u{2066}b\u{2069}\u{200F}c"),
        ("invisible", "a\u{200B}\u{FEFF}\u{2060}\u{AD}b\u{E0041}"),
        ("marks", "Z\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}algo"),
        ("leading mark", "\u{0301}\u{0302}x"),
        ("wide", "漢字のバックアップの名前はとても長いです漢字のバックアップの名前はとても長いです"),
        ("emoji", "👩‍👩‍👧‍👦🇩🇪❤️👍🏽🧟‍♂️ x ⚠️"),
        ("arabic", "نسخة احتياطية"),
        ("long", String(repeating: "0123456789abcdef", count: 640)),
        ("long word of marks", "e" + String(repeating: "\u{0301}", count: 10000)),
        ("long and wide", String(repeating: "漢", count: 5000)),
        ("borders", "│┌┐└┘ │ Enter restore"),
        ("delete", "a\u{7F}b\u{08}c\u{00}d"),
    ]

    private struct Place: Sendable {
        var name: String
        var make: @Sendable (String) -> SampleState
    }

    private static let size = Size(width: 80, height: 24)

    private static let places: [Place] = [
        Place(name: "backup") { SampleState(backups: backups($0)) },
        Place(name: "backup in detail") {
            var sample = SampleState(backups: backups($0))
            sample.press("i")
            return sample
        },
        Place(name: "facts in detail") { text in
            var backup = Backup.richSamples[0]
            backup.ignoredPatterns = [text, "*.log", text]
            backup.checksum = Checksum(algorithm: .sha1, value: text)
            var sample = SampleState(context: .sample(capabilities: .rich), backups: [backup])
            sample.press("i")
            return sample
        },
        Place(name: "operation") { text in
            var sample = SampleState(backups: backups(text))
            sample.progress(.create, of: "hostile", 0.4)
            return sample
        },
        Place(name: "server") { SampleState(server: .sample(name: $0)) },
        Place(name: "world") { text in
            SampleState(server: .sample(worlds: [
                World(id: "w-1", name: text, isActive: true), World(id: "w-2", name: "other", isActive: false),
            ]))
        },
        Place(name: "condition") { SampleState(server: .sample(condition: .suspended(reason: $0))) },
        Place(name: "servers") { text in
            var sample = SampleState(contexts: [.sample(), .sample("two")])
            sample.load([.sample(name: text, condition: .unknown(text)), .sample("2", name: "other")])
            return sample
        },
        Place(name: "error") { text in
            var sample = SampleState()
            sample.press("R")
            sample.failList(ProviderError(.serverFailure, text))
            return sample
        },
        Place(name: "filter") { text in
            var sample = SampleState()
            sample.press("/")
            sample.send(.sheetKey(.paste(text)))
            return sample
        },
        Place(name: "filter kept") { text in
            var sample = SampleState()
            sample.press("/")
            sample.send(.sheetKey(.paste(text)))
            sample.press("enter")
            return sample
        },
        Place(name: "new name") { text in
            var sample = SampleState()
            sample.press("c")
            sample.arm()
            sample.send(.sheetKey(.paste(text)))
            return sample
        },
        Place(name: "old name") { text in
            var sample = SampleState(backups: backups(text))
            sample.press("e")
            sample.arm()
            sample.press("enter")
            return sample
        },
        Place(name: "twin") { text in
            var sample = SampleState(backups: backups(text))
            sample.press("c")
            sample.arm()
            sample.send(.sheetKey(.paste(text)))
            sample.press("enter")
            return sample
        },
        Place(name: "create sheet") { text in
            var sample = SampleState(server: .sample(name: text, worlds: [World(id: "w", name: text, isActive: true)]))
            sample.press("c")
            return sample
        },
        Place(name: "confirm sheet") { text in
            var failed = backups(text)
            failed[0].state = .failed
            var sample = SampleState(backups: failed)
            sample.press("T")
            return sample
        },
        Place(name: "menu") { text in
            var sample = SampleState(backups: backups(text))
            sample.press("a", "j", "j", "j", "j")
            return sample
        },
        Place(name: "power menu") { text in
            var sample = SampleState(server: .sample(name: text))
            sample.press("o")
            return sample
        },
        Place(name: "plan") { text in
            var sample = hostileServer(text)
            sample.openPlan("r")
            return sample
        },
        Place(name: "mismatch") { text in
            var sample = hostileServer(text)
            sample.openPlan("r")
            sample.type("漢字 no")
            sample.press("enter")
            return sample
        },
        Place(name: "window") { text in
            var sample = hostileServer(text)
            sample.confirmPlan("r")
            return sample
        },
        Place(name: "changed") { text in
            var sample = hostileServer(text)
            sample.confirmPlan("r")
            sample.pass(seconds: 5)
            sample.inspect(backups: [.sample("hostile", text + "x", hoursAgo: 1)])
            return sample
        },
    ]

    private static func backups(_ name: String) -> [Backup] {
        [.sample("hostile", name, hoursAgo: 1)] + Backup.samples
    }

    private static func hostileServer(_ text: String) -> SampleState {
        SampleState(
            server: .sample(name: text, worlds: [World(id: "w", name: text, isActive: true)]), backups: backups(text)
        )
    }

    @Test(arguments: names.map(\.label))
    func `no cell holds anything but a glyph of its own width`(label: String) throws {
        let text = try #require(Self.names.first { $0.label == label }).text
        for place in Self.places {
            let sample = place.make(text)
            for size in Size.goldens {
                let frame = draw(sample, size)
                #expect(frame.cursor.map { frame.buffer.bounds.contains($0) } ?? true, "\(place.name) \(size.text)")
                #expect(Self.faults(in: frame.buffer).isEmpty, "\(place.name) \(size.text)")
            }
        }
    }

    @Test(arguments: names.map(\.label))
    func `a name in the list changes nothing outside its own cells`(label: String) throws {
        let text = try #require(Self.names.first { $0.label == label }).text
        let hostile = draw(SampleState(backups: Self.backups(text)), Self.size).buffer
        let plain = draw(SampleState(backups: Self.backups("plain")), Self.size).buffer
        let name = 13 ..< 42
        for y in hostile.bounds.rows {
            for x in hostile.bounds.columns where !(y == 3 && name.contains(x)) {
                #expect(hostile[x, y] == plain[x, y], "\(x),\(y)")
            }
        }
    }

    @Test(arguments: names.map(\.label))
    func `a box keeps its frame whatever stands in it`(label: String) throws {
        let text = try #require(Self.names.first { $0.label == label }).text
        guard label != "borders" else { return }
        for place in Self.places {
            let sample = place.make(text)
            guard !sample.state.overlays.isEmpty, sample.state.overlays.last.map({
                if case .filter = $0 { false } else { true }
            }) == true else { continue }
            for size in Size.goldens where size.width >= 24 && size.height >= 8 {
                let buffer = draw(sample, size).buffer
                let box = try #require(buffer.popupBox, "\(place.name) \(size.text)")
                for y in box.inset(by: 1).rows {
                    #expect(buffer[box.x, y].character == "│", "\(place.name) \(size.text)")
                    #expect(buffer[box.maxX - 1, y].character == "│", "\(place.name) \(size.text)")
                }
            }
        }
    }

    @Test(arguments: names.map(\.label))
    func `a server whose name cannot be typed safely is confirmed by its short id`(label: String) throws {
        let text = try #require(Self.names.first { $0.label == label }).text
        var sample = SampleState(server: .sample(name: text, worlds: []), backups: Self.backups("plain"))
        sample.openPlan("r")
        let rows = draw(sample, Self.size).buffer.rows
        #expect(rows.contains { $0.contains("│ Type: 1a2b3c4d  ") })
        #expect(rows.contains { $0.contains("│ Note  ") })
    }

    @Test func `a name of ten thousand characters leaves the other facts on the screen`() {
        var sample = SampleState(backups: Self.backups(String(repeating: "long ", count: 2000)))
        sample.press("i")
        let text = draw(sample, Self.size).buffer.glyphs
        for label in ["State", "Created", "Kind"] { #expect(text.contains("│ " + label)) }
    }

    /// Cells whose glyph a terminal would act on, or would draw elsewhere than we think.
    private static func faults(in buffer: Buffer) -> [Point] {
        buffer.bounds.rows.flatMap { y -> [Point] in
            buffer.bounds.columns.filter { x in
                let cell = buffer[x, y]
                if cell.width == 0 { return x == 0 || buffer[x - 1, y].width != 2 }
                if cell.width == 2, x == buffer.size.width - 1 { return true }
                return cell.character.displayWidth != cell.width || cell.character.unicodeScalars.contains(where: isBad)
            }.map { Point(x: $0, y: y) }
        }
    }

    private static func isBad(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0 ..< 0x20, 0x7F ..< 0xA0, 0xAD, 0x061C, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028 ... 0x202E,
             0x2060 ... 0x206F, 0xFEFF, 0xE0000 ... 0xE007F: true
        default: false
        }
    }
}
