import AppCore
import BackupKit
import Sandbox
import Testing
import TestSupport

/// What is wrong with the answer to a list, and a word of the line that must say so.
struct ListTrouble: Sendable, CustomTestStringConvertible {
    var fault: String
    var word: String

    var testDescription: String {
        fault
    }

    private static func status(_ status: Int, _ rest: String = "") -> String {
        #""fault":"status","status":\#(status)\#(rest)"#
    }

    static let all: [ListTrouble] = [
        ListTrouble(fault: status(401), word: "token"),
        ListTrouble(fault: status(403), word: "permission"),
        ListTrouble(fault: status(404), word: "404"),
        ListTrouble(fault: status(409), word: "409"),
        ListTrouble(fault: status(429), word: "requests"),
        ListTrouble(fault: status(429, #","headers":{"Retry-After":"7"}"#), word: "7"),
        ListTrouble(fault: status(500), word: "500"),
        ListTrouble(
            fault: status(502, #","headers":{"Content-Type":"text/html"},"body":"<html>Bad gateway</html>""#),
            word: "502"
        ),
        ListTrouble(fault: status(503), word: "503"),
        ListTrouble(
            fault: status(200, #","headers":{"Content-Type":"text/html"},"body":"<html>Hello</html>""#),
            word: "web page"
        ),
        ListTrouble(
            fault: status(200, #","headers":{"Content-Type":"application/json"},"body":"[{\"id\":\"a""#),
            word: "could not be read"
        ),
        ListTrouble(fault: status(200, #","body":"""#), word: "empty"),
        ListTrouble(fault: status(302, #","headers":{"Location":"http://127.0.0.1:1/"}"#), word: "redirect"),
        ListTrouble(fault: #""fault":"cut","bytes":40"#, word: ""),
    ]
}

extension JourneyTests {
    @Suite @MainActor struct ListTroubleTests {
        @Test(.timeLimit(.minutes(20)), arguments: ListTrouble.all)
        func `a list that fails gets a plain line and the rows stay`(trouble: ListTrouble) async throws {
            let journey = try await Journey()
            await journey.live()
            let rows = journey.driver.state.manager.rows
            let fault = try await journey.fault(
                #"{"system":"archon-v1","match":{"method":"GET","path":"*/backups"},"times":0,\#(trouble.fault)}"#
            )
            journey.driver.press("R")
            await journey.wait { driver in
                driver.state.location.flatMap { driver.state.fleet[$0]?.error } != nil
            }
            let line = journey.status
            #expect(line.lowercased().contains(trouble.word.lowercased()), "\(line)")
            #expect(line.contains { $0.isLetter })
            #expect(journey.driver.state.manager.rows == rows)
            try await journey.endFault(fault)
            // The next list is good again and takes the line away.
            journey.driver.press("R")
            await journey.wait { driver in
                driver.state.location.flatMap { driver.state.fleet[$0]?.error } == nil
            }
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `rows with unknown values, null names, odd dates and twice the same id are shown as far as they go`(
        ) async throws {
            let journey = try await Journey()
            await journey.live()
            let rows = #"[{\"id\":\"a1\",\"name\":null,\"created_at\":\"2026-11-20T10:00:00.123456+02:00\",\"automated\":true,\"status\":\"done\",\"new_field\":{}},{\"id\":\"a2\",\"name\":\"odd\",\"created_at\":\"yesterday\",\"automated\":false,\"status\":\"exploded\"},{\"id\":\"a2\",\"name\":\"odd again\",\"created_at\":\"2026-11-20T10:00:00Z\",\"status\":\"done\"},17]"#
            try await journey.fault(
                #"{"system":"archon-v1","match":{"method":"GET","path":"*/backups"},"fault":"status","status":200,"headers":{"Content-Type":"application/json"},"body":"\#(rows)","times":0}"#
            )
            journey.driver.press("R")
            await journey.wait { $0.screen.contains("odd again") }
            #expect(journey.driver.screen.contains("backup a1"))
            #expect(journey.status.contains("could not be read"))
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a wrong token is said in words`() async throws {
            let journey = try await Journey(token: "wrong")
            await journey.wait { $0.state.fleet.contextErrors.values.first?.code == .unauthorized }
            #expect(journey.driver.screen.contains("token"))
            #expect(!journey.driver.screen.contains("wrong"))
            try await journey.close()
        }

        @Test(.timeLimit(.minutes(20)))
        func `a server that goes away leaves the list, marked offline`() async throws {
            let journey = try await Journey()
            await journey.live()
            let rows = journey.driver.state.manager.rows
            await journey.sandbox.stop()
            journey.driver.press("R")
            await journey.wait { $0.screen.contains("offline") }
            #expect(journey.driver.state.manager.rows == rows)
            #expect(journey.status.contains { $0.isLetter })
            try await journey.close()
        }
    }
}
