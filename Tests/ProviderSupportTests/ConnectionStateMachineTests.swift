import ProviderSupport
import Testing
import TestSupport

struct ConnectionStateMachineTests {
    /// Feeds inputs with the longest spread and answers what the last one led to.
    private func run(
        _ machine: inout ConnectionStateMachine, _ inputs: ConnectionStateMachine.Input...
    ) -> [ConnectionStateMachine.Action] {
        var last: [ConnectionStateMachine.Action] = []
        for input in inputs {
            last = machine.handle(input, random: 1)
        }
        return last
    }

    private func live() -> ConnectionStateMachine {
        var machine = ConnectionStateMachine()
        _ = run(&machine, .start, .credentialsFetched, .connected, .authenticated)
        return machine
    }

    @Test func theWayUp() {
        var machine = ConnectionStateMachine()
        #expect(run(&machine, .start) == [.fetchCredentials])
        #expect(run(&machine, .credentialsFetched) == [.connect])
        #expect(run(&machine, .connected) == [.sendAuth])
        #expect(run(&machine, .frame) == [], "nothing is delivered before the peer accepted us")
        #expect(run(&machine, .authenticated) == [.announceUp])
        #expect(machine.isLive)
        #expect(run(&machine, .frame) == [.deliver])
    }

    @Test func waitsDoubleUpToAMinuteAndNeverEnd() {
        var machine = ConnectionStateMachine()
        var actions = run(&machine, .start, .credentialsFailed)
        for expected in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            #expect(actions == [.announceDown(.credentialsFailed), .wait(.seconds(expected))])
            #expect(run(&machine, .waited) == [.fetchCredentials])
            actions = run(&machine, .credentialsFailed)
        }
    }

    @Test func everyAttemptFetchesFreshCredentials() {
        var machine = live()
        let down = run(&machine, .closed(code: 1012, afterAuthenticated: .zero))
        #expect(down == [.announceDown(.closed(code: 1012)), .wait(.seconds(1))])
        #expect(run(&machine, .waited) == [.fetchCredentials])
        #expect(run(&machine, .credentialsFetched, .connectFailed)
            == [.announceDown(.connectFailed), .wait(.seconds(2))])
    }

    @Test(arguments: [nil, 1000, 1001, 1006, 1012, 4000])
    func everyCloseCodeIsFollowedByAReconnect(code: Int?) {
        var machine = live()
        #expect(run(&machine, .closed(code: code, afterAuthenticated: .zero)).last == .wait(.seconds(1)))
    }

    @Test func onlyAConnectionThatLastedMakesTheWaitsShortAgain() {
        var machine = live()
        for expected in [1, 2, 4] {
            #expect(run(&machine, .closed(code: nil, afterAuthenticated: .seconds(5))).last
                == .wait(.seconds(expected)))
            _ = run(&machine, .waited, .credentialsFetched, .connected, .authenticated)
        }
        #expect(run(&machine, .closed(code: nil, afterAuthenticated: .seconds(30))).last == .wait(.seconds(1)))
    }

    @Test func expiringCredentialsAreRenewedOnTheSameSocketAndTheFeedStaysUp() {
        var machine = live()
        #expect(run(&machine, .authExpiring) == [.fetchCredentials])
        #expect(run(&machine, .frame) == [.deliver])
        #expect(run(&machine, .credentialsFetched) == [.sendAuth])
        #expect(run(&machine, .authenticated) == [], "a renewal is no new connection")
        #expect(run(&machine, .frame) == [.deliver])
    }

    @Test func voidCredentialsTakeTheFeedDownUntilFreshOnesAreTaken() {
        var machine = live()
        #expect(run(&machine, .authExpired) == [.announceDown(.credentialsExpired), .fetchCredentials])
        #expect(run(&machine, .authExpired, .frame) == [])
        #expect(run(&machine, .credentialsFetched) == [.sendAuth])
        #expect(run(&machine, .authExpired) == [], "said of what came before")
        #expect(run(&machine, .authenticated) == [.announceUp])
    }

    @Test func voidCredentialsDuringARenewalTakeTheFeedDownToo() {
        var fetching = live()
        #expect(run(&fetching, .authExpiring) == [.fetchCredentials])
        #expect(run(&fetching, .authExpired) == [.announceDown(.credentialsExpired)], "some are on their way")
        #expect(run(&fetching, .credentialsFetched, .authenticated) == [.announceUp])
        var sent = live()
        _ = run(&sent, .authExpiring, .credentialsFetched)
        #expect(run(&sent, .authExpired) == [.announceDown(.credentialsExpired)])
        #expect(run(&sent, .authenticated) == [.announceUp])
        var waiting = live()
        _ = run(&waiting, .authExpiring, .credentialsFailed)
        #expect(run(&waiting, .authExpired) == [.announceDown(.credentialsExpired)])
        #expect(run(&waiting, .waited) == [.fetchCredentials])
    }

    @Test func aRefusalAfterTheyRanOutIsNoReasonToCountLateErrors() {
        var machine = live()
        _ = run(&machine, .authExpired, .credentialsFetched)
        #expect(run(&machine, .authIncorrect) == [.wait(.seconds(1))])
        _ = run(&machine, .waited, .credentialsFetched)
        #expect(run(&machine, .authExpired) == [], "of the old ones")
        #expect(run(&machine, .authenticated) == [.announceUp])
    }

    @Test func whereNoFreshCredentialsAreToBeHadTheSocketStaysSilentAndOpen() {
        var machine = live()
        _ = run(&machine, .authExpired)
        #expect(run(&machine, .credentialsFailed) == [.announceDown(.credentialsFailed), .wait(.seconds(1))])
        #expect(run(&machine, .waited) == [.fetchCredentials])
        #expect(run(&machine, .credentialsFetched, .authenticated) == [.announceUp])
    }

    @Test func credentialsThatAreVoidBeforeTheyWereAcceptedCountAsRefused() {
        var machine = ConnectionStateMachine()
        _ = run(&machine, .start, .credentialsFetched, .connected)
        #expect(run(&machine, .authExpiring) == [.wait(.seconds(1))])
        #expect(run(&machine, .waited) == [.fetchCredentials])
    }

    @Test func aFailedRenewalIsTriedAgainWhileTheFeedStaysUp() {
        var machine = live()
        #expect(run(&machine, .authExpiring, .credentialsFailed) == [.wait(.seconds(1))])
        #expect(machine.isLive)
        #expect(run(&machine, .waited) == [.fetchCredentials])
    }

    @Test func refusedCredentialsAreReplacedOnTheSameSocketAtMostThreeTimes() {
        var machine = ConnectionStateMachine()
        _ = run(&machine, .start, .credentialsFetched, .connected)
        #expect(run(&machine, .authIncorrect) == [.wait(.seconds(1))])
        #expect(run(&machine, .waited) == [.fetchCredentials])
        #expect(run(&machine, .credentialsFetched) == [.sendAuth])
        #expect(run(&machine, .authIncorrect) == [.wait(.seconds(2))])
        _ = run(&machine, .waited, .credentialsFetched)
        #expect(run(&machine, .authIncorrect)
            == [.close(code: 1000), .announceDown(.authenticationRefused(times: 3)), .wait(.seconds(60))])
        _ = run(&machine, .waited, .credentialsFetched, .connected)
        #expect(run(&machine, .authIncorrect)
            == [.close(code: 1000), .announceDown(.authenticationRefused(times: 4)), .wait(.seconds(60))])
        _ = run(&machine, .waited, .credentialsFetched, .connected, .authenticated, .authExpiring, .credentialsFetched)
        #expect(run(&machine, .authIncorrect).last != .wait(.seconds(60)), "success starts the count anew")
    }

    @Test func aRefusalWhileLiveTakesTheFeedDown() {
        var machine = live()
        #expect(run(&machine, .authIncorrect)
            == [.announceDown(.authenticationRefused(times: 1)), .wait(.seconds(1))])
        #expect(run(&machine, .frame) == [])
    }

    @Test func silenceAfterTheCredentialsEndsTheAttempt() {
        var machine = ConnectionStateMachine()
        _ = run(&machine, .start, .credentialsFetched, .connected)
        #expect(run(&machine, .timedOut)
            == [.close(code: 1000), .announceDown(.authenticationTimedOut), .wait(.seconds(1))])
        var up = live()
        #expect(run(&up, .timedOut) == [], "a late time-out of an accepted attempt means nothing")
    }

    @Test func stoppingClosesTheSocketAndNothingStartsAgain() {
        var machine = live()
        #expect(run(&machine, .stop) == [.close(code: 1000)])
        #expect(run(&machine, .closed(code: 1000, afterAuthenticated: .zero), .waited, .start) == [])
        #expect(!machine.isLive)
    }

    @Test func anyRowOfFactsLeavesTheMachineTrying() {
        let inputs: [ConnectionStateMachine.Input] = [
            .start, .credentialsFetched, .credentialsFailed, .connected, .connectFailed, .authenticated, .authExpiring,
            .authExpired, .authIncorrect, .frame, .closed(code: 1006, afterAuthenticated: .zero), .timedOut, .waited,
        ]
        var generator = SeededGenerator(seed: 7)
        var machine = ConnectionStateMachine()
        _ = machine.handle(.start, random: 0)
        var announced = false
        for _ in 0 ..< 20000 {
            guard let input = inputs.randomElement(using: &generator) else { continue }
            for action in machine.handle(input, random: 0.5) {
                switch action {
                case .announceUp:
                    #expect(!announced, "up is announced once")
                    announced = true
                case .announceDown: announced = false
                case .deliver: #expect(announced, "frames are delivered only while the feed is announced")
                case let .wait(time): #expect(time > .zero && time <= .seconds(60))
                default: break
                }
            }
            #expect(machine.isLive == announced)
        }
    }
}

