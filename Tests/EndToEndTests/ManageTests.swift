import AppCore
import BackupKit
import Foundation
import Testing
import TestSupport

extension JourneyTests {
    @Suite @MainActor struct ManageTests {
        @Test(.timeLimit(.minutes(20)))
        func `rename, delete and retry reach the service and the list follows`() async throws {
            let journey = try await Journey(backups: 6)
            await journey.live()
            journey.driver.press("g")
            let newest = try #require(journey.driver.state.manager.selection)
            await journey.open("e", until: "Enter rename")
            journey.driver.type("Renamed by us")
            journey.driver.press("enter")
            await journey.wait { $0.state.shownBackup(newest)?.name == "Renamed by us" }

            await journey.open("x", until: "Enter delete")
            journey.confirmPlan()
            await journey.wait(for: "Outcome: succeeded")
            journey.driver.press("esc")
            await journey.wait { $0.state.shownBackup(newest) == nil }

            let failed = try #require(journey.driver.state.visibleServer?.locations.values.flatMap(\.backups)
                .first { $0.state == .failed })
            while journey.driver.state.manager.selection != failed.id { journey.driver.press("j") }
            await journey.open("T", until: "y retry")
            journey.driver.press("y")
            await journey.wait { $0.state.shownBackup(failed.id)?.state == .completed }
            #expect(try journey.mutations().map(\.method) == ["PATCH", "DELETE", "POST"])
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a backup that vanishes while its sheet is open cannot be acted on`() async throws {
            let journey = try await Journey()
            await journey.live()
            journey.driver.press("g")
            let backup = try #require(journey.driver.state.manager.selection)
            await journey.open("r", until: "Enter restore")
            try await journey.fault(
                #"{"system":"archon-v1","fault":"change","server":"\#(journey.server.id)","op":"delete","backup":"\#(backup)"}"#
            )
            try journey.driver.store.send(.timerFired(.poll(#require(journey.driver.state.location))))
            await journey.wait(for: "somebody else deleted it")
            #expect(try journey.mutations().isEmpty)
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a dropped socket is opened again, re-authenticated and followed by a list`() async throws {
            let journey = try await Journey()
            await journey.live()
            let before = try #require(journey.driver.state.location
                .flatMap { journey.driver.state.fleet[$0]?.fetchedAt })
            try await journey.fault(#"{"system":"archon-v1","fault":"drop-sockets","code":1012}"#)
            await journey.wait { $0.state.visibleServer?.feed == .down }
            #expect(journey.driver.screen.contains("power ?"), "power is not known while nobody tells it")
            await journey.wait { $0.state.visibleServer?.feed == .live && $0.state.visibleServer?.power == .running }
            await journey.wait { driver in
                (driver.state.location.flatMap { driver.state.fleet[$0]?.fetchedAt } ?? .distantPast) > before
            }
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `braces switch worlds and each world has its own list`() async throws {
            let journey = try await Journey()
            await journey.live()
            let first = journey.driver.state.manager.rows
            journey.driver.press("}")
            await journey.wait { driver in
                driver.state.location.flatMap { driver.state.fleet[$0]?.fetchedAt } != nil && driver.screen
                    .contains("world 2/")
            }
            #expect(journey.driver.state.manager.rows != first)
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a read-only context has no writer and sends only reads`() async throws {
            let journey = try await Journey(access: .readOnly)
            await journey.live()
            for key in ["c", "r", "x", "e", "T", "o", "X", "L"] {
                journey.driver.press(key)
                #expect(journey.driver.state.overlays.isEmpty)
                #expect(journey.status.contains("read-only"), "\(key): \(journey.status)")
            }
            #expect(try journey.mutations().isEmpty)
            try await journey.close()
        }
    }
}
