import Testing
import TestSupport

/// The built program in real terminals. One at a time: each starts processes of its own, and a cancel window that is
/// starved of processor time cancels itself, as it should.
@Suite(.serialized, .ownThread) enum ProgramTests {}
