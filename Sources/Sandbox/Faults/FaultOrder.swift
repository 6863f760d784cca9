/// Reads the body of `POST /_sandbox`: `{"system","match":{"method","path"},"fault","when","times","skip",…}`.
///
/// - `system` absent: every system. `match` absent: faults of answers (`latency status cut hold`) strike every request,
///   all others take effect at once and last until they are deleted. `match` is a `RequestPattern`.
/// - `when`: `before` (default) strikes instead of or ahead of the service's work, `after` once it is done. A `cut` is
///   `after` by default; `before` the work of anything but a GET it hangs up with nothing done and nothing said.
/// - `times`: how many matching requests are struck, 1 by default; 0 means all until the fault is deleted.
/// - `skip`: how many matching requests pass first.
/// - `throttle{limit,seconds}`: so many creates of a server in so many seconds, 600 by default; 0 throttles nothing.
/// - `latency{ms}`, `status{status,headers,body}`, `cut{bytes}` (below 0: before the head), `hold`,
///   `drop-sockets{code}` (1012 by default; 1006 without a close frame), `events{lose,double,reorder}`,
///   `skew{seconds}`, `power{server,state,stuck}`, `quota{server,limit}`,
///   `change{server,op,backup,world,name}` with the acts of `ForeignChange`, of which `condition` takes one of
///   `ServerCondition` as its name.
///
/// Servers, worlds and backups are named by id or name; `newest` and `oldest` name backups too.
struct FaultOrder: Sendable {
    /// What is wrong with an order, in plain words.
    struct Problem: Error, Sendable, Equatable {
        let message: String
    }

    let system: SandboxSystem?
    let match: RequestPattern?
    let kind: Fault.Kind
    let moment: Fault.Moment
    let skip: Int
    let times: Int?

    /// Accepts the parameters beside `fault`, or inside it as `{"fault":{"latency":{"ms":5}}}`.
    init(_ json: JSON, systems: [SandboxSystem]) throws(Problem) {
        let (name, detail) = try Self.fault(json)
        system = try Self.system(json["system"], systems)
        match = json["match"].map { RequestPattern(method: $0["method"]?.text, path: $0["path"]?.text) }
        kind = try Self.kind(name, detail)
        moment = try Self.moment(json["when"], kind)
        skip = max(0, json["skip"]?.int ?? 0)
        let times = json["times"]?.int ?? 1
        self.times = times > 0 ? times : nil
    }

    private static func fault(_ json: JSON) throws(Problem) -> (String, JSON) {
        if let name = json["fault"]?.text {
            return (name, json)
        }
        if case let .object(members)? = json["fault"], let only = members.first, members.count == 1 {
            return (only.name, only.value)
        }
        throw Problem(message: "name one fault, such as \"fault\":\"latency\"")
    }

    private static func system(_ json: JSON?, _ served: [SandboxSystem]) throws(Problem) -> SandboxSystem? {
        guard let name = json?.text else { return nil }
        guard let system = SandboxSystem(rawValue: name), served.contains(system) else {
            throw Problem(message: "system \(name) is not served; served: \(served.map(\.rawValue))")
        }
        return system
    }

    private static func moment(_ json: JSON?, _ kind: Fault.Kind) throws(Problem) -> Fault.Moment {
        guard let text = json?.text else {
            if case .cut = kind {
                return .after
            }
            return .before
        }
        guard let moment = Fault.Moment(rawValue: text) else {
            throw Problem(message: "when is before or after, not \(text)")
        }
        return moment
    }

    private static func kind(_ name: String, _ json: JSON) throws(Problem) -> Fault.Kind {
        switch name {
        case "latency": try .latency(.milliseconds(number(json, "ms", in: 0 ... 3_600_000)))
        case "status": try status(json)
        case "cut": .cut(json["bytes"]?.int ?? 0)
        case "hold": .hold
        case "drop-sockets": try .dropSockets(closeCode(json))
        case "events": try .events(EventShape(
                lose: probability(json, "lose"),
                double: probability(json, "double"),
                reorder: probability(json, "reorder")
            ))
        case "skew": try .skew(number(json, "seconds", in: -1e9 ... 1e9))
        case "power": try power(json)
        case "change": try .change(change(json))
        case "quota": try .quota(
                server: text(json, "server"),
                limit: Int(number(json, "limit", in: 0 ... 10_000_000))
            )
        case "throttle": try .throttle(CreateThrottle(
                limit: Int(number(json, "limit", in: 0 ... 10_000_000)),
                period: json["seconds"] == nil ? 600 : number(json, "seconds", in: 0 ... 1e9)
            ))
        default: throw Problem(message: "there is no fault \(name)")
        }
    }

    private static func status(_ json: JSON) throws(Problem) -> Fault.Kind {
        let status = try Int(number(json, "status", in: 200 ... 599))
        var headers: [String: String] = [:]
        if case let .object(members)? = json["headers"] {
            for member in members {
                headers[member.name] = member.value.text ?? member.value.rendering
            }
        }
        let body = json["body"].map { $0.text ?? $0.rendering } ?? ""
        return .status(status, headers: headers, body: body)
    }

    private static func closeCode(_ json: JSON) throws(Problem) -> UInt16 {
        try json["code"] == nil ? 1012 : UInt16(number(json, "code", in: 1000 ... 4999))
    }

    private static func power(_ json: JSON) throws(Problem) -> Fault.Kind {
        var state: PowerState?
        if let name = json["state"]?.text {
            state = PowerState(rawValue: name)
            guard state != nil else { throw Problem(message: "there is no power state \(name)") }
        }
        return try .power(server: text(json, "server"), state: state, isStuck: json["stuck"]?.flag ?? false)
    }

    private static func change(_ json: JSON) throws(Problem) -> ForeignChange {
        let name = try text(json, "op")
        guard let act = ForeignChange.Act(rawValue: name) else {
            let known = ForeignChange.Act.allCases.map(\.rawValue)
            throw Problem(message: "there is no change \(name); there are \(known)")
        }
        return try ForeignChange(
            act: act,
            server: text(json, "server"),
            backup: json["backup"]?.text,
            world: json["world"]?.text,
            name: json["name"]?.text
        )
    }

    private static func text(_ json: JSON, _ name: String) throws(Problem) -> String {
        guard let text = json[name]?.text else { throw Problem(message: "\(name) is missing") }
        return text
    }

    private static func number(
        _ json: JSON,
        _ name: String,
        in range: ClosedRange<Double>
    ) throws(Problem) -> Double {
        guard let number = json[name]?.double, range.contains(number) else {
            throw Problem(message: "\(name) must be a number in \(range)")
        }
        return number
    }

    private static func probability(_ json: JSON, _ name: String) throws(Problem) -> Double {
        try json[name] == nil ? 0 : number(json, name, in: 0 ... 1)
    }
}
