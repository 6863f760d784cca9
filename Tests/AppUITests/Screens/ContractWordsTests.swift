import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// Words that are agreed upon, at the size most terminals have.
@Suite struct ContractWordsTests {
    private func glyphs(_ name: String, _ size: Size = Size(width: 80, height: 24)) throws -> String {
        let scenes = Scene.all
        return try draw(#require(scenes.first { $0.name == name }).sample, size).buffer.glyphs
    }

    @Test(arguments: [
        ("list-idle", "Quota [#####-----] 5/10"), ("list-idle", "  RW  live"), ("list-idle", "world 1/3"),
        ("list-empty-read-only", "  RO  live"), ("list-offline", "offline 12m old"), ("list-running", "42%"),
        ("list-running", "restoring"), ("list-failed-create", "FAIL"), ("list-silent", "no news 40s"),
        ("list-filtered", "PAUSED"), ("plan-restore-one-world", "Type: smp-main"),
        ("plan-mismatch", "Type exactly: smp-main"), ("plan-window", "Restoring in 5 s - any key cancels"),
        ("create-wait", "wait"), ("plan-restore", "Enter restore · Esc cancel"), (
            "plan-delete-last-good",
            "Type: smp-main 3h"
        ),
        ("plan-truncate", "EVERY FILE OF THE SERVER IS REMOVED FIRST"), ("plan-truncate", "*.log, cache/**"),
        ("plan-truncate", "Type: smp-main 3h"), ("plan-spoiling", "marked failed for good"),
        ("plan-spoiling", "downloads a copy first"), ("plan-spoiling", "may take 9 min"),
        ("plan-no-evidence", "does not tell how a restore ended"), ("plan-cancel", "Enter stop it"),
        ("contexts", "token refused"), ("contexts", "RW P"), ("restore-menu", "wipe every file first"),
        ("create-lock", "[x] locked"), ("create-description", "Description (may be empty):"),
        ("list-downloading", "19.0 MB/s"), ("list-downloading", "download nightly"),
        ("detail-good", "the downloaded file matches"), ("detail-failed", "No space left on the node"),
        ("servers-power", "never"),
    ])
    func `an agreed word stands on the screen`(scene: String, words: String) throws {
        #expect(try glyphs(scene).contains(words))
    }

    @Test func `a plan that stops nothing says so and no stop`() throws {
        for scene in ["plan-truncate", "plan-no-evidence"] {
            #expect(try glyphs(scene).contains("neither stops nor starts it"))
        }
        #expect(try glyphs("plan-spoiling").contains("stopped first and started again"))
    }

    @Test func `an archive that is unpacked quickly bears no warning of its time`() {
        var sample = SampleState.spoiling
        sample.openPlan("r")
        let text = draw(sample, Size(width: 80, height: 24)).buffer.glyphs
        #expect(text.contains("marked failed for good"))
        #expect(!text.contains("may take"))
    }

    @Test func `a wipe is named at every size but the smallest`() throws {
        for size in Size
            .goldens { #expect(try glyphs("plan-truncate", size).contains("Wipe, then restore"), "\(size)") }
    }

    @Test func `no estimate is said as such`() {
        var sample = SampleState(backups: [Scene.running] + Backup.samples)
        sample.progress(.create, of: Scene.running.id, 0.1)
        #expect(draw(sample, Size(width: 80, height: 24)).buffer.glyphs.contains("no estimate"))
    }

    @Test(arguments: Size.goldens)
    func `the list reads the same without colours`(size: Size) {
        for scene in Scene.list {
            let colourful = draw(scene.sample, size).buffer
            let mono = draw(scene.sample, size, .test(colors: .mono)).buffer
            #expect(colourful.glyphs == mono.glyphs)
        }
    }

    @Test func `a terminal without colours gets none`() {
        for scene in Scene.list + Scene.overlays + Scene.plans {
            let buffer = draw(scene.sample, Size(width: 80, height: 24), .test(colors: .mono)).buffer
            for y in buffer.bounds.rows {
                for x in buffer.bounds.columns { #expect(buffer[x, y].style.foreground == .standard) }
            }
        }
    }

    @Test func `an ASCII terminal gets nothing but ASCII from us`() {
        for scene in Scene.all
            where scene.name != "plan-restore-short-id" {
            for size in Size.goldens {
                let text = draw(scene.sample, size, .test(unicode: false)).buffer.glyphs
                #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(scene.name) \(size.text)")
            }
        }
    }

    @Test(arguments: Size.goldens)
    func `exactly the selected row is reversed`(size: Size) throws {
        var sample = SampleState()
        sample.press("j")
        let buffer = draw(sample, size).buffer
        let reversed = buffer.bounds.rows.filter { buffer[0, $0].style.attributes.contains(.reverse) }
        #expect(reversed.count == 1)
        #expect(try buffer.text(row: #require(reversed.first)).contains("nightly"))
    }

    @Test(arguments: [
        (Size(width: 19, height: 3), "4 ok 1 FAIL"), (Size(width: 80, height: 3), "4 ok 1 FAIL"),
        (Size(width: 19, height: 24), "4 ok 1 FAIL"), (Size(width: 4, height: 1), "4 ok"), (
            Size(width: 1, height: 1),
            "4"
        ),
    ])
    func `below 20x4 one line is left`(size: Size, text: String) {
        #expect(draw(SampleState(), size).buffer.glyphs.split(separator: "\n").joined() == text)
    }

    @Test func `every size draws something and never crashes`() {
        for scene in Scene.all {
            for size in [
                (1, 1),
                (1, 30),
                (2, 2),
                (3, 9),
                (8, 3),
                (19, 4),
                (20, 3),
                (23, 8),
                (24, 7),
                (39, 10),
                (300, 2),
            ] {
                let frame = draw(scene.sample, Size(width: size.0, height: size.1))
                #expect(frame.buffer.glyphs.contains { !$0.isWhitespace }, "\(scene.name) \(size)")
                #expect(frame.cursor.map { frame.buffer.bounds.contains($0) } ?? true, "\(scene.name) \(size)")
            }
        }
    }

    @Test func `nothing is drawn into nothing`() {
        #expect(draw(SampleState(), .zero).buffer.size == .zero)
    }
}
