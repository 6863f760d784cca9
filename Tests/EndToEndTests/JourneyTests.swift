import Testing

/// Journeys over real sockets. One at a time: a cancel window that is starved of processor time cancels itself, as it
/// should.
@Suite(.serialized) enum JourneyTests {}
