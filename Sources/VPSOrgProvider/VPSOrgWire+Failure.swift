import ProviderSupport

extension VPSOrgWire {
    /// The shapes in which services of this kind word a refusal, in the order of their worth (sheet 1.4).
    struct Failure: Decodable {
        let words: String?

        private struct Name: CodingKey {
            let stringValue: String
            var intValue: Int? {
                nil
            }

            init(stringValue: String) {
                self.stringValue = stringValue
            }

            init?(intValue _: Int) {
                nil
            }
        }

        private struct Detail: Decodable {
            let message: Lenient<String>
        }

        /// One text or several.
        private struct Texts: Decodable {
            let line: String

            init(from decoder: any Decoder) throws {
                let value = try decoder.singleValueContainer()
                do {
                    line = try value.decode(String.self)
                } catch is DecodingError {
                    line = try value.decode([String].self).joined(separator: " ")
                }
            }
        }

        init(from decoder: any Decoder) throws {
            let fields: KeyedDecodingContainer<Name>
            do {
                fields = try decoder.container(keyedBy: Name.self)
            } catch is DecodingError {
                words = try [String](from: decoder).joined(separator: " ")
                return
            }
            let error = try fields.decode(Lenient<Detail>.self, forKey: Name(stringValue: "error")).value
            let texts = try ["detail", "error", "message"].compactMap {
                try fields.decode(Lenient<String>.self, forKey: Name(stringValue: $0)).value
            } + [error?.message.value].compactMap(\.self)
            words = try texts.first { !$0.isEmpty } ?? Self.lines(in: fields)
        }

        /// `field: text` for each field of `errors`, else of the whole body.
        private static func lines(in fields: KeyedDecodingContainer<Name>) throws -> String? {
            let errors = Name(stringValue: "errors")
            let inner: KeyedDecodingContainer<Name>
            do {
                inner = try fields.nestedContainer(keyedBy: Name.self, forKey: errors)
            } catch is DecodingError {
                return try fields.decode(Lenient<Texts>.self, forKey: errors).value?.line ?? list(fields)
            }
            return try list(inner)
        }

        private static func list(_ fields: KeyedDecodingContainer<Name>) throws -> String? {
            let lines = try fields.allKeys.sorted { $0.stringValue < $1.stringValue }.compactMap { name in
                try fields.decode(Lenient<Texts>.self, forKey: name).value.map { "\(name.stringValue): \($0.line)" }
            }
            return lines.isEmpty ? nil : lines.joined(separator: "; ")
        }
    }
}
