import Testing
import TestSupport
@testable import BacktopCommands

@Suite("Messages to the service manager")
struct SystemdNotifierTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func notifier(_ address: String, _ variables: [String: String] = [:]) -> SystemdNotifier {
        SystemdNotifier(environment: variables.merging(["NOTIFY_SOCKET": address]) { $1 }, process: 4711)
    }

    @Test("every message is one datagram")
    func messages() throws {
        let manager = try NotifySocket(folder.path + "/notify")
        let notifier = notifier(manager.address, ["WATCHDOG_USEC": "30000000"])
        notifier.isReady()
        notifier.isAlive()
        notifier.status("3 of 20 servers are not protected")
        notifier.isStopping()
        #expect(manager.messages() == [
            "READY=1", "WATCHDOG=1", "STATUS=3 of 20 servers are not protected", "STOPPING=1",
        ])
    }

    @Test("a name without a file does, too")
    func abstract() throws {
        let manager = try NotifySocket("@backtop-\(folder.path)")
        notifier(manager.address).isReady()
        #expect(manager.messages() == ["READY=1"])
    }

    @Test("a status is one line and no other message")
    func status() throws {
        let manager = try NotifySocket(folder.path + "/notify")
        notifier(manager.address).status("fine\nSTOPPING=1\r\nMAINPID=1\u{2028}" + String(repeating: "x", count: 5000))
        let message = try #require(manager.messages().first)
        #expect(message.hasPrefix("STATUS=fine STOPPING=1 MAINPID=1 xxx"))
        #expect(message.count == 207)
    }

    @Test("only the process that is watched tells that it is alive", arguments: [
        ([:], nil),
        (["WATCHDOG_USEC": "30000000"], 15000),
        (["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "4711"], 1500),
        (["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "4712"], nil),
        (["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": ""], nil),
        (["WATCHDOG_USEC": "0"], nil), (["WATCHDOG_USEC": "-2"], nil), (["WATCHDOG_USEC": "soon"], nil),
        (["WATCHDOG_PID": "4711"], nil),
    ] as [([String: String], Int?)])
    func watchdog(variables: [String: String], milliseconds: Int?) throws {
        let manager = try NotifySocket(folder.path + "/notify")
        let notifier = notifier(manager.address, variables)
        #expect(notifier.watchdogInterval == milliseconds.map { .milliseconds($0) })
        notifier.isAlive()
        #expect(manager.messages() == (milliseconds == nil ? [] : ["WATCHDOG=1"]))
    }

    @Test("without a service manager nothing is told, and nothing fails", arguments: [
        "", "@", "notify", "vsock:2:1234", "/" + String(repeating: "x", count: 107), "/no/such/folder/notify",
    ])
    func nobody(address: String) {
        for notifier in [notifier(address, ["WATCHDOG_USEC": "30000000"]), SystemdNotifier(environment: [:])] {
            notifier.isReady()
            notifier.isAlive()
            notifier.status("fine")
            notifier.isStopping()
        }
        #expect(SystemdNotifier(environment: ["WATCHDOG_USEC": "30000000"]).watchdogInterval == nil)
    }

    @Test("a service manager that reads nothing keeps nobody waiting")
    func full() throws {
        let manager = try NotifySocket(folder.path + "/notify")
        let notifier = notifier(manager.address)
        for number in 1 ... 5000 { notifier.status("\(number)") }
        let told = manager.messages()
        #expect(told.first == "STATUS=1")
        #expect(told.count < 5000)
        notifier.isReady()
        #expect(manager.messages() == ["READY=1"])
    }
}
