import BackupKit
import ProviderSupport
import Testing
@testable import PterodactylProvider

struct PterodactylFrameTests {
    private let id = Backup.ID("0b9c6f0e-52e1-4a7e-9d43-7f7a2c1d9e10")

    private func frame(_ text: String) -> PterodactylFrame {
        PterodactylFrame(Array(text.utf8))
    }

    private func events(_ text: String) -> [ProviderEvent] {
        PterodactylEvents().events(for: frame(text))
    }

    private func completion(_ name: String, _ payload: String) -> String {
        let escaped = payload.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        return #"{"event":"\#(name)","args":["\#(escaped)"]}"#
    }

    private func ended(_ state: OperationState) -> [ProviderEvent] {
        [.progress(OperationReport(backup: id, kind: .create, phase: .archive, state: state))]
    }

    @Test(arguments: ["backup completed", "backup completed:0b9c6f0e-52e1-4a7e-9d43-7f7a2c1d9e10"])
    func theEndOfABackupIsReadUnderBothNames(name: String) {
        let payload = #"{"uuid":"\#(id)","is_successful":true,"checksum":"da39","checksum_type":"sha1","file_size":7}"#
        #expect(events(completion(name, payload)) == ended(.done))
        #expect(events(completion(name, #"{"uuid":"\#(id)","is_successful":false,"checksum":""}"#)) == ended(.failed))
    }

    @Test func thePayloadGoesBeforeTheNameAndTheNameBeforeNothing() {
        #expect(events(completion("backup completed:other", #"{"uuid":"\#(id)","is_successful":true}"#)) ==
            ended(.done))
        #expect(events(completion("backup completed:\(id)", #"{"is_successful":true}"#)) == ended(.done))
    }

    /// What an end does not tell, the list does.
    @Test(arguments: [
        #"{"event":"backup completed","args":["{\"uuid\":\"a\"}"]}"#,
        #"{"event":"backup completed","args":["{\"uuid\":\"a\",\"is_successful\":\"yes\"}"]}"#,
        #"{"event":"backup completed","args":["{\"is_successful\":true}"]}"#,
        #"{"event":"backup completed","args":["no json"]}"#,
        #"{"event":"backup completed:a","args":[]}"#,
        #"{"event":"backup completed"}"#,
    ])
    func anEndThatTellsTooLittleAsksForTheList(text: String) {
        #expect(events(text) == [.backupsChanged])
    }

    @Test func theEndOfARestoreSaysNothingOfItsOutcome() {
        #expect(events(#"{"event":"backup restore completed","args":[""]}"#) == [.backupsChanged, .serverChanged])
    }

    @Test(arguments: [
        ("running", PowerState.running), ("starting", .starting), ("stopping", .stopping), ("offline", .stopped),
    ])
    func statusIsPower(word: String, state: PowerState) {
        #expect(events(#"{"event":"status","args":["\#(word)"]}"#) == [.power(state)])
    }

    @Test func anUnknownStatusMakesThePowerUnknown() {
        #expect(events(#"{"event":"status","args":["levitating"]}"#)
            == [.power(.unknown), .unrecognised("status levitating")])
        #expect(events(#"{"event":"status"}"#) == [.power(.unknown), .unrecognised("status none")])
    }

    @Test(arguments: ["install started", "install completed", "transfer status"])
    func installsAndMovesChangeTheServer(name: String) {
        #expect(events(#"{"event":"\#(name)","args":["x"]}"#) == [.serverChanged])
    }

    @Test(arguments: [
        ("jwt: exp claim is invalid", PterodactylFrame.authExpired),
        ("Error Event [ab-1]: jwt: EXP claim is invalid", .authExpired),
        ("jwt: created too far in past (denylist)", .authExpired),
        ("jwt: no jwt present", .authRefused()),
        ("Error Event [ab-1]: jwt: Missing connect permission", .authRefused(
            advice: "update the panel to 1.12.3 or later, or ask for the permission websocket.connect"
        )),
        ("jwt: server uuid mismatch", .authRefused()), ("", .authRefused()),
    ])
    func voidCredentialsAreRenewedOthersAreRefused(text: String, expected: PterodactylFrame) {
        #expect(frame(#"{"event":"jwt error","args":["\#(text)"]}"#) == expected)
    }

    @Test func theCredentialsOwnEvents() {
        #expect(frame(#"{"event":"auth success"}"#) == .authenticated)
        #expect(frame(#"{"event":"token expiring"}"#) == .authExpiring)
        #expect(frame(#"{"event":"token expired"}"#) == .authExpired)
        #expect(frame(#"{"event":"daemon error","args":["unexpected"]}"#) == .authRefused())
        #expect(events(#"{"event":"auth success"}"#) == [])
    }

    @Test(arguments: ["not json", "[]", #"{"kind":"x"}"#, #"{"event":7}"#, ""])
    func whatIsNoEventIsCounted(text: String) {
        #expect(events(text) == [.unrecognised("a frame that is no event")])
    }

    private static let noise = [
        "console output", "install output", "transfer logs", "daemon message", "stats", "throttled", "feature match",
    ]

    @Test(arguments: noise)
    func noiseIsDroppedBeforeItIsDecodedAndAfter(name: String) {
        #expect(!PterodactylFrame.filter.wants(Array(#"{"event":"\#(name)","args":["x"]}"#.utf8)))
        #expect(events(#"{"args":["x"],"event":"\#(name)"}"#) == [])
    }

    @Test(arguments: [
        "auth success",
        "jwt error",
        "status",
        "backup completed",
        "backup completed:\(7)",
        "meteor strike"
    ])
    func everythingElseIsDecodedAndTheUnknownCounted(name: String) {
        #expect(PterodactylFrame.filter.wants(Array(#"{"event":"\#(name)","args":["x"]}"#.utf8)))
        #expect(events(#"{"event":"meteor\u0007 strike"}"#) == [.unrecognised("event meteor strike")])
    }

    // MARK: Recorded conversations

    private func recorded(_ name: String) throws -> [ProviderEvent] {
        try Recording(name).received().flatMap { text in
            PterodactylFrame.filter.wants(Array(text.utf8)) ? events(text) : []
        }
    }

    @Test func websocketBackupCompleted() throws {
        #expect(try recorded("websocket_backup_completed") == [
            .power(.stopped),
            .progress(OperationReport(
                backup: "3ce8dea9-a409-45fc-94f6-7228d0050579", kind: .create, phase: .archive, state: .done
            )),
        ])
    }

    @Test func websocketRestore() throws {
        #expect(try recorded("websocket_restore")
            == [.power(.running), .power(.stopping), .power(.stopped), .backupsChanged, .serverChanged])
    }

    @Test func websocketPower() throws {
        #expect(try recorded("websocket_power") == [
            .power(.stopped), .power(.starting), .power(.running), .power(.stopping), .power(.stopped),
            .power(.starting), .power(.running), .power(.stopping), .power(.stopped),
        ])
    }
}
