import TerminalUI
import Testing
import TestSupport
@testable import AppCore
@testable import AppUI

/// Never a refusal: every size says something, and what moves stays inside.
@Suite struct WallSizeTests {
    private static let samples: [SampleState] = {
        var trouble = SampleState.wall
        trouble.makeTrouble()
        var many = SampleState.emptyWall(of: [.sample()])
        many.readMany(60)
        many.watch(seconds: 35)
        return [trouble, many, .emptyWall]
    }()

    @Test(arguments: samples.indices)
    func `every size says how many are not protected, and beats`(index: Int) {
        var sample = Self.samples[index]
        for height in [1, 2, 3, 4, 5, 6, 7, 9, 11, 12, 15, 16, 17, 21, 22, 24, 44, 46, 100] {
            for width in [1, 5, 12, 19, 20, 29, 30, 39, 40, 49, 50, 58, 59, 62, 80, 119, 131, 300] {
                let size = Size(width: width, height: height)
                let first = draw(sample, size, .test(unicode: false)).buffer
                #expect(first.rows.contains { !$0.isEmpty }, "\(size.text)")
                sample.send(.timerFired(.second), after: 1)
                let next = draw(sample, size, .test(unicode: false)).buffer
                if width >= 40 || height >= 2 && width >= 10 { #expect(first != next, "\(size.text)") }
            }
        }
    }

    @Test func `the figures are blocks from 24 rows of 80 columns on, and words below`() {
        let sample = Self.samples[0]
        let blocks = draw(sample, Size(width: 80, height: 24), .test(unicode: false)).buffer.glyphs
        #expect(blocks.contains("########"))
        let words = draw(sample, Size(width: 60, height: 20), .test(unicode: false)).buffer.glyphs
        #expect(words.contains("5 of 9 servers NOT PROTECTED, 3 of them unknown"))
        let tiny = draw(sample, Size(width: 20, height: 1), .test(unicode: false)).buffer.glyphs
        #expect(tiny.hasPrefix("5/9 NOT PROTECTED") || tiny.hasPrefix("5/9 NOT OK"))
    }

    @Test func `nothing depends on Unicode: an ASCII terminal gets ASCII`() {
        for sample in Self.samples {
            for size in Size.goldens {
                let rows = draw(sample, size, .test(colors: .eight, unicode: false)).buffer.rows
                #expect(rows.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) }, "\(size.text)")
            }
        }
    }
}
