/// Takes a stream of server-sent events apart (WHATWG HTML, section 9.2): bytes in, in pieces of any size, records out.
/// Comments carry nothing, a record without its blank line never counts, and a byte order mark at the start is skipped.
public struct SSEParser: Sendable {
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    /// Longer than any wait that means something: a day.
    private static let longestRetry = 86_400_000

    /// The longest record in bytes, without its line ends.
    private let limit: Int
    private var line: [UInt8] = []
    /// Bytes of the line so far, those that were not kept included.
    private var lineLength = 0
    private var record = SSERecord()
    private var data: [String] = []
    /// Bytes of the record's fields so far.
    private var recordLength = 0
    private var isFirstLine = true
    /// The last line ended with a carriage return: a line feed behind it belongs to it.
    private var endedByReturn = false

    /// A parser at the start of a stream.
    ///
    /// - Parameter limit: bytes of a record at most; a longer one comes out as `isOverlong`, with the fields that fit.
    public init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// Takes the next piece of the stream and answers the records it completes.
    public mutating func take(_ bytes: some Sequence<UInt8>) -> [SSERecord] {
        var records: [SSERecord] = []
        for byte in bytes {
            switch byte {
            case Self.lineFeed where endedByReturn:
                endedByReturn = false
            case Self.lineFeed, Self.carriageReturn:
                endedByReturn = byte == Self.carriageReturn
                if let record = endLine() { records.append(record) }
            default:
                endedByReturn = false
                lineLength += 1
                if recordLength + lineLength <= limit { line.append(byte) }
            }
        }
        return records
    }

    /// A blank line ends the record; any other is a field or a comment.
    private mutating func endLine() -> SSERecord? {
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: Self.byteOrderMark) {
                line.removeFirst(Self.byteOrderMark.count)
                lineLength -= Self.byteOrderMark.count
            }
        }
        defer {
            line.removeAll(keepingCapacity: true)
            lineLength = 0
        }
        guard lineLength > 0 else { return endRecord() }
        // Comments keep the line alive for hours: they are no part of the record.
        guard line.first != UInt8(ascii: ":") else { return nil }
        recordLength += lineLength
        if recordLength > limit {
            record.isOverlong = true
        } else {
            takeField()
        }
        return nil
    }

    private mutating func endRecord() -> SSERecord? {
        defer {
            record = SSERecord()
            data.removeAll()
            recordLength = 0
        }
        if !data.isEmpty { record.data = data.joined(separator: "\n") }
        return record.isEmpty ? nil : record
    }

    private mutating func takeField() {
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        let text = String(decoding: value, as: UTF8.self)
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "data": data.append(text)
        case "event": record.event = text
        // An id with a zero byte could not be sent back in a header.
        case "id" where !value.contains(0): record.id = text
        case "retry": record.retry = Self.milliseconds(value) ?? record.retry
        default: break
        }
    }

    /// Digits only; anything else is ignored.
    private static func milliseconds(_ digits: ArraySlice<UInt8>) -> Duration? {
        guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return .milliseconds(min(Int(String(decoding: digits, as: UTF8.self)) ?? longestRetry, longestRetry))
    }
}
