import Testing
@testable import TerminalUI

@Suite struct StyleTests {
    static let colors: [Color] = [
        .standard, .black, .red, .green, .yellow, .blue, .magenta, .cyan, .white, .bright(.black), .bright(.white),
        .indexed(0), .indexed(7), .indexed(208), .indexed(255),
    ]

    @Test(arguments: colors)
    func `a style survives packing`(color: Color) {
        let style = Style(foreground: color, background: .indexed(19), attributes: [.bold, .reverse])
        #expect(Style(packed: style.packed) == style)
        let other = Style(foreground: .bright(.cyan), background: color, attributes: [.dim, .italic, .underline])
        #expect(Style(packed: other.packed) == other)
    }

    @Test func `packed colours are all different`() {
        #expect(Set(Self.colors.map(\.packed)).count == Self.colors.count)
    }

    @Test func `attributes chain`() {
        #expect(Style(foreground: .red).bold.underline.reverse.attributes == [.bold, .underline, .reverse])
        #expect(Style.plain.foreground(.blue).background(.white) == Style(foreground: .blue, background: .white))
    }
}
