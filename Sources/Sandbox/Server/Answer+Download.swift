import FoundationEssentials

extension Answer {
    /// An archive, or the part of it that a `Range` asks for (RFC 9110, 14.2), with its checksum as the strong tag.
    /// A range that is not understood, or is of another version, is answered with the whole. Throws file errors.
    static func download(
        _ path: String,
        name: String,
        tag: String,
        range: String?,
        ifRange: String?
    ) throws -> Answer {
        let tag = "\"\(tag)\""
        let size = try FilePart(path: path).count
        let headers = [
            ("Content-Type", "application/gzip"),
            ("Content-Disposition", "attachment; filename=\"\(name)\""),
            ("Accept-Ranges", "bytes"),
            ("ETag", tag),
        ]
        guard let range, ifRange == nil || ifRange == tag, let wanted = ByteRange(range, of: size) else {
            return try file(path, headers: headers)
        }
        switch wanted {
        case .beyondEnd:
            return Answer(status: 416, headers: [("Accept-Ranges", "bytes"), ("Content-Range", "bytes */\(size)")])
        case let .part(part):
            let place = ("Content-Range", "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)")
            var answer = Answer(status: 206, headers: headers + [place])
            answer.body = try .file(FilePart(path: path, offset: part.lowerBound, atMost: part.count))
            return answer
        }
    }
}

/// What a `Range` header with one range means for a body of known size.
enum ByteRange: Equatable {
    case part(Range<Int>)
    case beyondEnd

    /// `nil` where the header is not of the form `bytes=1-2`, `bytes=1-` or `bytes=-2`.
    init?(_ header: String, of size: Int) {
        guard header.hasPrefix("bytes=") else { return nil }
        let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        switch (Int(ends[0]), Int(ends[1])) {
        case let (first?, last) where ends[1].isEmpty || (last ?? 0) >= first:
            self = first < size ? .part(first ..< min(size, (last ?? size) + 1)) : .beyondEnd
        case let (nil, count?) where ends[0].isEmpty:
            self = count > 0 ? .part(max(0, size - count) ..< size) : .beyondEnd
        default: return nil
        }
    }
}
