import ArgumentParser
import Foundation
import Testing
@testable import BacktopCommands

@Suite("The unit of the wall")
struct WallUnitTests {
    /// What systemd would read: section, key, value.
    private func entries(_ unit: WallUnit) -> [(section: String, key: String, value: String)] {
        var entries: [(section: String, key: String, value: String)] = []
        var section = ""
        for line in unit.text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("["), line.hasSuffix("]") {
                section = String(line.dropFirst().dropLast())
            } else if let equals = line.firstIndex(of: "=") {
                entries.append((section, String(line[..<equals]), String(line[line.index(after: equals)...])))
            } else {
                Issue.record("no assignment: \(line)")
            }
        }
        return entries
    }

    private func values(_ section: String, _ key: String, _ unit: WallUnit = WallUnit(program: "/usr/bin/backtop"))
        -> [String] {
        entries(unit).filter { $0.section == section && $0.key == key }.map(\.value)
    }

    @Test("it takes the first console from its login prompt and is started again for ever", arguments: [
        ("Unit", "Conflicts", "getty@tty1.service"), ("Unit", "StartLimitIntervalSec", "0"),
        ("Service", "Type", "notify"), ("Service", "NotifyAccess", "main"), ("Service", "WatchdogSec", "30"),
        ("Service", "Restart", "always"), ("Service", "RestartSec", "2"), ("Service", "StandardInput", "tty"),
        ("Service", "StandardOutput", "tty"), ("Service", "TTYPath", "/dev/tty1"), ("Service", "TTYReset", "yes"),
        ("Service", "TTYVHangup", "yes"), ("Service", "TTYVTDisallocate", "yes"), ("Service", "User", "backtop"),
        ("Service", "StateDirectory", "backtop"), ("Service", "MemoryMax", "512M"),
        ("Service", "NoNewPrivileges", "yes"), ("Install", "WantedBy", "getty.target"),
        ("Service", "ExecStart", "/usr/bin/backtop wall --config /etc/backtop/config.yaml"),
    ])
    func keys(section: String, key: String, value: String) {
        #expect(values(section, key) == [value])
    }

    @Test("it comes after the prompt that it replaces, with the locale and the terminal of a console")
    func surroundings() {
        #expect(values("Unit", "After").joined().contains("getty@tty1.service"))
        let variables = values("Service", "Environment")
        #expect(variables.contains("LANG=C.UTF-8") && variables.contains("TERM=linux"))
        #expect(WallUnit(program: "/x").text.contains("\n#LoadCredential="))
    }

    @Test("what protects the machine leaves the console and the network alone")
    func hardening() {
        #expect(values("Service", "PrivateDevices").isEmpty)
        #expect(values("Service", "PrivateNetwork").isEmpty)
        #expect(values("Service", "DeviceAllow").contains("/dev/tty1 rw"))
        #expect(values("Service", "RestrictAddressFamilies").joined().contains("AF_INET AF_INET6"))
    }

    @Test("program and account are those given, whatever is in their names", arguments: [
        ("/opt/back top/b", "\"/opt/back top/b\""), ("/opt/100%/$b", "/opt/100%%/$$b"),
        ("/opt/\"b\\", "\"/opt/\\\"b\\\\\""), ("/opt/it's", "\"/opt/it's\""), ("/opt/b;c", "\"/opt/b;c\""),
    ])
    func words(program: String, written: String) {
        let unit = WallUnit(program: program, arguments: ["wall"], user: "eve")
        #expect(values("Service", "ExecStart", unit) == ["\(written) wall"])
        #expect(values("Service", "User", unit) == ["eve"])
    }

    private static let analyzer = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/systemd-analyze" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test("it starts the wall that was asked for, with absolute paths")
    func options() throws {
        let host = HostEnvironment(variables: [:], homeDirectory: "/home/ann", workingDirectory: "/srv")
        func arguments(_ given: String...) throws -> [String] {
            try WallUnit(program: "/x", options: SessionOptions.parse(given), host: host).arguments
        }
        #expect(try arguments() == ["wall", "--config", "/etc/backtop/config.yaml"])
        #expect(try arguments(
            "--config", "~/a b.yaml", "--context", "smp", "--color", "never", "--ascii", "--timeout", "2m",
            "--log-file", "wall.log", "-v"
        ) == [
            "wall", "--config", "/home/ann/a b.yaml", "--context", "smp", "--color", "never", "--ascii",
            "--timeout", "120s", "--log-file", "/srv/wall.log", "--verbose",
        ])
    }

    @Test("systemd finds nothing wrong with it", .enabled(if: analyzer != nil, "there is no systemd-analyze"))
    func verified() throws {
        let folder = try ScratchFolder()
        let program = try folder.write("#!/bin/sh\n", to: "back top", mode: 0o755)
        let file = try folder.write(WallUnit(program: program, user: "root").text, to: WallUnit.name, mode: 0o644)
        let process = Process()
        process.executableURL = try URL(filePath: #require(Self.analyzer))
        process.arguments = ["verify", "--man=no", "--recursive-errors=no", file]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let words = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(words == "")
        #expect(process.terminationStatus == 0)
    }
}
