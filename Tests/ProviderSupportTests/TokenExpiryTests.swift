import FoundationEssentials
import ProviderSupport
import Testing

struct TokenExpiryTests {
    /// `{"alg":"HS256"}` and a payload, unsigned.
    private static func token(_ payload: String) -> Secret {
        func part(_ text: String) -> String {
            Data(text.utf8).base64EncodedString().filter { $0 != "=" }
                .map { character in character == "+" ? "-" : character == "/" ? "_" : String(character) }.joined()
        }
        return Secret(part(#"{"alg":"HS256"}"#) + "." + part(payload) + ".c2lnbmF0dXJl")
    }

    @Test(arguments: [
        (#"{"exp":1800000000}"#, 1_800_000_000), (#"{"sub":"a","exp":1800000000.5,"x":"???>>>"}"#, 1_800_000_000.5),
    ])
    func aWebTokenTellsItsEnd(payload: String, seconds: Double) {
        #expect(TokenExpiry.moment(of: Self.token(payload))?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [#"{"sub":"a"}"#, #"{"exp":"soon"}"#, #"{"exp":0}"#, #"{"exp":1e300}"#, "no json"])
    func oneThatNamesNoneHasNone(payload: String) {
        #expect(TokenExpiry.moment(of: Self.token(payload)) == nil)
    }

    @Test(arguments: ["", "ptlc_abcdef", "mrp_abc.def", "a.b.c", "..", "a.%%%.c", "a.b.c.d"])
    func othersTellNothing(text: String) {
        #expect(TokenExpiry.moment(of: Secret(text)) == nil)
    }
}
