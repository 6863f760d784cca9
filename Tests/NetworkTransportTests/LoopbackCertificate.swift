/// A self-signed certificate and its key in PEM form, made for these tests only; valid from 2020 to 2120.
struct LoopbackCertificate: Sendable {
    let certificate: String
    let key: String

    /// For 127.0.0.1.
    static let thisMachine = LoopbackCertificate(
        certificate: """
        -----BEGIN CERTIFICATE-----
        MIIBZTCCAQygAwIBAgIBATAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5iYWNrdG9w
        IHRlc3QgYTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGTEXMBUG
        A1UEAwwOYmFja3RvcCB0ZXN0IGEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARh
        0cM0pAWUaEN8SDra5deWqOiZ6yAnYoF79OJDc4MBPVwSxhmE+3Jwpp7act9J4UA3
        ufs0BdBtRK7xkfZ4kYvUo0MwQTAPBgNVHRMBAf8EBTADAQH/MA8GA1UdEQQIMAaH
        BH8AAAEwHQYDVR0OBBYEFICNJ09iR77KaeWkeLWl5/jkCLrbMAoGCCqGSM49BAMC
        A0cAMEQCIEqPQHpHBMLJaML9cNqkE7A0Vb9paseuxyOyz3GGlaGNAiBbLSWsFGXT
        6BLhoMmCzb4081Vwlzfb1W0iM29S6mXARA==
        -----END CERTIFICATE-----
        """,
        key: """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgu0n65/Es/UVW0zoR
        hF7umIu4WvwYZMVaXngB9+y9bBOhRANCAARh0cM0pAWUaEN8SDra5deWqOiZ6yAn
        YoF79OJDc4MBPVwSxhmE+3Jwpp7act9J4UA3ufs0BdBtRK7xkfZ4kYvU
        -----END PRIVATE KEY-----
        """
    )

    /// For a host name that no test connects to.
    static let anotherHost = LoopbackCertificate(
        certificate: """
        -----BEGIN CERTIFICATE-----
        MIIBbjCCARWgAwIBAgIBATAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5iYWNrdG9w
        IHRlc3QgYjAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGTEXMBUG
        A1UEAwwOYmFja3RvcCB0ZXN0IGIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATO
        LNinEn/olDlS+4Rb0VYSACjomDMMnwvSBk0/re4/USnP7EKhZiQ3O0TyUwhEnt1s
        hkl2Otl32KDq5nuDOxWmo0wwSjAPBgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+C
        DW90aGVyLmV4YW1wbGUwHQYDVR0OBBYEFL6kY0R83tJyDYTZqpjNOiCr+vlnMAoG
        CCqGSM49BAMCA0cAMEQCIHHrbKzndM3HM6EThM2tn8l5vNVG11IhzwT5Iy0v7Ych
        AiBOQrq7iFjFlp8fhytvBcfQgXnMvcaqUEOtyOkA3AGJRg==
        -----END CERTIFICATE-----
        """,
        key: """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2zGLWI4oIZVEaqhW
        N91hTpLXfaTw/iL6ZEn4h24MaNehRANCAATOLNinEn/olDlS+4Rb0VYSACjomDMM
        nwvSBk0/re4/USnP7EKhZiQ3O0TyUwhEnt1shkl2Otl32KDq5nuDOxWm
        -----END PRIVATE KEY-----
        """
    )
}
