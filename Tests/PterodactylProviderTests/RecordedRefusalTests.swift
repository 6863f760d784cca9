import BackupKit
import ProviderSupport
import Testing
import TestSupport
@testable import PterodactylProvider

/// Every recorded answer that is no success, given to the request that we would have sent.
@Suite(.timeLimit(.minutes(20)))
struct RecordedRefusalTests {
    /// Our requests.
    enum Act: CustomTestStringConvertible {
        case servers, list, view, one, create, restore, delete, lock, download, start, stop

        var testDescription: String {
            "\(self)"
        }
    }

    /// A recorded answer and what must become of it.
    struct Case: CustomTestStringConvertible {
        let recording: String
        let number: Int
        let act: Act
        let code: ProviderError.Code
        let words: String
        var isAmbiguous = false
        var wait: Duration?

        var testDescription: String {
            "\(recording)[\(number)] \(act)"
        }
    }

    static let authentication = [
        Case(recording: "auth_2fa_required", number: 0, act: .list, code: .forbidden, words: "two-factor"),
        Case(
            recording: "auth_2fa_required", number: 1, act: .servers, code: .forbidden,
            words: "switch it on in the panel's account settings"
        ),
        Case(recording: "auth_2fa_required", number: 3, act: .list, code: .invalidResponse, words: "(400);"),
        Case(recording: "auth_bad", number: 0, act: .list, code: .unauthorized, words: "renew the context's token"),
        Case(recording: "auth_bad", number: 1, act: .list, code: .unauthorized, words: "Unauthenticated;"),
        Case(recording: "auth_bad", number: 2, act: .list, code: .unauthorized, words: "(401)"),
        Case(recording: "auth_bad", number: 3, act: .list, code: .forbidden, words: "make a client key"),
        Case(recording: "auth_bad", number: 4, act: .list, code: .forbidden, words: "may not be used from here"),
        Case(recording: "auth_bad", number: 5, act: .list, code: .unauthorized, words: "(401)"),
        Case(
            recording: "auth_bad_accepts",
            number: 0,
            act: .list,
            code: .invalidResponse,
            words: "redirects elsewhere"
        ),
        Case(recording: "auth_bad_accepts", number: 1, act: .one, code: .notFound, words: "(404);"),
        Case(recording: "auth_bad_accepts", number: 2, act: .create, code: .invalidResponse, words: "redirects"),
        Case(recording: "auth_bad_accepts", number: 8, act: .list, code: .unauthorized, words: "(401)"),
        Case(recording: "auth_bad_accepts", number: 10, act: .create, code: .limitReached, words: "limit of 0 backups"),
        Case(recording: "auth_bad_accepts", number: 11, act: .create, code: .conflict, words: "name: The name may"),
        Case(
            recording: "subuser_missing_permission",
            number: 2,
            act: .create,
            code: .forbidden,
            words: "backup.create"
        ),
        Case(
            recording: "subuser_missing_permission",
            number: 3,
            act: .delete,
            code: .forbidden,
            words: "backup.delete"
        ),
        Case(recording: "subuser_missing_permission", number: 4, act: .lock, code: .forbidden, words: "backup.delete"),
        Case(
            recording: "subuser_missing_permission", number: 5, act: .restore, code: .forbidden, words: "backup.restore"
        ),
        Case(
            recording: "subuser_missing_permission", number: 6, act: .download, code: .forbidden,
            words: "backup.download"
        ),
        Case(recording: "subuser_missing_permission", number: 7, act: .stop, code: .forbidden, words: "control.stop"),
        Case(recording: "subuser_missing_permission", number: 8, act: .list, code: .forbidden, words: "backup.read"),
        Case(recording: "subuser_missing_permission", number: 9, act: .one, code: .forbidden, words: "backup.read"),
        Case(recording: "unknown_route", number: 0, act: .servers, code: .notFound, words: "could not be found"),
        Case(
            recording: "unknown_route",
            number: 1,
            act: .list,
            code: .unsupported,
            words: "does not know this request"
        ),
        Case(recording: "unknown_route", number: 2, act: .one, code: .unsupported, words: "(405)"),
        Case(recording: "unknown_server", number: 0, act: .list, code: .notFound, words: "not open to this account"),
        Case(recording: "unknown_server", number: 1, act: .view, code: .notFound, words: "or the url is wrong"),
        Case(
            recording: "unknown_server",
            number: 2,
            act: .list,
            code: .notFound,
            words: "does not exist on this server"
        ),
        Case(recording: "unknown_server", number: 3, act: .list, code: .notFound, words: "(404)"),
        Case(recording: "unknown_server", number: 5, act: .create, code: .notFound, words: "(404)"),
    ]

