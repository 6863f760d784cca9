import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

@Suite struct QuotaViewModelTests {
    private func line(
        _ quota: Quota?,
        capabilities: ProviderCapabilities = .sparse,
        rule: QuotaTraits.AtLimit = .refuses,
        backups: [Backup] = [],
        width: Int = 100
    ) -> String? {
        var capabilities = capabilities
        capabilities.quota.atLimit = rule
        let sample = SampleState(
            server: .sample(quota: quota), context: .sample(capabilities: capabilities), backups: backups
        )
        return QuotaViewModel(sample.state)?.line(width: width, theme: ViewContext.test().theme, ellipsis: "…").text
    }

    @Test(arguments: [
        (QuotaTraits.AtLimit.refuses, "5 left, then the service refuses more"),
        (.refusesManualRotatesAutomatic, "5 left, then manual ones are refused, automatic ones replace the oldest"),
        (.unknown, "5 left, then what happens then is unknown"),
    ])
    func `it says what happens at the limit`(rule: QuotaTraits.AtLimit, remark: String) {
        #expect(line(Quota(used: 5, limit: 10), rule: rule) == "Quota [#####-----] 5/10  \(remark)")
    }

    @Test(arguments: [
        (0, "[----------] 0/10  10 left"), (9, "[#########-] 9/10  1 left"), (10, "[##########] 10/10  full: "),
        (14, "[##########] 14/10  full: "),
    ])
    func `the bar is full exactly when nothing is left`(used: Int, expected: String) throws {
        #expect(try #require(line(Quota(used: used, limit: 10))).hasPrefix("Quota " + expected))
    }

    @Test func `our own count wins over a smaller figure of the service`() throws {
        let text = try #require(line(Quota(used: 1, limit: 10), backups: Backup.samples))
        #expect(text.hasPrefix("Quota [#####-----] 5/10"))
    }

    @Test func `a limit of nothing means that backups are switched off`() {
        #expect(line(Quota(used: 0, limit: 0)) == "Quota 0/0  backups are switched off for this server")
    }

    @Test func `without a limit there is a figure and no bar`() {
        #expect(line(Quota(used: 3, limit: nil)) == "Quota 3 backups  no limit")
        #expect(line(Quota(used: 1, limit: nil)) == "Quota 1 backup  no limit")
    }

    @Test func `without a quota the backups are counted`() {
        #expect(line(nil, backups: Backup.samples) == "Quota 5 backups  this service names no limit")
    }

    @Test func `sizes are summed up where they are known`() throws {
        let text = try #require(line(Quota(used: 5, limit: 10), backups: Backup.richSamples))
        #expect(text.hasPrefix("Quota [#####-----] 5/10, 10.2 GB  "))
    }

    @Test func `sizes beyond reason do not bring the program down`() throws {
        var backups = Backup.samples
        for index in backups.indices { backups[index].size = .max }
        #expect(try #require(line(Quota(used: 5, limit: 10), backups: backups)).contains("8192 PB"))
    }

    @Test(arguments: [
        (60, "Quota [#####-----] 5/10  5 left, then more are refused"), (40, "Quota [#####-----] 5/10  5 left"),
        (24, "Quota [#####-----] 5/10"),
    ])
    func `a shorter remark is said where there is little room`(width: Int, expected: String) {
        #expect(line(Quota(used: 5, limit: 10), width: width) == expected)
    }

    @Test(arguments: [(8, Theme.Role.normal), (9, .warning), (10, .failure)])
    func `the last slot and a full quota stand out`(used: Int, role: Theme.Role) {
        let sample = SampleState(server: .sample(quota: Quota(used: used, limit: 10)), backups: [])
        #expect(QuotaViewModel(sample.state)?.role == role)
    }
}
