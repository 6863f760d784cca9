import BackupKit
import ProviderSupport
import ServiceClient
import Testing
@testable import ArchonProvider

struct ArchonFrameTests {
    private func frame(_ text: String) -> ArchonFrame {
        ArchonFrame(Array(text.utf8))
    }

    private func events(_ texts: String...) -> [ProviderEvent] {
        var events = ArchonEvents()
        return texts.flatMap { events.events(for: frame($0)) }
    }

    private func progress(_ task: String, _ state: String, _ fraction: String = "0.5") -> String {
        #"{"event":"backup-progress","id":"b","task":"\#(task)","state":"\#(state)","progress":\#(fraction)}"#
    }

    private func report(
        _ kind: OperationKind, _ phase: OperationPhase, _ state: OperationState, _ fraction: Double? = 0.5
    ) -> ProviderEvent {
        .progress(OperationReport(backup: "b", kind: kind, phase: phase, fraction: fraction, state: state))
    }

    @Test func everyProgressStateIsMapped() {
        #expect(events(progress("create", "ongoing")) == [report(.create, .archive, .running)])
        #expect(events(progress("create", "done", "1.0")) == [report(.create, .archive, .done, 1)])
        #expect(events(progress("restore", "ongoing")) == [report(.restore, .extract, .running)])
        #expect(events(progress("restore", "failed")) == [report(.restore, .extract, .failed)])
        #expect(events(progress("restore", "cancelled")) == [report(.restore, .extract, .cancelled)])
        #expect(events(progress("create", "pending")) == [report(.create, .queued, .queued)])
        #expect(events(progress("file", "ongoing")) == [report(.create, .transfer, .running)])
        #expect(events(progress("file", "done")) == [report(.create, .transfer, .done)])
    }

