public import BackupKit

/// Acknowledgements that live as long as the test.
public actor MemoryAcknowledgements: AcknowledgementStore {
    private var alarms: [AcknowledgedAlarm]
    private var failure: AcknowledgementError?

    /// Keeps what is given from the start.
    public init(_ alarms: [AcknowledgedAlarm] = []) {
        self.alarms = alarms
    }

    /// From now on nothing can be kept or read; nil makes it work again.
    public func fail(with error: AcknowledgementError?) {
        failure = error
    }

    /// Every acknowledged alarm, in the order in which they came.
    public func acknowledged() throws(AcknowledgementError) -> [AcknowledgedAlarm] {
        if let failure { throw failure }
        return alarms
    }

    /// Keeps the alarms in place of older ones.
    public func add(_ new: [AcknowledgedAlarm]) throws(AcknowledgementError) {
        for alarm in new {
            try remove(kind: alarm.kind, context: alarm.context, server: alarm.server)
            alarms.append(alarm)
        }
    }

    /// Takes an acknowledgement back.
    public func remove(kind: String, context: Context.ID, server: Server.ID?) throws(AcknowledgementError) {
        if let failure { throw failure }
        alarms.removeAll { $0.kind == kind && $0.context == context && $0.server == server }
    }
}
