//! Which files of a book somebody asks about.

use std::path::{Path, PathBuf};

/// The files of a book that somebody asks about.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The files, and directories with all in them, as absolute paths; all where there is none.
    pub only: Vec<PathBuf>,
}

impl Scope {
    /// Whether the file at `path` is among them.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| path.starts_with(only))
    }
}
