/// A list in which one unreadable row does not make the others unreadable.
public struct LossyArray<Element: Decodable>: Decodable {
    /// The rows that could be read, in order.
    public let elements: [Element]
    /// How many rows could not be read.
    public let skipped: Int

    /// Reads a JSON array; throws only when the value is no array.
    public init(from decoder: any Decoder) throws {
        var rows = try decoder.unkeyedContainer()
        var elements: [Element] = []
        elements.reserveCapacity(rows.count ?? 0)
        var skipped = 0
        while !rows.isAtEnd {
            let row = try rows.decode(Row.self)
            if let element = row.element {
                elements.append(element)
            } else {
                skipped += 1
            }
        }
        self.elements = elements
        self.skipped = skipped
    }

    /// Decodes in a scope of its own: a failure inside leaves the list's position behind the row.
    private struct Row: Decodable {
        let element: Element?

        init(from decoder: any Decoder) {
            do {
                element = try Element(from: decoder)
            } catch {
                // A number out of range or with a fraction is no `DecodingError` to the decoder, but it is one row's.
                element = nil
            }
        }
    }
}

extension LossyArray: Sendable where Element: Sendable {}
