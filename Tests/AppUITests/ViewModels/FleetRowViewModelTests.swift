import AppCore
import BackupKit
import Testing
import TestSupport
@testable import AppUI

@Suite struct FleetRowViewModelTests {
    private func work(_ sample: SampleState) -> String {
        FleetRowViewModel(sample.location.server, sample.state, .test()).cells[.work]?.text ?? ""
    }

    @Test func `work that has ended leaves its row after five seconds`() {
        var sample = SampleState()
        sample.event(.progress(OperationReport(
            backup: Backup.samples[0].id, kind: .restore, phase: .extract, fraction: 0.4, state: .running
        )))
        #expect(work(sample).contains("40%"))
        sample.event(.progress(OperationReport(
            backup: Backup.samples[0].id, kind: .restore, phase: .extract, fraction: 1, state: .done
        )))
        sample.pass(seconds: 4)
        #expect(work(sample).hasPrefix("restore"))
        sample.pass(seconds: 1)
        #expect(work(sample).isEmpty)
    }
}
