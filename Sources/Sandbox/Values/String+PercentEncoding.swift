extension String {
    /// The text as it stands in a query, all but letters, digits and `-._~` escaped.
    var percentEncoded: String {
        var out = ""
        for byte in utf8 {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "a" ... "z", "A" ... "Z", "0" ... "9", "-", ".", "_", "~": out.unicodeScalars.append(scalar)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                out += (digits.count < 2 ? "%0" : "%") + digits
            }
        }
        return out
    }
}
