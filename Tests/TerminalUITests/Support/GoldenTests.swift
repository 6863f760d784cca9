import Foundation
import TerminalUI
import Testing
import TestSupport

@Suite struct GoldenTests {
    private var frame: Buffer {
        var buffer = Buffer(size: Size(width: 8, height: 3))
        buffer.write("ok 漢", at: .zero, style: Style(foreground: .green).bold)
        buffer.write("x", at: Point(x: 7, y: 2), style: Style(background: .bright(.red)))
        return buffer
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "golden-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appending(path: "frame.txt").path)
    }

    @Test func `the text form shows glyphs, styles and a legend`() {
        #expect(Golden.text(of: frame, cursor: Point(x: 1, y: 0)) == """
        size 8x3
        cursor 1,0
        --- glyphs
        ok 漢

               x
        --- styles
        aaaaa

        .......b
        --- legend
        a bold green
        b on bright red

        """)
    }

    @Test func `a frame passes against what was written and fails when a style changes`() throws {
        try withFolder { path in
            try Golden.check(frame, against: path, environment: ["UPDATE_GOLDENS": "1"])
            try Golden.check(frame, against: path, environment: [:])
            var other = frame
            other.restyle(Rect(x: 0, y: 0, width: 1, height: 1), .plain)
            #expect(throws: GoldenError.self) { try Golden.check(other, against: path, environment: [:]) }
            #expect(throws: GoldenError.self) {
                try Golden.check(frame, cursor: .zero, against: path, environment: [:])
            }
        }
    }

    @Test func `a missing file fails and is not written`() throws {
        try withFolder { path in
            #expect(throws: GoldenError.missing(path: path)) {
                try Golden.check(frame, against: path, environment: [:])
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func `rewriting is refused in CI`() throws {
        try withFolder { path in
            #expect(throws: GoldenError.updateRefused) {
                try Golden.check(frame, against: path, environment: ["UPDATE_GOLDENS": "1", "CI": "true"])
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }
}
