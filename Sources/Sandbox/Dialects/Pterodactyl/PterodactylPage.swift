/// One page of a list, with the panel's `meta.pagination` (sections 1.2 and 1.3).
struct PterodactylPage {
    /// From 1.
    let number: Int
    let size: Int
    let total: Int

    private static let pageName = "page"

    /// Reads `page` and `per_page`; sizes above the largest are cut down, nonsense is as good as nothing.
    init(_ call: Call, total: Int, usual: Int, largest: Int) {
        func positive(_ name: String) -> Int? {
            call.queryValue(name).flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
        }
        number = positive(Self.pageName) ?? 1
        size = min(positive("per_page") ?? usual, largest)
        self.total = total
    }

    /// Number of the last page, 1 where there is nothing.
    var last: Int {
        max(1, (total + size - 1) / size)
    }

    /// The rows of this page.
    func slice<Row>(_ rows: [Row]) -> ArraySlice<Row> {
        guard number <= last else { return [] }
        return rows.dropFirst((number - 1) * size).prefix(size)
    }

    /// A list with the given rows of this page. `links` are built on `base`, and `query` is repeated in them.
    func list(_ rows: [JSON], base: String, query: [(name: String, value: String)], meta: [JSON.Member] = []) -> JSON {
        var links: [JSON.Member] = []
        if number > 1 {
            links.append(.init(name: "previous", value: .string(link(number - 1, base, query))))
        }
        if number < last {
            links.append(.init(name: "next", value: .string(link(number + 1, base, query))))
        }
        let pagination: JSON = [
            "total": .integer(total),
            "count": .integer(rows.count),
            "per_page": .integer(size),
            "current_page": .integer(number),
            "total_pages": .integer(last),
            "links": .object(links),
        ]
        return [
            "object": "list",
            "data": .array(rows),
            "meta": .object(meta + [.init(name: "pagination", value: pagination)]),
        ]
    }

    private func link(_ page: Int, _ base: String, _ query: [(name: String, value: String)]) -> String {
        let kept = query.filter { $0.name != Self.pageName } + [(Self.pageName, String(page))]
        return base + "?" + kept.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
    }
}
