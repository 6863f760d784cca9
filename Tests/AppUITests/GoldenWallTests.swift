import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// The wall as it was last looked at and found good. `UPDATE_GOLDENS=1` rewrites the files.
@Suite struct GoldenWallTests {
    private static let poorSizes = [Size(width: 80, height: 24), Size(width: 120, height: 30)]

    @Test(arguments: Scene.wall, Size.goldens)
    func `the wall looks as it was found good`(scene: Scene, size: Size) throws {
        try check(scene, size)
    }

    @Test(arguments: Scene.wall, poorSizes)
    func `on the Linux console the wall looks as it was found good`(scene: Scene, size: Size) throws {
        try check(scene, size, .test(colors: .eight, unicode: false), suffix: "-ascii")
    }

    @Test(arguments: Scene.wall)
    func `without colours the wall looks as it was found good`(scene: Scene) throws {
        try check(scene, Size(width: 80, height: 24), .test(colors: .mono), suffix: "-mono")
    }

    private func check(_ scene: Scene, _ size: Size, _ context: ViewContext = .test(), suffix: String = "") throws {
        let frame = draw(scene.sample, size, context)
        try Golden.check(frame.buffer, cursor: frame.cursor, named: "\(scene.name)-\(size.text)\(suffix)")
    }
}
