//! A text that is to change, as the lines that do.

use similar::TextDiff;

/// The lines of the file `path` that differ in `after`, as `diff -u` shows them.
pub fn unified(path: &str, before: &str, after: &str) -> String {
    let (before, after) = (before.replace("\r\n", "\n"), after.replace("\r\n", "\n"));
    let diff = TextDiff::from_lines(&before, &after);
    diff.unified_diff().header(path, path).to_string()
}
