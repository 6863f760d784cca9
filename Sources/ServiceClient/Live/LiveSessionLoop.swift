import BackupKit
import ProviderSupport

/// The changing part of a session. Only its loop touches it.
struct LiveSessionLoop<Channel: LiveChannel> {
    private let session: LiveSession<Channel>
    private let box: AsyncStream<LiveSessionMail<Channel.Frame>>.Continuation
    private let stopwatch: Stopwatch
    private var machine = ConnectionStateMachine()
    private var events = Channel.Translator()
    private var credentials: LiveCredentials?
    private var fetchedAt: Duration?
    private var shortestWait: Duration?
    private var socket: (any WebSocketConnection)?
    private var authenticatedAt: Duration?
    private var lastError: ProviderError?
    private var refusalAdvice: String?
    private var numbers = Numbers()
    private var tasks = Tasks()

    /// The newest of each kind of task; mail of an older one is void.
    private struct Numbers {
        var fetch = 0
        var socket = 0
        var wait = 0
        var auth = 0
        var renewal = 0
    }

    private struct Tasks {
        var fetch: Task<Void, Never>?
        var socket: Task<Void, Never>?
        var wait: Task<Void, Never>?
        var auth: Task<Void, Never>?
        var renewal: Task<Void, Never>?
    }

    init(session: LiveSession<Channel>, box: AsyncStream<LiveSessionMail<Channel.Frame>>.Continuation) {
        self.session = session
        self.box = box
        stopwatch = Stopwatch(session.clock)
    }

    // MARK: Facts

    mutating func handle(_ item: LiveSessionMail<Channel.Frame>) {
        switch item {
        case .credentials(numbers.fetch, let .success(fresh)):
            credentials = fresh
            take(.credentialsFetched)
        case .credentials(numbers.fetch, let .failure(error)):
            lastError = error
            shortestWait = session.channel.pause(afterRefusal: error)
            take(.credentialsFailed)
        case .opened(numbers.socket, let .success(open)):
            socket = open
            read(open)
            take(.connected)
        case .opened(numbers.socket, let .failure(error)):
            let error = failure.transport(error)
            lastError = error
            shortestWait = session.channel.pause(afterRefusal: error)
            take(.connectFailed)
        case let .opened(_, .success(late)):
            Task { await late.close(code: 1000) }
        case .frame(numbers.socket, let frame):
            handle(frame)
        case .ended(numbers.socket, let closure):
            ended(closure)
        case .waited(numbers.wait):
            take(.waited)
        case .authTimedOut(numbers.auth):
            take(.timedOut)
        case .renewalDue(numbers.renewal):
            take(.authExpiring)
        case .credentials, .opened, .frame, .ended, .waited, .authTimedOut, .renewalDue:
            break
        }
    }

    private mutating func handle(_ frame: LiveFrame<Channel.Frame>) {
        switch frame {
        case .authenticated:
            endAuthTimer()
            authenticatedAt = stopwatch.elapsed
            refusalAdvice = nil
            take(.authenticated)
            planRenewal()
        case .authExpiring:
            refusalAdvice = nil
            take(.authExpiring)
        case .authExpired:
            refusalAdvice = nil
            take(.authExpired)
        case let .authRefused(advice):
            endAuthTimer()
            refusalAdvice = advice
            take(.authIncorrect)
        case let .content(content):
            take(.frame, content: content)
        }
    }

    private mutating func ended(_ closure: WebSocketClosure) {
        let lifetime = authenticatedAt.map { stopwatch.elapsed - $0 } ?? .zero
        forgetSocket()
        switch closure {
        case let .byPeer(code, _):
            shortestWait = session.channel.pause(afterClose: code)
            lastError = failure.make(
                .unreachable, "the node closed the connection\(code.map { " (\($0))" } ?? "")", "connecting again"
            )
            take(.closed(code: code, afterAuthenticated: lifetime))
        case .byUs:
            take(.closed(code: nil, afterAuthenticated: lifetime))
        case let .lost(error):
            lastError = failure.transport(error)
            take(.closed(code: nil, afterAuthenticated: lifetime))
        }
    }

    // MARK: Actions

    mutating func take(_ input: ConnectionStateMachine.Input, content: Channel.Frame? = nil) {
        for action in machine.handle(input, random: session.random()) {
            switch action {
            case .fetchCredentials: fetchCredentials()
            case .connect: connect()
            case .sendAuth: sendAuth()
            case let .close(code): close(code)
            case let .wait(time): wait(time)
            case .deliver: content.map { events.events(for: $0) }?.forEach { session.output.yield($0) }
            case .announceUp:
                events = Channel.Translator()
                session.output.yield(.connected)
            case let .announceDown(reason): session.output.yield(.disconnected(error(for: reason)))
            }
        }
    }

    mutating func cancelTasks() {
        for task in [tasks.fetch, tasks.socket, tasks.wait, tasks.auth, tasks.renewal] {
            task?.cancel()
        }
        tasks = Tasks()
    }

