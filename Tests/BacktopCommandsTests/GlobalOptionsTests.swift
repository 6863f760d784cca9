import ArgumentParser
import Testing
@testable import BacktopCommands

@Suite("Global flags")
struct GlobalOptionsTests {
    private func refusal(_ arguments: [String]) -> String {
        do {
            _ = try GlobalOptions.parse(arguments)
            return ""
        } catch {
            #expect(GlobalOptions.exitCode(for: error) == .validationFailure)
            return GlobalOptions.message(for: error)
        }
    }

    @Test("all flags are read")
    func all() throws {
        let options = try GlobalOptions.parse([
            "--config", "c", "--context", "smp", "--server", "s", "--world", "w", "--read-only", "--color", "never",
            "--ascii", "--no-clock", "--timeout", "5m", "--log-file", "l", "-q",
        ])
        #expect(options.config == "c")
        #expect(options.context == "smp")
        #expect(options.server == "s")
        #expect(options.world == "w")
        #expect(options.readOnly)
        #expect(options.color == .never)
        #expect(options.ascii)
        #expect(options.noClock)
        #expect(options.timeout == .seconds(300))
        #expect(options.logFile == "l")
        #expect(options.quiet)
        #expect(try GlobalOptions.parse(["-v"]).verbose)
    }

    @Test("without flags nothing is decided")
    func none() throws {
        let options = try GlobalOptions.parse([])
        #expect(options.color == nil)
        #expect(options.timeout == nil)
        #expect(!options.readOnly)
        #expect(!options.quiet)
        #expect(!options.verbose)
    }

    @Test("a bad colour or timeout says what is allowed")
    func badValues() {
        #expect(refusal(["--color", "alwas"]).contains("allowed: auto, always, never (did you mean always?)"))
        #expect(refusal(["--timeout", "0"]).contains("at least 1s"))
        #expect(refusal(["--timeout", "soon"]).contains("\"soon\" is no duration"))
    }

    @Test("quiet and verbose contradict each other")
    func contradiction() {
        #expect(refusal(["-q", "-v"]).contains("contradict"))
    }

    @Test("an empty name is refused", arguments: ["--config", "--context", "--server", "--world", "--log-file"])
    func empty(flag: String) {
        #expect(refusal([flag, ""]).contains("\(flag) is empty"))
    }

    @Test("a token is no flag")
    func noTokenFlag() {
        #expect(refusal(["--token", "x"]).contains("--token"))
    }
}
