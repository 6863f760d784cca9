import BackupKit
import FoundationEssentials
import ProviderSupport
import ServiceClient

/// A whole list, read page by page (wire sheet pterodactyl, section 1.3).
struct PterodactylRows<Row: Decodable & Sendable> {
    /// Each id once, in the panel's order.
    private(set) var elements: [Row] = []
    /// Rows that could not be read.
    private(set) var unread = 0
    /// The panel's count of backups that use up the limit; nil where it does not tell.
    private(set) var backupCount: Int?
    /// The panel's clock at the last page; nil where it does not tell.
    private(set) var date: Date?

    private var positions: [String: Int] = [:]
    private var total = 0
    private var firstPage: [String] = []

    /// More pages than this are not asked for: what is left out counts as missing.
    private static var mostPages: Int {
        1000
    }

    /// How often a list is begun anew because it changed on the way.
    private static var mostWalks: Int {
        3
    }

    /// Reads all pages. A row that moves to an earlier page while later ones are read, because another one was deleted,
    /// would be missed: a list that is short of its own total, or whose first page has changed by its end, is read
    /// again.
    static func read(
        from connection: ServiceConnection,
        for act: ServiceAct,
        id: (Row) -> String,
        page request: (Int) -> HTTPRequest
    ) async throws(ProviderError) -> Self {
        var rows = Self()
        for _ in 1 ... mostWalks {
            rows = Self()
            let pages = try await rows.walk(connection, act, id, request)
            if pages == 1 || pages == mostPages { break }
            guard rows.missing == 0 else { continue }
            // A deletion and a creation in between leave the total as it was.
            let first = try await connection.value(PterodactylWire.Page<Row>.self, from: request(1), for: act)
            if first.data.elements.map({ id($0.attributes) }) == rows.firstPage { break }
        }
        return rows
    }

    /// Rows that the panel counts and no page showed.
    var missing: Int {
        max(0, total - elements.count - unread)
    }

    /// Answers how many pages were read.
    private mutating func walk(
        _ connection: ServiceConnection,
        _ act: ServiceAct,
        _ id: (Row) -> String,
        _ request: (Int) -> HTTPRequest
    ) async throws(ProviderError) -> Int {
        for number in 1 ... Self.mostPages {
            let response = try await connection.send(request(number), for: act)
            let page = try connection.value(PterodactylWire.Page<Row>.self, in: response, for: act)
            date = HTTPDate.date(in: response.headers) ?? date
            if number == 1 { firstPage = page.data.elements.map { id($0.attributes) } }
            let hasNews = add(page.data, id)
            let meta = page.meta.value
            backupCount = meta?.backupCount.value ?? backupCount
            // A row that is deleted on the way makes the later pages count less, and moves another to an earlier one.
            total = max(total, meta?.pagination.value?.total.value ?? 0)
            // A panel that knows no pages answers the first one again and again, which is no news.
            guard hasNews, number < meta?.pagination.value?.totalPages.value ?? 0 else { return number }
        }
        return Self.mostPages
    }

    /// A later row with the same id is the newer one.
    private mutating func add(_ data: LossyArray<PterodactylWire.Item<Row>>, _ id: (Row) -> String) -> Bool {
        unread += data.skipped
        var hasNews = data.skipped > 0
        for row in data.elements.map(\.attributes) {
            let key = id(row)
            if key.isEmpty {
                unread += 1
            } else if let position = positions[key] {
                elements[position] = row
            } else {
                positions[key] = elements.count
                elements.append(row)
                hasNews = true
            }
        }
        return hasNews
    }
}
