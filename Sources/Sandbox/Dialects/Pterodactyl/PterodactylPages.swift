import HTTPTypes

/// What the panel answers clients that do not ask for JSON (section 1.1).
enum PterodactylPages {
    /// Whether the first accepted type is JSON.
    static func wantsJSON(_ call: Call) -> Bool {
        guard let first = call.headers[.accept]?.split(separator: ",").first?.lowercased() else { return false }
        return first.contains("/json") || first.contains("+json")
    }

    /// The refusal as a page or a redirection. `panel` is the panel's address.
    static func answer(_ refusal: PterodactylRefusal, panel: String) -> Answer {
        switch refusal.page {
        case .html: html(refusal.status, refusal.items.first?.detail ?? "").adding(refusal.headers)
        case .redirect: redirect(to: panel)
        case .login: redirect(to: "\(panel)/auth/login")
        }
    }

    private static func html(_ status: Int, _ text: String, headers: [(name: String, value: String)] = []) -> Answer {
        let page = """
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8">
                <title>\(text)</title>
            </head>
            <body>
                \(text)
            </body>
        </html>
        """
        return Answer(
            status: status,
            headers: [("Content-Type", "text/html; charset=UTF-8")] + headers,
            body: Array(page.utf8)
        )
    }

    private static func redirect(to address: String) -> Answer {
        html(
            302,
            "Redirecting to <a href=\"\(address)\">\(address)</a>.",
            headers: [("Location", address)]
        )
    }
}
