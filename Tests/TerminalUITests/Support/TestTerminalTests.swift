import TerminalUI
import Testing
import TestSupport

@MainActor
@Suite struct TestTerminalTests {
    @Test func `frames are kept, equal ones once, and none while blocked`() {
        let terminal = TestTerminal(size: Size(width: 5, height: 2))
        var buffer = Buffer(size: terminal.size)
        buffer.write("ab", at: .zero)
        terminal.draw(buffer, cursor: nil)
        terminal.draw(buffer, cursor: nil)
        terminal.acceptsFrames = false
        buffer.write("xy", at: .zero)
        terminal.draw(buffer, cursor: nil)
        #expect(terminal.frames.count == 1)
        #expect(terminal.droppedFrameCount == 1)
        #expect(terminal.screenText == "ab\n")
    }
}
