import NetworkTransport

extension NetworkSettings {
    /// Settings whose limits no test reaches, however busy the machine is; a test about a limit sets its own.
    static func patient(_ userAgent: String) -> NetworkSettings {
        NetworkSettings(
            userAgent: userAgent,
            connectTimeout: .seconds(600),
            idleTimeout: .seconds(600),
            requestTimeout: .seconds(600),
            pingInterval: .seconds(600),
            silenceLimit: .seconds(1200)
        )
    }
}
