import AppCore
import BackupKit
import Testing
import TestSupport

extension JourneyTests {
    @Suite @MainActor struct CreateTroubleTests {
        private func create(_ journey: Journey, named name: String) async {
            await journey.open("c", until: "Enter create")
            journey.driver.type(name)
            journey.driver.press("enter")
        }

        @Test(.timeLimit(.minutes(20)), arguments: [401, 403, 404, 409, 422, 429, 500, 503])
        func `a refused create says why and is sent once`(status: Int) async throws {
            let journey = try await Journey()
            await journey.live()
            try await journey.fault(
                #"{"system":"archon-v1","match":{"method":"POST","path":"*/backups"},"fault":"status","status":\#(status),"times":1}"#
            )
            await create(journey, named: "Refused")
            await journey.wait { $0.screen.contains("Create \"Refused\": ") && !$0.screen.contains("Sending") }
            #expect(!journey.status.contains("accepted"))
            #expect(try journey.mutations().count == 1)
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a create whose answer is lost is found in the list and never sent again`() async throws {
            let journey = try await Journey()
            await journey.live()
            try await journey.fault(
                #"{"system":"archon-v1","match":{"method":"POST","path":"*/backups"},"fault":"cut","bytes":0,"when":"after","times":1}"#
            )
            await create(journey, named: "Lost answer")
            await journey.wait(for: "it did arrive and is in the list")
            #expect(try journey.mutations().count == 1)
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a create that never arrived is said to have left no trace`() async throws {
            let journey = try await Journey()
            await journey.live()
            try await journey.fault(
                #"{"system":"archon-v1","match":{"method":"POST","path":"*/backups"},"fault":"status","status":504,"when":"before","times":1}"#
            )
            await create(journey, named: "Never arrived")
            await journey.wait(for: "no trace in the list")
            #expect(try journey.mutations().count == 1)
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a quota that fills up while the name is typed is noticed before sending`() async throws {
            let journey = try await Journey()
            await journey.live()
            await journey.open("c", until: "Enter create")
            try await journey
                .fault(#"{"system":"archon-v1","fault":"quota","server":"\#(journey.server.id)","limit":2}"#)
            try journey.driver.store.send(.timerFired(.poll(#require(journey.driver.state.location))))
            await journey.wait { $0.state.visibleServer?.quota?.limit == 2 }
            journey.driver.type("Too late")
            journey.driver.press("enter")
            await journey.wait(for: "the quota is full now")
            #expect(try journey.mutations().isEmpty)
            try await journey.close()
        }
    }
}
