import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Calls of the operating system.
enum SystemCall {
    /// Makes a call that answers -1 on failure, again after an interruption; throws what the system said.
    @discardableResult
    static func check<Answer: SignedInteger>(_ call: () -> Answer) throws(Errno) -> Answer {
        while true {
            let answer = call()
            guard answer == -1 else { return answer }
            let error = Errno(rawValue: errno)
            guard error == .interrupted else { throw error }
        }
    }
}