    static let creating = [
        Case(recording: "create_beyond_limit", number: 0, act: .create, code: .limitReached, words: "delete one first"),
        Case(
            recording: "create_daemon_500", number: 0, act: .create, code: .serverFailure,
            words: "nothing was made: try again"
        ),
        Case(
            recording: "create_daemon_unreachable", number: 0, act: .create, code: .timedOut,
            words: "connection to the server's node failed (504)"
        ),
        Case(recording: "create_invalid_body", number: 0, act: .create, code: .conflict, words: "greater than 191"),
        Case(recording: "create_invalid_body", number: 1, act: .create, code: .conflict, words: "name: The name must"),
        Case(recording: "create_invalid_body", number: 2, act: .create, code: .conflict, words: "must be a string"),
        Case(recording: "create_invalid_body", number: 3, act: .create, code: .conflict, words: "ignored: The ignored"),
        Case(recording: "create_invalid_body", number: 4, act: .create, code: .conflict, words: "is_locked: The is"),
        Case(
            recording: "create_invalid_body", number: 5, act: .create, code: .conflict,
            words: "191 characters. is_locked: The is locked field must be true or false. ignored: The ign"
        ),
        Case(recording: "create_invalid_body", number: 6, act: .create, code: .conflict, words: "Syntax error"),
        Case(recording: "create_limit_zero", number: 0, act: .create, code: .limitReached, words: "limit of 0 backups"),
        Case(
            recording: "create_throttled", number: 3, act: .create, code: .rateLimited,
            words: "at most 2 backups in 10 min (429); wait 10 min", wait: .seconds(598)
        ),
        Case(
            recording: "create_throttled", number: 4, act: .create, code: .rateLimited, words: "wait 10 min",
            wait: .seconds(595)
        ),
        Case(
            recording: "create_throttled", number: 5, act: .create, code: .rateLimited, words: "wait 15 s",
            wait: .seconds(15)
        ),
        Case(recording: "create_throttled", number: 6, act: .create, code: .rateLimited, words: "wait a little"),
        Case(
            recording: "create_while_another_running", number: 3, act: .create, code: .rateLimited,
            words: "at most 2 backups", wait: .seconds(599)
        ),
        Case(recording: "schedule_rotates", number: 6, act: .create, code: .limitReached, words: "limit of 2 backups"),
    ]

    static let changing = [
        Case(recording: "delete_locked", number: 0, act: .delete, code: .conflict, words: "unlock it first"),
        Case(recording: "delete_missing", number: 0, act: .delete, code: .notFound, words: "(404)"),
        Case(recording: "delete_missing", number: 1, act: .delete, code: .notFound, words: "(404)"),
        Case(recording: "delete_ok", number: 1, act: .delete, code: .notFound, words: "it may have been deleted"),
        Case(recording: "delete_ok", number: 2, act: .one, code: .notFound, words: "it may have been deleted"),
        Case(recording: "delete_running", number: 2, act: .one, code: .notFound, words: "(404)"),
        Case(recording: "download_running_and_failed", number: 4, act: .download, code: .notFound, words: "(404)"),
        Case(recording: "get_one", number: 3, act: .one, code: .notFound, words: "(404)"),
        Case(recording: "get_one", number: 4, act: .one, code: .notFound, words: "(404)"),
        Case(recording: "get_one", number: 5, act: .one, code: .notFound, words: "(404)"),
        Case(recording: "lock_toggle", number: 2, act: .lock, code: .notFound, words: "(404)"),
        Case(recording: "lock_toggle", number: 3, act: .lock, code: .unsupported, words: "(405)"),
        Case(recording: "lock_toggle", number: 4, act: .lock, code: .notFound, words: "(404)"),
        Case(recording: "power_invalid", number: 0, act: .start, code: .conflict, words: "signal: The selected"),
        Case(recording: "power_invalid", number: 1, act: .start, code: .conflict, words: "field is required"),
        Case(recording: "power_invalid", number: 2, act: .stop, code: .conflict, words: "field is required"),
        Case(
            recording: "power_invalid",
            number: 3,
            act: .stop,
            code: .conflict,
            words: "must be a string. signal: The"
        ),
        Case(recording: "restore_bad_body", number: 0, act: .restore, code: .conflict, words: "truncate: The truncate"),
        Case(recording: "restore_bad_body", number: 1, act: .restore, code: .conflict, words: "is required"),
        Case(recording: "restore_bad_body", number: 2, act: .restore, code: .conflict, words: "is required"),
        Case(recording: "restore_bad_body", number: 3, act: .restore, code: .conflict, words: "true or false"),
        Case(recording: "restore_bad_body", number: 4, act: .restore, code: .conflict, words: "true or false"),
        Case(
            recording: "restore_failed_backup", number: 0, act: .restore, code: .serverFailure,
            words: "it may have been carried out all the same", isAmbiguous: true
        ),
        Case(recording: "restore_running_backup", number: 0, act: .restore, code: .conflict, words: "not completed or"),
        Case(
            recording: "restore_truncate_false",
            number: 3,
            act: .start,
            code: .conflict,
            words: "currently restoring"
        ),
        Case(recording: "restore_while_restoring", number: 1, act: .restore, code: .conflict, words: "restoring"),
        Case(recording: "restore_while_restoring", number: 2, act: .create, code: .conflict, words: "restoring"),
        Case(recording: "restore_while_restoring", number: 3, act: .delete, code: .conflict, words: "restoring"),
        Case(recording: "restore_while_restoring", number: 4, act: .download, code: .conflict, words: "restoring"),
        Case(recording: "state_installing", number: 2, act: .create, code: .conflict, words: "installation process"),
        Case(recording: "state_installing", number: 3, act: .start, code: .conflict, words: "installation process"),
        Case(recording: "state_maint", number: 2, act: .create, code: .conflict, words: "under maintenance"),
        Case(recording: "state_maint", number: 3, act: .start, code: .conflict, words: "under maintenance"),
        Case(recording: "state_suspended", number: 2, act: .create, code: .conflict, words: "currently suspended"),
        Case(recording: "state_suspended", number: 3, act: .start, code: .conflict, words: "currently suspended"),
    ]

