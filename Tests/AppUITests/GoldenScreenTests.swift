import AppCore
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// Every screen as it was last looked at and found good. `UPDATE_GOLDENS=1` rewrites the files.
@Suite struct GoldenScreenTests {
    static let poorScenes = Scene.all.filter {
        [
            "list-running", "list-rich", "list-filtered", "list-offline", "servers", "help", "actions-menu",
            "create-armed", "create-lock", "contexts", "list-downloading", "plan-restore", "plan-truncate",
            "plan-mismatch",
            "plan-failed", "unfinished-read", "events", "retention", "fleet", "fleet-detail", "fleet-old", "operations",
            "events-seen",
        ].contains($0.name)
    }

    static let noClockScenes = [
        Scene("no-clock-idle", SampleState(settings: Settings(showsClock: false))),
        Scene("no-clock-utc", SampleState(settings: Settings(showsClock: false))) { $0.press("t", "t", "i") },
        Scene("no-clock-old", SampleState(settings: Settings(showsClock: false))) {
            $0.press("R")
            $0.failList(.unreachableSample, after: 754)
        },
    ]

    @Test(arguments: Scene.list, Size.goldens)
    func `the list looks as it was found good`(scene: Scene, size: Size) throws {
        try check(scene, size)
    }

    @Test(arguments: Scene.servers, Size.goldens)
    func `the servers look as they were found good`(scene: Scene, size: Size) throws {
        try check(scene, size)
    }

    @Test(arguments: Scene.fleet, Size.goldens)
    func `the fleet looks as it was found good`(scene: Scene, size: Size) throws {
        try check(scene, size)
    }

    @Test(arguments: Scene.overlays, Size.goldens)
    func `help and menus look as they were found good`(scene: Scene, size: Size) throws {
        try check(scene, size)
    }

    @Test(arguments: Scene.lightSheets, Size.goldens)
    func `light sheets look as they were found good`(scene: Scene, size: Size) throws {
        try check(scene, size)
    }

    @Test(arguments: Scene.plans, Size.goldens)
    func `plans look as they were found good`(scene: Scene, size: Size) throws {
        try check(scene, size)
    }

    @Test(arguments: Scene.work, Size.goldens)
    func `the journal and what it holds look as they were found good`(scene: Scene, size: Size) throws {
        try check(scene, size)
    }

    @Test(arguments: Scene.services, Size.goldens)
    func `what only some services tell looks as it was found good`(scene: Scene, size: Size) throws {
        try check(scene, size)
    }

    @Test(arguments: Scene.serviceSheets, Size.goldens)
    func `sheets of services with more to ask look as they were found good`(scene: Scene, size: Size) throws {
        try check(scene, size)
    }

    @Test(arguments: noClockScenes, [Size(width: 120, height: 30), Size(width: 80, height: 24)])
    func `without a clock the screens look as they were found good`(scene: Scene, size: Size) throws {
        try check(scene, size)
    }

    @Test(arguments: poorScenes, [Size(width: 80, height: 24), Size(width: 40, height: 10)])
    func `on an ASCII terminal the screens look as they were found good`(scene: Scene, size: Size) throws {
        try check(scene, size, .test(colors: .eight, unicode: false), suffix: "-ascii")
    }

    @Test(arguments: poorScenes)
    func `without colours the screens look as they were found good`(scene: Scene) throws {
        try check(scene, Size(width: 80, height: 24), .test(colors: .mono), suffix: "-mono")
    }

    private func check(_ scene: Scene, _ size: Size, _ context: ViewContext = .test(), suffix: String = "") throws {
        let frame = draw(scene.sample, size, context)
        try Golden.check(frame.buffer, cursor: frame.cursor, named: "\(scene.name)-\(size.text)\(suffix)")
    }
}
