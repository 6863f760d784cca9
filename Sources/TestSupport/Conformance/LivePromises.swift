import BackupKit
import ProviderSupport
import ServiceClient

/// Promises about news that come by themselves, and about how often is asked where none do.
enum LivePromises {
    static func broken(_ promise: ProviderPromise, by subject: ConformanceSubject) async -> String? {
        switch promise {
        case .feedsReconnect: await reconnect(subject)
        case .unknownEventsAreCounted: await unknown(subject)
        case .paceIsAgreed: pace(subject)
        default: "\(promise) is no promise about news"
        }
    }

    private static func reconnect(_ subject: ConformanceSubject) async -> String? {
        let clock = ManualClock()
        let session = ConformanceSession(subject, clock: clock, subject.answer)
        let sockets = session.sockets
        var events = session.reader.events(of: subject.location.server).makeAsyncIterator()
        guard let live = subject.live else {
            return await events.next() == nil ? nil : "a service without a live channel told something"
        }
        let first = await sockets.socket(1)
        await first.waitForSent(atLeast: 1)
        first.receive(live.accepted)
        guard await events.next() == .connected else { return "the first news is not that it is connected" }
        first.closeFromServer(code: 1012)
        guard await next(of: &events, where: \.isDisconnection) else { return "the loss was not told" }
        let driver = Task {
            // The waits before an attempt are played until it is made, in steps that no time limit of the attempt
            // itself
            // falls into: what sleeps may be that already.
            while !Task.isCancelled, sockets.accepted < 2 {
                await clock.waitForSleepers(atLeast: 1)
                clock.advance(by: .seconds(1))
                await Task.yield()
            }
        }
        let second = await sockets.socket(2)
        driver.cancel()
        await second.waitForSent(atLeast: 1)
        second.receive(live.accepted)
        return await next(of: &events) { $0 == .connected } ? nil : "the new connection was not told"
    }

    private static func unknown(_ subject: ConformanceSubject) async -> String? {
        guard let live = subject.live else { return nil }
        let session = ConformanceSession(subject, subject.answer)
        var events = session.reader.events(of: subject.location.server).makeAsyncIterator()
        let socket = await session.sockets.socket(1)
        await socket.waitForSent(atLeast: 1)
        socket.receive(live.accepted)
        socket.receive(live.unknownEvent)
        socket.receive("no JSON at all")
        socket.closeFromServer(code: 1012)
        var counted = 0
        while let event = await events.next(), !event.isDisconnection {
            if case .unrecognised = event { counted += 1 }
        }
        return counted == 2 ? nil : "of an unknown event and a frame that is none \(counted) were counted"
    }

    private static func pace(_ subject: ConformanceSubject) -> String? {
        let news = ConformanceSession(subject, subject.answer).provider.capabilities.news
        if news.minimumPoll < .seconds(4) { return "it may be asked every \(news.minimumPoll)" }
        if news.idlePoll < news.minimumPoll { return "idle is faster than busy" }
        return news.requestsPerMinute > 0 ? nil : "no request may ever be made"
    }

    private static func next(
        of events: inout AsyncStream<ProviderEvent>.Iterator,
        where isWanted: (ProviderEvent) -> Bool
    ) async -> Bool {
        while let event = await events.next() {
            if isWanted(event) { return true }
        }
        return false
    }
}

extension ProviderEvent {
    fileprivate var isDisconnection: Bool {
        if case .disconnected = self { true } else { false }
    }
}
