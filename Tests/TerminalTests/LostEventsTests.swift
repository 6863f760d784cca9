import Foundation
import TerminalEmulator
import Testing

extension ProgramTests {
    @Suite struct LostEventsTests {
        @Test(arguments: [
            #"{"system":"archon-v1","fault":"drop-sockets","code":1012}"#,
            #"{"system":"archon-v1","fault":"drop-sockets","code":1006}"#,
            #"{"system":"archon-v1","fault":"events","lose":1.0}"#,
            #"{"system":"archon-v1","fault":"events","double":0.5,"reorder":0.5}"#,
        ])
        func `the true end of a create is shown whatever becomes of its events`(fault: String) throws {
            let sandbox = try SandboxProcess(speed: 5)
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            try session.open("c", until: "Enter create")
            try session.send("Under trouble\r")
            try session.waitUntil { $0.rows.contains { $0.hasPrefix("create") } }
            try sandbox.fault(fault)
            try session.waitUntil { screen in
                screen.rows.contains { $0.contains("ok") && $0.contains("Under trouble") }
            }
        }
    }
}
