//! Paths as they are compared: a book names one file in many ways.

use std::path::{Component, Path, PathBuf};

/// `path` without `.` and with `..` taken at its word.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}