    static let outages = [
        Case(recording: "panel_gateway_502", number: 0, act: .list, code: .serverFailure, words: "failed (502);"),
        Case(
            recording: "panel_gateway_502", number: 1, act: .create, code: .serverFailure, words: "failed (502);",
            isAmbiguous: true
        ),
        Case(
            recording: "panel_maintenance", number: 0, act: .list, code: .serverFailure,
            words: "maintenance or overloaded (503) Service Unavailable; wait 60 s", wait: .seconds(60)
        ),
        Case(
            recording: "panel_maintenance", number: 1, act: .create, code: .serverFailure, words: "wait 60 s",
            wait: .seconds(60)
        ),
        Case(
            recording: "panel_maintenance", number: 2, act: .list, code: .serverFailure, words: "(503); wait 60 s",
            wait: .seconds(60)
        ),
        Case(
            recording: "rate_limit_exhaustion", number: 2, act: .list, code: .rateLimited,
            words: "too many requests (429) Too Many Attempts; wait 42 s", wait: .seconds(42)
        ),
        Case(
            recording: "rate_limit_exhaustion", number: 3, act: .create, code: .rateLimited, words: "too many requests",
            wait: .seconds(42)
        ),
        Case(
            recording: "rate_limit_exhaustion", number: 4, act: .view, code: .rateLimited, words: "wait 42 s",
            wait: .seconds(42)
        ),
        Case(recording: "rate_limit_exhaustion", number: 5, act: .view, code: .notFound, words: "(404)"),
    ]

    private let transport = StubTransport()

    @Test(arguments: authentication + creating + changing + outages)
    func everyRefusalNamesItsObjectAndTheNextStep(refusal: Case) async throws {
        let answer = try Recording(refusal.recording)[refusal.number].answer
        // Where the backup is read first it is there and completed.
        transport.on(.get, Fixture.one(), refusal.act == .one ? answer : .json(Fixture.row()))
        let (method, target) = Self.request(of: refusal.act)
        if refusal.act != .one { transport.on(method, target, answer) }
        let error = await #expect(throws: ProviderError.self) { try await perform(refusal.act) }
        #expect(error?.code == refusal.code)
        #expect(error?.message.contains(refusal.words) == true, "\(error?.message ?? "")")
        #expect(error?.isOutcomeUnknown == refusal.isAmbiguous)
        #expect(error?.retryAfter == refusal.wait)
        #expect(error?.message.contains("<html") == false)
        #expect(transport.requests.count { !$0.method.isSafe } <= 1)
    }

    private static func request(of act: Act) -> (HTTPMethod, String) {
        switch act {
        case .servers: (.get, "/api/client?per_page=100")
        case .list: (.get, Fixture.list())
        case .view: (.get, Fixture.path())
        case .one: (.get, Fixture.one())
        case .create: (.post, "\(Fixture.path())/backups")
        case .restore: (.post, "\(Fixture.one())/restore")
        case .delete: (.delete, Fixture.one())
        case .lock: (.post, "\(Fixture.one())/lock")
        case .download: (.get, "\(Fixture.one())/download")
        case .start, .stop: (.post, "\(Fixture.path())/power")
        }
    }

    private func perform(_ act: Act) async throws {
        let (backup, location) = (Fixture.backup, Fixture.location)
        let (reader, writer) = try (Fixture.reader(transport), Fixture.writer(transport))
        switch act {
        case .servers: _ = try await reader.servers()
        case .list: _ = try await reader.backups(at: location)
        case .view: _ = try await reader.server(Fixture.server)
        case .one: _ = try await reader.backup(backup, at: location)
        case .create: _ = try await writer.createBackup(BackupDraft(name: "x"), at: location)
        case .restore: try await writer.restore(backup, RestoreOptions(), at: location)
        case .delete: try await writer.delete(backup, at: location)
        case .lock: try await writer.setLock(true, on: backup, at: location)
        case .download: _ = try await Fixture.downloader(transport, StubArchives()).open(backup, at: location, from: 0)
        case .start: try await writer.power(.start, server: Fixture.server)
        case .stop: try await writer.power(.stop, server: Fixture.server)
        }
    }
}
