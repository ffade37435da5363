//! The exit codes that are no success.

/// The book has mistakes.
pub(super) const MISTAKES: u8 = 1;

/// The command line cannot be read, or the command was started by hand.
pub(super) const USAGE: u8 = 2;

/// Something in the world failed.
pub(super) const WORLD: u8 = 3;

/// The book has questions, and no program of them was run.
pub(super) const NOTHING_PROVED: u8 = 4;

/// Somebody stopped it, as shells say that.
pub(super) const STOPPED: u8 = 130;
