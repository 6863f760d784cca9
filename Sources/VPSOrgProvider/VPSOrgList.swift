import BackupKit
import FoundationEssentials
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
    /// A link to more was not followed or led nowhere, and no count tells that nothing is behind it.
    private(set) var hasMore = false

    /// The service's clock at the last page; nil where it does not tell.
    private(set) var date: Date?

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
        var isLinked = false
        var isCut = false
        var isCounted = false
        while let request = next {
            guard number <= mostPages, asked.insert(request.target).inserted else {
                isCut = true
                break
            }
            let page: VPSOrgWire.Page<Row>
            do {
                let answer = try await connection.dated(VPSOrgWire.Page<Row>.self, from: request, for: act)
                page = answer.value
                list.date = answer.date ?? list.date
            } catch {
                // Behind the last page there is nothing.
                guard error.code == .notFound, number > 1 else { throw error }
                isCut = isLinked
                break
            }
            // Rows move to the next page when a new one comes in between.
            let new = page.rows.elements.filter { !known.contains($0.id) }
            known.formUnion(new.map(\.id))
            list.rows += new
            list.skipped += page.rows.skipped
            list.missing = max(0, (page.total ?? 0) - list.rows.count - list.skipped)
            isCounted = page.total != nil
            number += 1
            isLinked = page.next?.isEmpty == false
            if let link = page.next, !link.isEmpty {
                next = endpoints.page(behind: link, of: first)
                isCut = next == nil
            } else {
                next = list.missing > 0 && !new.isEmpty ? endpoints.page(number, of: first) : nil
            }
        }
        list.hasMore = isCut && !isCounted
        return list
    }
}