    @Test func wordsThatSayNothingAskForTheListOncePerChange() {
        #expect(events(progress("create", "unchanged")) == [.backupsChanged])
        #expect(events(progress("create", "unchanged"), progress("create", "unchanged")) == [.backupsChanged])
        #expect(events(progress("restore", "damaged")) == [.backupsChanged])
        #expect(events(
            progress("create", "unchanged"), progress("create", "ongoing"), progress("create", "unchanged")
        ) == [.backupsChanged, report(.create, .archive, .running), .backupsChanged])
        #expect(events(progress("file", "unchanged")) == [])
    }

    @Test func unknownWordsAreCountedAndTheListIsAsked() {
        #expect(events(progress("create", "thawing")) == [.unrecognised("task state thawing"), .backupsChanged])
        #expect(events(progress("defragment", "ongoing")) == [.unrecognised("task defragment")])
    }

    @Test(arguments: [("7", 1.0), ("-3", 0), ("null", nil), (#""half""#, nil), ("0.37", 0.37)])
    func fractionsAreKeptWithinBounds(wire: String, fraction: Double?) {
        #expect(events(progress("create", "ongoing", wire)) == [report(.create, .archive, .running, fraction)])
    }

    @Test(arguments: [
        (#"{"event":"power-state","state":"running"}"#, PowerState.running),
        (#"{"event":"power-state","state":"stopped"}"#, .stopped),
        (#"{"event":"power-state","state":"starting"}"#, .starting),
        (#"{"event":"power-state","state":"stopping"}"#, .stopping),
        (#"{"event":"power-state","state":"restarting"}"#, .stopping),
        (#"{"event":"power-state","state":"unknown"}"#, .unknown),
        (#"{"event":"power-state","state":"crashed","oom_killed":true,"exit_code":137}"#, .crashed),
        (#"{"event":"state","power_variant":"not_ready"}"#, .stopped),
        (#"{"event":"state","power_variant":"starting","target":"start"}"#, .starting),
        (#"{"event":"state","power_variant":"running","uptime":7,"progress":null}"#, .running),
        (#"{"event":"state","power_variant":"running","progress":{"phase":"x","percent":3}}"#, .running),
        (#"{"event":"state","power_variant":"stopping"}"#, .stopping),
        (#"{"event":"state","power_variant":"idle","exit_code":0,"was_oom":false}"#, .stopped),
        (#"{"event":"state","power_variant":"idle","exit_code":null}"#, .stopped),
        (#"{"event":"state","power_variant":"idle","exit_code":1}"#, .crashed),
        (#"{"event":"state","power_variant":"idle","exit_code":0,"was_oom":true}"#, .crashed),
    ])
    func powerIsReadInBothShapes(text: String, state: PowerState) {
        #expect(frame(text) == .power(state))
        #expect(events(text) == [.power(state)])
    }

    @Test func anUnknownPowerWordMakesThePowerUnknown() {
        #expect(events(#"{"event":"power-state","state":"levitating"}"#)
            == [.power(.unknown), .unrecognised("power state levitating")])
        #expect(events(#"{"event":"state"}"#) == [.power(.unknown), .unrecognised("power variant none")])
    }

    @Test func authenticationIsNoEventForTheCore() {
        #expect(frame(#"{"event":"auth-ok"}"#) == .authenticated)
        #expect(frame(#"{"event":"auth-expiring"}"#) == .authExpiring)
        #expect(frame(#"{"event":"auth-incorrect"}"#) == .authIncorrect)
        #expect(events(#"{"event":"auth-ok"}"#) == [])
    }

    @Test(arguments: ["not json", "[]", #"{"kind":"x"}"#, #"{"event":7}"#, ""])
    func whatIsNoEventIsCounted(text: String) {
        #expect(events(text) == [.unrecognised("a frame that is no event")])
    }

    @Test func unknownEventsAreCountedKnownNoiseIsNot() {
        #expect(events(#"{"message":"first","event":"log"}"#) == [])
        #expect(events(#"{"x":1,"event":"meteor\u0007-strike"}"#) == [.unrecognised("event meteor -strike")])
        #expect(events(#"{"event":"backup-progress","task":"create","state":"done"}"#)
            == [.unrecognised("backup-progress without id, task or state")])
    }

    @Test func theFilterDropsNoiseBeforeItIsDecoded() {
        for name in ["log", "log4j", "stats", "uptime", "install-progress", "filesystem-ops"] {
            #expect(!ArchonFrame.filter.wants(Array(#"{"event":"\#(name)","x":1}"#.utf8)))
        }
        // What nobody knows yet must reach the count.
        for name in [
            "auth-ok", "auth-expiring", "auth-incorrect", "backup-progress", "power-state", "state", "meteor-strike",
        ] {
            #expect(ArchonFrame.filter.wants(Array(#"{"event":"\#(name)"}"#.utf8)))
        }
    }
}

struct PermissionMaskTests {
    private func permissions(_ json: String) throws -> Set<Server.Permission> {
        try ServiceJSON.decode(PermissionMask.self, from: Array(json.utf8)).permissions
    }

    @Test func allThreeFormsAreRead() throws {
        let all: Set<Server.Permission> = Set.backups.union(Set.power)
        #expect(try permissions("18446744073709551615") == all)
        #expect(try permissions("-1") == all)
        #expect(try permissions("18446744073709518848") == all)
        #expect(try permissions("-32768") == all)
        #expect(try permissions(#""SERVER_ADMIN""#) == all)
        #expect(try permissions(#""BASE_READ | POWER_ACTIONS""#) == Set.power)
        #expect(try permissions(#""backups""#) == Set.backups)
        // BASE_READ and BACKUPS: 2^63 + 2^58, and the same bits signed.
        #expect(try permissions("9511602413006487552") == Set.backups)
        #expect(try permissions("-8935141660703064064") == Set.backups)
        #expect(try permissions("0") == [])
        #expect(throws: (any Error).self) { try permissions("[]") }
    }
}
