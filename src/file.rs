//! Reading files that a book names, and nothing else that such a name may lead to.

use std::io::{Error, ErrorKind, Result};
use std::path::Path;

/// The text of the regular file at `path`.
///
/// A pipe would be waited for until somebody writes, and some devices never end.
pub(crate) fn read(path: &Path) -> Result<String> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(Error::new(ErrorKind::InvalidInput, "it is not a regular file"));
    }
    std::fs::read_to_string(path)
}