    private mutating func fetchCredentials() {
        numbers.fetch += 1
        let (number, box, channel, clock) = (numbers.fetch, box, session.channel, session.clock)
        let now = stopwatch.elapsed
        let wait = fetchedAt.map { $0 + channel.fetchInterval - now } ?? .zero
        fetchedAt = max(now, now + wait)
        tasks.fetch?.cancel()
        tasks.fetch = Task {
            // Cancelled means that nobody waits for these credentials any more.
            if wait > .zero, await (try? clock.sleep(for: wait)) == nil { return }
            do throws(ProviderError) {
                try await box.yield(.credentials(number, .success(channel.credentials())))
            } catch {
                box.yield(.credentials(number, .failure(error)))
            }
        }
    }

    private mutating func connect() {
        numbers.socket += 1
        let (number, box, webSocket, channel) = (numbers.socket, box, session.webSocket, session.channel)
        let url: WebSocketURL
        do {
            url = try liveAddress()
        } catch {
            box.yield(.opened(number, .failure(error)))
            return
        }
        tasks.socket?.cancel()
        tasks.socket = Task {
            do throws(TransportError) {
                let request = WebSocketRequest(url: url, headers: channel.headers, wants: channel.wants)
                try await box.yield(.opened(number, .success(webSocket.connect(request))))
            } catch {
                box.yield(.opened(number, .failure(error)))
            }
        }
    }

    /// The node's address; one without a scheme takes that of the context (design, section 10).
    private func liveAddress() throws(TransportError) -> WebSocketURL {
        let base = session.channel.base
        let url: WebSocketURL
        do {
            url = try WebSocketURL(credentials?.url ?? "", schemeOf: base)
        } catch {
            throw .invalidAddress(error.reason)
        }
        guard url.isSecure || url.isLoopback || base.scheme == .http else {
            throw .invalidAddress("the live address is not encrypted although the context's is")
        }
        return url
    }

    private mutating func read(_ open: any WebSocketConnection) {
        let (number, box, channel) = (numbers.socket, box, session.channel)
        tasks.socket = Task {
            for await event in open.events {
                switch event {
                case let .text(bytes):
                    box.yield(.frame(number, channel.read(bytes)))
                case let .closed(closure):
                    box.yield(.ended(number, closure))
                    return
                }
            }
            box.yield(.ended(number, .lost(.connectionClosed)))
        }
    }

    private mutating func sendAuth() {
        guard let socket, let token = credentials?.token else { return }
        let message = session.channel.authentication(token)
        // A send that fails is followed by the end of the connection, which is what counts.
        Task { try? await socket.send(message) }
        numbers.auth += 1
        let (number, box, clock) = (numbers.auth, box, session.clock)
        tasks.auth?.cancel()
        tasks.auth = Task {
            // Cancelled means that the node has answered.
            guard await (try? clock.sleep(for: LiveSession<Channel>.authTimeout)) != nil else { return }
            box.yield(.authTimedOut(number))
        }
    }

    private mutating func wait(_ time: Duration) {
        numbers.wait += 1
        let time = max(time, shortestWait ?? .zero)
        shortestWait = nil
        let (number, box, clock) = (numbers.wait, box, session.clock)
        tasks.wait?.cancel()
        tasks.wait = Task {
            // Cancelled means that another wait has replaced this one.
            guard await (try? clock.sleep(for: time)) != nil else { return }
            box.yield(.waited(number))
        }
    }

    private mutating func close(_ code: Int) {
        let open = socket
        forgetSocket()
        guard let open else { return }
        Task { await open.close(code: code) }
    }

    /// Whatever the socket still says is void from here on.
    private mutating func forgetSocket() {
        numbers.socket += 1
        tasks.socket?.cancel()
        tasks.socket = nil
        socket = nil
        authenticatedAt = nil
        numbers.renewal += 1
        tasks.renewal?.cancel()
        tasks.renewal = nil
        endAuthTimer()
    }

    private mutating func endAuthTimer() {
        numbers.auth += 1
        tasks.auth?.cancel()
        tasks.auth = nil
    }

    /// Renews credentials before they end, where the service does not ask for that in time.
    private mutating func planRenewal() {
        numbers.renewal += 1
        tasks.renewal?.cancel()
        guard let time = session.channel.renewsAfter else { return }
        let (number, box, clock) = (numbers.renewal, box, session.clock)
        tasks.renewal = Task {
            // Cancelled means that the connection ended or was renewed otherwise.
            guard await (try? clock.sleep(for: time)) != nil else { return }
            box.yield(.renewalDue(number))
        }
    }

    // MARK: Words

    private var failure: ServiceFailure {
        session.channel.failure()
    }

    private func error(for reason: ConnectionStateMachine.Reason) -> ProviderError {
        switch reason {
        case .credentialsFailed, .connectFailed, .closed:
            lastError ?? failure.make(.unreachable, "the connection ended", "connecting again")
        case .credentialsExpired:
            failure.make(.unauthorized, "the credentials ran out", "renewing them")
        case .authenticationTimedOut:
            failure.make(.timedOut, "the node does not answer the credentials", "connecting again")
        case let .authenticationRefused(times) where times < ConnectionStateMachine.refusalsBeforeGivingNotice:
            failure.make(.unauthorized, "the node refused the credentials", "trying fresh ones")
        case let .authenticationRefused(times):
            failure.make(
                .unauthorized, "the node refused fresh credentials \(times) times",
                "\(refusalAdvice ?? "check the account's access"); trying again every minute"
            )
        }
    }
}