struct BackoffTests {
    @Test func chanceShortensAWaitByAtMostHalf() {
        var shortest = Backoff()
        var longest = Backoff()
        for _ in 0 ..< 10 {
            let low = shortest.next(random: 0)
            let high = longest.next(random: 1)
            #expect(low * 2 == high)
            #expect(high <= .seconds(60))
        }
        #expect(longest.next(random: 99) == .seconds(60))
        longest.reset()
        #expect(longest.next(random: 1) == .seconds(1))
    }
}

struct EventFrameFilterTests {
    private let filter = EventFrameFilter(wanted: ["power-state", "auth-ok"])

    @Test func aFilterOfUnwantedEventsLetsUnknownOnesThrough() {
        let filter = EventFrameFilter(unwanted: ["stats"])
        #expect(!filter.wants(Array(#"{"event":"stats","args":["{}"]}"#.utf8)))
        #expect(filter.wants(Array(#"{"event":"meteor strike"}"#.utf8)))
        #expect(filter.wants(Array(#"{"event":"st\u0061ts"}"#.utf8)), "an escaped name can be any")
        #expect(filter.wants(Array(#"{"args":[],"event":"stats"}"#.utf8)))
    }

    @Test(arguments: [
        (#"{"event":"power-state","state":"running"}"#, true),
        (#" { "event" : "auth-ok" }"#, true),
        (#"{"event":"stats","cpu_percent":1}"#, false),
        (#"{"event":"log","message":"\"event\":\"power-state\""}"#, false),
        (#"{"state":"running","event":"power-state"}"#, true),
        (#"{"event":"pow\u0065r-state"}"#, true),
        (#"{"event":7}"#, true),
        (#"{"event":"power-st"#, true),
        ("not json", true),
        ("", true),
    ])
    func onlyFramesThatAreCertainlyUnwantedAreDropped(frame: String, wanted: Bool) {
        #expect(filter.wants(Array(frame.utf8.prefix(WebSocketRequest.peekLength))) == wanted)
    }
}
