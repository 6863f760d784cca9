import Testing
@testable import LocalState

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

struct JournalAuthorTests {
    @Test(arguments: [
        (["LOGNAME": "bob", "USER": "eve"], "bob"), (["LOGNAME": "", "USER": "eve"], "eve"), (["USER": "eve"], "eve"),
    ])
    func theUserIsTheOneWhoLoggedIn(environment: [String: String], user: String) {
        #expect(JournalAuthor.current(environment: environment).user == user)
    }

    @Test func withoutAWordTheAccountOfTheProcessCounts() {
        let user = JournalAuthor.current(environment: [:]).user
        #expect(user == JournalAuthor.accountName(geteuid()))
        #expect(!user.isEmpty)
        #expect(JournalAuthor.accountName(0) == "root")
    }

    @Test func anAccountWithoutANameIsANumber() {
        #expect(JournalAuthor.accountName(4_000_000_000) == "uid 4000000000")
    }

    @Test(arguments: [
        (["SSH_CONNECTION": "192.0.2.7 50000 10.0.0.1 22"], "192.0.2.7"),
        (["SSH_CLIENT": "2001:db8::7 50000 22"], "2001:db8::7"),
        (["SSH_CONNECTION": "192.0.2.7 1 10.0.0.1 22", "SSH_CLIENT": "192.0.2.8 1 22"], "192.0.2.7"),
        (["SSH_CONNECTION": " "], nil), ([:], nil),
    ] as [([String: String], String?)])
    func theClientIsTheFirstWord(environment: [String: String], client: String?) {
        #expect(JournalAuthor.current(environment: environment).sshClient == client)
    }
}
