import BackupKit
import Testing
@testable import AppCore

@Suite("Many archives are fetched where one is")
struct BulkDownloadTests {
    private func marked(needsWriter: Bool, settings: Settings) -> Bench {
        let traits = ProviderCapabilities.logged.with { $0.downloadNeedsWriter = needsWriter }
        var bench = Bench.opened(
            context: Sample.context(access: .readOnly, capabilities: traits), settings: settings,
            servers: [Sample.server(worlds: [])]
        )
        bench.press(.invertMarks)
        bench.press(.download)
        bench.read(Sample.server(worlds: []))
        bench.arm()
        return bench
    }

    @Test(arguments: [true, false])
    func aReadOnlySessionFetchesThem(isReadOnly: Bool) {
        var bench = marked(needsWriter: false, settings: Settings(isReadOnly: isReadOnly))
        #expect(bench.plan?.included.count == 3)
        bench.key(.character("y"))
        #expect(bench.effects.contains { if case .download = $0 { true } else { false } })
    }

    @Test func aLinkThatTakesAWriterIsNotAskedFor() {
        var bench = marked(needsWriter: true, settings: Settings())
        bench.key(.character("y"))
        #expect(bench.effects.isEmpty)
        #expect(bench.plan == nil)
    }
}
