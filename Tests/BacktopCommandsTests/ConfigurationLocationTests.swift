import Foundation
import Testing
@testable import BacktopCommands

@Suite("Where the configuration is looked for")
struct ConfigurationLocationTests {
    private func host(_ variables: [String: String], home: String? = "/home/me") -> HostEnvironment {
        HostEnvironment(variables: variables, homeDirectory: home, workingDirectory: "/here")
    }

    private let all = ["BACKTOP_CONFIG": "/env.yaml", "XDG_CONFIG_HOME": "/xdg"]

    @Test("flag, then BACKTOP_CONFIG, then XDG_CONFIG_HOME, then the home folder")
    func precedence() throws {
        #expect(try ConfigurationLocation.find(flag: "/f.yaml", host: host(all)).path == "/f.yaml")
        #expect(try ConfigurationLocation.find(flag: nil, host: host(all)).path == "/env.yaml")
        let xdg = try ConfigurationLocation.find(flag: nil, host: host(["XDG_CONFIG_HOME": "/xdg"]))
        #expect(xdg.path == "/xdg/backtop/config.yaml")
        let home = try ConfigurationLocation.find(flag: nil, host: host([:]))
        #expect(home.path == "/home/me/.config/backtop/config.yaml")
    }

    @Test("empty variables and a relative XDG_CONFIG_HOME do not count")
    func emptyVariables() throws {
        let variables = ["BACKTOP_CONFIG": "", "XDG_CONFIG_HOME": "relative"]
        #expect(try ConfigurationLocation.find(flag: nil, host: host(variables)).origin == .home)
    }

    @Test("relative names count from the current folder, ~ is home")
    func relativeNames() throws {
        #expect(try ConfigurationLocation.find(flag: "c.yaml", host: host([:])).path == "/here/c.yaml")
        let variables = ["BACKTOP_CONFIG": "~/c.yaml"]
        #expect(try ConfigurationLocation.find(flag: nil, host: host(variables)).path == "/home/me/c.yaml")
    }

    @Test("without a home folder a name is needed")
    func noHome() {
        #expect(throws: ConfigurationError.self) {
            try ConfigurationLocation.find(flag: nil, host: host([:], home: nil))
        }
        #expect(throws: ConfigurationError.self) {
            try ConfigurationLocation.find(flag: "~/c", host: host([:], home: nil))
        }
    }

    @Test("no configuration names demo, config init and the path, and means exit code 2")
    func notFound() throws {
        let folder = try ScratchFolder()
        let error = try #require(#expect(throws: ConfigurationError.self) { try folder.loader().load(flag: nil) })
        let path = "\(folder.path)/.config/backtop/config.yaml"
        #expect(error.exitCode == 2)
        #expect(error.description == """
        no configuration at \(path) (the usual place)
        Try it without one: `backtop demo`. Write one to fill in: `backtop config init`.
        """)
    }

    @Test("a named file that is not there is not replaced by another, and init is told with its name")
    func namedNotFound() throws {
        let folder = try ScratchFolder()
        try folder.write("version: 1\n", to: ".config/backtop/config.yaml")
        let error = try #require(#expect(throws: ConfigurationError.self) {
            try folder.loader().load(flag: "other file.yaml")
        })
        #expect(error.description.contains("`backtop config init --config '\(folder.path)/other file.yaml'`"))
        #expect(throws: ConfigurationError.self) {
            try folder.loader(["BACKTOP_CONFIG": "none.yaml"]).load(flag: nil)
        }
        #expect(try folder.loader().load(flag: nil).configuration == Configuration())
    }
}
