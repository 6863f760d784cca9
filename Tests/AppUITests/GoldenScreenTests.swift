import TerminalUI
import TestSupport
import Testing

/// Every screen as it was last looked at and found good. `UPDATE_GOLDENS=1` rewrites the files.
@Suite struct GoldenScreenTests {
    static let scenes = Scene.list + Scene.servers + Scene.overlays + Scene.lightSheets + Scene.plans

    @Test(arguments: scenes, Size.goldens)
    func `a screen looks as it was found good`(scene: Scene, size: Size) throws {
        let frame = draw(scene.sample, size)
        try Golden.check(frame.buffer, cursor: frame.cursor, named: "\(scene.name)-\(size.text)")
    }
}
