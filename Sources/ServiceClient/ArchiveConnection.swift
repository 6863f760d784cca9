public import BackupKit
public import ProviderSupport

/// Opens archives behind links that a service handed out.
public struct ArchiveConnection: Sendable {
    private let base: BaseURL
    private let transport: any HTTPStreamTransport
    private let patience: Duration

    /// Opens links of a context; a bare link takes the scheme of `base`.
    ///
    /// - Parameter patience: longest silence before the first byte and between two pieces; a service that fetches the
    ///   archive from elsewhere first needs more than the usual minute.
    public init(base: BaseURL, transport: any HTTPStreamTransport, patience: Duration = .seconds(60)) {
        self.base = base
        self.transport = transport
        self.patience = patience
    }

    /// Opens a link, from `offset` on where the service can. Sends none of the account's credentials: the link is one.
    ///
    /// - Parameter version: what the bytes before `offset` are of; a service that has another one begins at 0.
    /// - Parameter failure: translates what goes wrong; the link itself is never repeated in an error.
    public func open(
        _ link: String,
        from offset: Int64,
        of version: String?,
        failure: ServiceFailure
    ) async throws(ProviderError) -> ArchiveStream {
        let url: RemoteURL
        do {
            url = try RemoteURL(link, context: base)
        } catch {
            throw failure.make(.invalidResponse, error.reason, "ask the service's operator")
        }
        guard url.scheme == .https || url.isLoopback || base.scheme == .http else {
            throw failure.make(
                .invalidResponse, "the link is not encrypted although the context's url is",
                "ask the service's operator"
            )
        }
        let failure = failure.hiding(Self.secrets(in: link) + Self.secrets(in: url.reveal()))
        var headers: HTTPHeaders = ["Accept": "*/*", "Accept-Encoding": "identity"]
        if offset > 0 {
            headers["Range"] = "bytes=\(offset)-"
            if let version { headers["If-Range"] = version }
        }
        let response: HTTPStreamResponse
        do {
            response = try await transport.open(HTTPStreamRequest(url: url, headers: headers, idleTimeout: patience))
        } catch {
            throw failure.transport(error)
        }
        return try await stream(of: response, from: offset, failure: failure)
    }

    private func stream(
        of response: HTTPStreamResponse,
        from offset: Int64,
        failure: ServiceFailure
    ) async throws(ProviderError) -> ArchiveStream {
        let reader = LinkReader(body: response.body, failure: failure)
        let length = response.headers["Content-Length"].flatMap { Int64($0) }
        let version = Self.version(in: response.headers)
        switch response.status {
        case 200:
            if response.headers["Content-Type"]?.lowercased().contains("html") == true {
                await response.body.close()
                throw failure.make(.invalidResponse, "a web page came instead of an archive", "sign in to the network")
            }
            return ArchiveStream(offset: 0, totalBytes: length, version: version, reader: reader)
        case 206:
            guard let range = ContentRange(response.headers["Content-Range"] ?? ""), range.first == offset else {
                await response.body.close()
                throw failure.make(.invalidResponse, "the service sent another part of the archive", "download again")
            }
            let total = range.total ?? length.map { offset + $0 }
            return ArchiveStream(offset: offset, totalBytes: total, version: version, reader: reader)
        case 416 where offset > 0:
            await response.body.close()
            // Nothing is left to send: everything was there before.
            guard ContentRange.total(response.headers["Content-Range"] ?? "") == offset else {
                throw failure.make(
                    .invalidResponse, "what is here already is no part of the service's archive",
                    "remove the .part file and download again"
                )
            }
            return ArchiveStream(offset: offset, totalBytes: offset, version: version, reader: reader)
        case 300 ..< 400:
            await response.body.close()
            throw failure.make(
                .invalidResponse, "the link leads on elsewhere (\(response.status)), where nothing is fetched from",
                "ask the service's operator"
            )
        default:
            let body = await Self.beginning(of: response.body)
            throw failure.status(HTTPResponse(status: response.status, headers: response.headers, body: body))
        }
    }

    /// Only a strong tag stands for the same bytes.
    private static func version(in headers: HTTPHeaders) -> String? {
        headers["ETag"].flatMap { $0.hasPrefix("\"") && $0.hasSuffix("\"") && $0.count > 2 ? $0 : nil }
    }

    /// A link opens an archive for whoever has it, and some services repeat it when they refuse it.
    private static func secrets(in link: String) -> [Secret] {
        let target = link.split(separator: "://", maxSplits: 1).last
            .flatMap { $0.firstIndex(of: "/").map($0.suffix(from:)) } ?? ""
        let parts = target.split { "?&=".contains($0) }
        return ([link[...], target] + parts).map { Secret(String($0)) }
    }

    /// The first kilobytes of a refusal, for its words.
    private static func beginning(of body: any HTTPBodyReader) async -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            while bytes.count < 4096, let piece = try await body.next() {
                bytes += piece
            }
        } catch {
            // What came before the break is all that can be shown.
        }
        await body.close()
        return bytes
    }
}

/// The field of a partial answer, such as `bytes 100-199/200`.
struct ContentRange: Equatable {
    let first: Int64
    let total: Int64?

    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let halves = parts[1].split(separator: "/")
        guard halves.count == 2, let first = halves[0].split(separator: "-").first.flatMap({ Int64($0) }) else {
            return nil
        }
        self.first = first
        total = Int64(halves[1])
    }

    /// The whole's size from the field of a refused range, such as `bytes */200`.
    static func total(_ text: String) -> Int64? {
        let parts = text.split(separator: "/")
        return parts.count == 2 && parts[0].lowercased() == "bytes *" ? Int64(parts[1]) : nil
    }
}

/// The bytes behind a link, with errors in words for users.
private struct LinkReader: ArchiveReader {
    let body: any HTTPBodyReader
    let failure: ServiceFailure

    func next() async throws(ProviderError) -> [UInt8]? {
        do {
            return try await body.next()
        } catch {
            throw failure.transport(error)
        }
    }

    func close() async {
        await body.close()
    }
}
