import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

@Suite struct OperationViewModelTests {
    private let backup = Scene.running

    private func sample(size: Int64? = nil, _ change: (inout SampleState) -> Void) -> SampleState {
        var running = backup
        running.size = size
        var sample = SampleState(backups: [running] + Backup.samples)
        change(&sample)
        return sample
    }

    private func model(_ sample: SampleState) throws -> OperationViewModel {
        let server = try #require(sample.state.visibleServer)
        let operation = try #require(server.visibleOperations.first)
        return OperationViewModel(operation, backup: server.backup(operation.key.backup), now: sample.state.now)
    }

    @Test(arguments: [(0.0, "0%"), (0.004, "0%"), (0.42, "42%"), (0.999, "99%"), (1.0, "99%"), (7.0, "?"), (-1.0, "?")])
    func `work that goes on is never at 100 per cent`(fraction: Double, percent: String) throws {
        let model = try model(sample { $0.progress(.create, of: backup.id, fraction) })
        #expect(model.percent == percent)
        #expect(!Gauge(model.gauge, width: 12).text.contains("[##########]"))
    }

    @Test func `only the service's word makes it 100 per cent`() throws {
        let model = try model(sample {
            $0.progress(.create, of: backup.id, 0.5)
            $0.progress(.create, of: backup.id, 1, state: .done, after: 3)
        })
        #expect(model.percent == "100%")
        #expect(Gauge(model.gauge, width: 12).text == "[##########]")
        #expect(model.phase == "done")
    }

    @Test(arguments: [(OperationState.failed, "FAILED"), (.cancelled, "cancelled"), (.unknown, "unknown")])
    func `the way it ended is a word`(state: OperationState, word: String) throws {
        let model = try model(sample {
            $0.progress(.create, of: backup.id, 0.5)
            $0.progress(.create, of: backup.id, nil, state: state, after: 3)
        })
        #expect(model.phase == word)
        #expect(model.percent.isEmpty)
    }

    @Test func `rate and time left follow from two fractions`() throws {
        let model = try model(sample {
            $0.progress(.create, of: backup.id, 0.2)
            $0.progress(.create, of: backup.id, 0.4, after: 10)
        })
        #expect(model.rate == "120%/min")
        #expect(model.remaining == "ETA 30s")
        #expect(model.elapsed == "10s")
    }

    @Test func `a slow rate keeps a figure after the point`() throws {
        let model = try model(sample {
            $0.progress(.create, of: backup.id, 0.2)
            $0.progress(.create, of: backup.id, 0.205, after: 10)
        })
        #expect(model.rate == "3.0%/min")
        #expect(model.remaining == "ETA 26m30s")
    }

    @Test func `where the size is known the rate is in bytes`() throws {
        let model = try model(sample(size: 100 << 20) {
            $0.progress(.create, of: backup.id, 0.2)
            $0.progress(.create, of: backup.id, 0.4, after: 10)
        })
        #expect(model.rate == "2.0 MB/s")
    }

    @Test func `a size beyond reason does not bring the program down`() throws {
        let model = try model(sample(size: .max) {
            $0.progress(.create, of: backup.id, 0)
            $0.progress(.create, of: backup.id, 1, after: 0.5)
        })
        #expect(model.rate == "12000%/min")
    }

    @Test func `one fraction gives no estimate, and none a bar that only wanders`() throws {
        #expect(try model(sample { $0.progress(.create, of: backup.id, 0.2) }).remaining == "no estimate")
        let unknown = try model(sample { $0.progress(.create, of: backup.id, nil) })
        #expect(unknown.remaining == "no estimate")
        #expect(unknown.percent == "?")
    }

    @Test(arguments: [(19, nil), (20, "no news 20s"), (40, "no news 40s"), (125, "no news 2m05s")])
    func `silence is said after 20 seconds`(seconds: Int, expected: String?) throws {
        let model = try model(sample {
            $0.progress(.create, of: backup.id, 0.2)
            $0.pass(seconds: seconds)
        })
        #expect(model.silence == expected)
    }

    @Test func `the time spent stops with the work`() throws {
        let model = try model(sample {
            $0.progress(.create, of: backup.id, 0.2)
            $0.progress(.create, of: backup.id, nil, state: .failed, after: 7)
            $0.pass(seconds: 60)
        })
        #expect(model.elapsed == "7s")
        #expect(model.silence == nil)
    }

    @Test(arguments: [200, 120, 100, 99, 80, 76, 60, 59, 50, 40, 30, 24])
    func `the line fits its width and keeps kind and per cent`(width: Int) throws {
        let model = try model(.busy)
        let text = model.line(width: width, theme: ViewContext.test().theme, ellipsis: "…").text
        #expect(text.displayWidth <= width)
        #expect(text.hasPrefix("create"))
        #expect(text.contains("42%"))
    }
}
