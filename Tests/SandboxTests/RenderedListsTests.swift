import Foundation
import Testing
@testable import Sandbox

struct RenderedListsTests {
    private func backup(_ id: String) -> StoredBackup {
        StoredBackup(
            id: .init(text: id),
            physicalID: id,
            world: .init(text: "world"),
            name: id,
            createdAt: Date(timeIntervalSince1970: 0),
            isAutomated: false,
            isLocked: false,
            state: .completed
        )
    }

    @Test func `only rows that changed are rendered again`() {
        let lists = RenderedLists<Int>()
        var shelf = BackupShelf()
        ["a", "b", "c"].forEach { shelf.append(backup($0)) }
        var rendered: [String] = []
        func list() -> String {
            lists.list(of: 1, on: shelf, select: { $0.reversed() }, row: { row in
                rendered.append(row.id.text)
                return .string(row.name)
            }).rendering
        }
        #expect(list() == #"["c","b","a"]"#)
        #expect(list() == #"["c","b","a"]"#)
        #expect(rendered == ["c", "b", "a"])
        shelf.update(.init(text: "b")) { $0.name = "B" }
        shelf.remove(.init(text: "c"))
        #expect(list() == #"["B","a"]"#)
        #expect(rendered == ["c", "b", "a", "b"])
    }

    @Test func `rows and the whole list show the same`() {
        let lists = RenderedLists<Int>()
        var shelf = BackupShelf()
        ["a", "b"].forEach { shelf.append(backup($0)) }
        let rows = lists.rows(of: 1, on: shelf) { .string($0.name) }
        let list = lists.list(of: 1, on: shelf) { .string($0.name) }
        #expect(JSON.array(rows).rendering == list.rendering)
    }
}
