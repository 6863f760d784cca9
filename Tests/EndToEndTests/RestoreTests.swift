import AppCore
import BackupKit
import Foundation
import Testing
import TestSupport

extension JourneyTests {
    @Suite @MainActor struct RestoreTests {
        /// The newest completed backup's plan, confirmed.
        private func confirm(_ journey: Journey) async {
            journey.driver.press("g")
            await journey.open("r", until: "Enter restore")
            journey.confirmPlan()
        }

        private func change(_ journey: Journey, _ op: String, _ rest: String = "") async throws {
            try await journey.fault(
                #"{"system":"archon-v1","fault":"change","server":"\#(journey.server.id)","op":"\#(op)"\#(rest)}"#
            )
        }

        @Test(.timeLimit(.minutes(20)))
        func `a restore stops, restores and starts, each once, and journals every step before it`() async throws {
            let journey = try await Journey()
            await journey.live()
            await confirm(journey)
            await journey.wait(for: "Outcome: succeeded")
            #expect(try journey.mutations().map { $0.path.split(separator: "/").last } == [
                "power",
                "backups",
                "restore",
                "power",
            ])
            let steps = await journey.journal.entries.map { "\($0.step) \($0.event.words.name)" }
            #expect(steps.filter { !$0.contains("observed") } == [
                "restore begun", "power stop intent", "power stop accepted", "create intent", "create accepted",
                "restore intent", "restore accepted", "power start intent", "power start accepted", "restore ended",
            ])
            #expect(steps.count { $0.contains("observed") } == 2, "stopped, and the safety backup whole")
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)), arguments: ["delete", "rename", "lock"])
        func `a backup that somebody else changes in the cancel window refuses the plan`(op: String) async throws {
            let journey = try await Journey()
            await journey.live()
            await confirm(journey)
            let backup = try #require(journey.driver.state.manager.selection)
            try await change(journey, op, #","backup":"\#(backup)","name":"Other name""#)
            await journey.wait(for: "Outcome: refused")
            #expect(try journey.mutations().isEmpty)
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `another world that becomes active refuses the plan`() async throws {
            let journey = try await Journey()
            await journey.live()
            await confirm(journey)
            let other = try #require(journey.server.worlds.first { !$0.active })
            try await change(journey, "switch-world", #","world":"\#(other.id)""#)
            await journey.wait(for: "Another world is active now")
            #expect(try journey.mutations().isEmpty)
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a server that somebody starts again between stop and restore is not restored`() async throws {
            let journey = try await Journey()
            await journey.live()
            // The stop is never carried out by itself, so that everything below happens in this order.
            let id = journey.server.id
            try await journey.fault(#"{"system":"archon-v1","fault":"power","server":"\#(id)","stuck":true,"times":0}"#)
            await confirm(journey)
            await journey.wait { driver in
                driver.state.runs.values.contains { if case .stopping = $0.stage { true } else { false } }
            }
            let latency = try await journey.fault(
                #"{"system":"archon-v1","match":{"method":"GET","path":"*/backups"},"fault":"latency","ms":1500,"times":0}"#
            )
            try await journey.fault(#"{"system":"archon-v1","fault":"power","server":"\#(id)","state":"stopped"}"#)
            await journey.wait { driver in
                driver.state.runs.values.contains { if case .recheckBeforeAct = $0.stage { true } else { false } }
            }
            try await journey.fault(#"{"system":"archon-v1","fault":"power","server":"\#(id)","state":"running"}"#)
            try await journey.endFault(latency)
            await journey.wait(for: "Outcome: refused")
            #expect(try !journey.mutations().contains { $0.path.hasSuffix("/restore") })
            #expect(journey.driver.screen.contains("was stopped by this plan"))
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a server that somebody starts during the restore is not called restored`() async throws {
            let journey = try await Journey(speed: 3)
            await journey.live()
            await confirm(journey)
            await journey.wait { driver in
                driver.state.runs.values.contains { if case .observing = $0.stage { true } else { false } }
            }
            try await journey.fault(
                #"{"system":"archon-v1","fault":"power","server":"\#(journey.server.id)","state":"running"}"#
            )
            await journey.wait(for: "Outcome: finished-unconfirmed")
            #expect(try journey.mutations().map { $0.path.split(separator: "/").last } == [
                "power",
                "backups",
                "restore",
            ])
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a restore whose answer is lost is followed by evidence and not sent again`() async throws {
            let journey = try await Journey(speed: 5)
            await journey.live()
            try await journey.fault(
                #"{"system":"archon-v1","match":{"method":"POST","path":"*/restore"},"fault":"cut","bytes":0,"when":"after","times":1}"#
            )
            await confirm(journey)
            await journey.wait(for: "Outcome: succeeded")
            #expect(try journey.mutations().count { $0.path.hasSuffix("/restore") } == 1)
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a refused restore leaves the server stopped and says so`() async throws {
            let journey = try await Journey()
            await journey.live()
            try await journey.fault(
                #"{"system":"archon-v1","match":{"method":"POST","path":"*/restore"},"fault":"status","status":409,"times":1}"#
            )
            await confirm(journey)
            await journey.wait(for: "Outcome: failed")
            #expect(journey.driver.screen.contains("press o to start it"))
            #expect(try journey.mutations().map { $0.path.split(separator: "/").last } == [
                "power",
                "backups",
                "restore",
            ])
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `all events lost with the socket up, a restore still ends as it did`() async throws {
            let journey = try await Journey(speed: 4)
            await journey.live()
            await confirm(journey)
            await journey.wait { driver in
                driver.state.runs.values.contains { if case .observing = $0.stage { true } else { false } }
            }
            try await journey.fault(#"{"system":"archon-v1","fault":"events","lose":1.0,"times":0}"#)
            await journey.wait { driver in
                driver.state.runs.values.contains { if case .starting = $0.stage { true } else { $0.outcome != nil } }
            }
            #expect(try journey.mutations().count { $0.path.hasSuffix("/restore") } == 1)
            try await journey.close()
        }
    }
}
