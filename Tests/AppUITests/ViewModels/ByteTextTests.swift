import AppCore
import Testing

@Suite struct ByteTextTests {
    @Test(arguments: [
        (4_523_000_000, "4523 MB"), (1_000_000, "1 MB"), (500_000, "0.5 MB"), (0, "0 MB"), (-5, "0 MB"),
        (1_477_100_000, "1477 MB"), (99_999_000_000, "99999 MB"), (123_456_000_000, "~123 GB"),
    ] as [(Int64, String)])
    func `megabytes stay what the service told`(bytes: Int64, text: String) {
        #expect(ByteText.megabytes(bytes) == text)
        #expect(text.count <= 8)
    }

    @Test func `a sum of megabytes counts as they do`() {
        #expect(ByteText.sumOfMegabytes(3 * 4_523_000_000) == "13.5 GB")
        #expect(ByteText.sumOfMegabytes(999_000_000) == "999 MB")
    }

    @Test(arguments: [
        (Int64(0), "0 B"), (1, "1 B"), (1023, "1023 B"), (1024, "1.0 kB"), (1_468_006, "1.3 MB"),
        (102_400, "100 kB"), (104_857_599, "99.9 MB"), (104_857_600, "100 MB"), (12_884_901_888, "12.0 GB"),
        (1_099_511_627_776, "1.0 TB"), (.max, "8192 PB"), (-5, "0 B"),
    ])
    func `a size has three figures and is never rounded up`(bytes: Int64, expected: String) {
        #expect(ByteText.size(bytes) == expected)
    }
}
