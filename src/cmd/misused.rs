//! The error of a command line that asks for what the command does not do.

use std::fmt;

/// The error of a command line that can be read and means nothing: a sentence about it.
#[derive(Debug)]
pub(super) struct Misused(pub(super) String);

impl fmt::Display for Misused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misused {}
