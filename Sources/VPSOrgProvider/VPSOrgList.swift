import BackupKit
import ProviderSupport
import ServiceClient

/// A whole list, put together from its pages.
struct VPSOrgList<Row: VPSOrgWire.Row> {
    /// Pages that are asked for at most.
    private static var mostPages: Int {
        200
    }

    /// In the service's order.
    private(set) var rows: [Row] = []
    /// Rows that could not be read.
    private(set) var skipped = 0
    /// Rows that the service counts but did not show.
    private(set) var missing = 0

    /// Reads every page: by the links between them, else by numbers while the service counts more than it has shown
    /// (wire sheet vpsorg, section 1.3).
    static func read(
        _ first: HTTPRequest,
        over connection: ServiceConnection,
        endpoints: VPSOrgEndpoints,
        for act: ServiceAct
    ) async throws(ProviderError) -> Self {
        var list = Self()
        var known: Set<VPSOrgWire.Number> = []
        var asked: Set<String> = []
        var next: HTTPRequest? = first
        var number = 1
        while let request = next, number <= mostPages, asked.insert(request.target).inserted {
            let page: VPSOrgWire.Page<Row>
            do {
                page = try await connection.value(VPSOrgWire.Page<Row>.self, from: request, for: act)
            } catch {
                // Behind the last page there is nothing.
                if error.code == .notFound, number > 1 { break }
                throw error
            }
            // Rows move to the next page when a new one comes in between.
            let new = page.rows.elements.filter { !known.contains($0.id) }
            known.formUnion(new.map(\.id))
            list.rows += new
            list.skipped += page.rows.skipped
            list.missing = max(0, (page.total ?? 0) - list.rows.count - list.skipped)
            number += 1
            if let link = page.next {
                next = endpoints.page(behind: link, of: first)
            } else {
                next = list.missing > 0 && !new.isEmpty ? endpoints.page(number, of: first) : nil
            }
        }
        return list
    }
}
