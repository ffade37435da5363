//! The files that a chapter is made from, as `links` of mdBook includes them.

use std::path::{Path, PathBuf};

use crate::file;

/// The most files that are read for one chapter.
const MOST_FILES: usize = 100;

/// The helpers of mdBook that put a file in their place.
const HELPERS: [&str; 3] = ["include", "rustdoc_include", "playground"];

/// The paths and texts of the files that the chapter at `path` with this text includes, and those
/// that they include. What cannot be read is left out.
pub fn included(path: &Path, text: &str) -> Vec<(PathBuf, String)> {
    let mut found: Vec<(PathBuf, String)> = Vec::new();
    let mut waiting = named(path, text);
    while let Some(path) = waiting.pop() {
        if found.len() == MOST_FILES || found.iter().any(|(other, _)| *other == path) {
            continue;
        }
        let Ok(text) = file::read(&path) else { continue };
        waiting.extend(named(&path, &text));
        found.push((path, text));
    }
    found
}

/// The paths that the file at `path` names to be included.
fn named(path: &Path, text: &str) -> Vec<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let links = text.split("{{#").skip(1).filter_map(|link| link.split("}}").next());
    let files = links.filter_map(|link| {
        let (helper, rest) = link.split_once(char::is_whitespace)?;
        let file = rest.split_whitespace().next()?.split(':').next()?;
        HELPERS.contains(&helper).then(|| folder.join(file))
    });
    files.take(MOST_FILES).collect()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::named;

    #[test]
    fn what_is_included_is_named_in_braces() {
        let text = "{{#include a/b.md}} {{#rustdoc_include c.rs:2:3}} {{#title x}} {{#include";
        let expected = ["src/a/b.md", "src/c.rs"].map(PathBuf::from);
        assert_eq!(named(Path::new("src/x.md"), text), expected);
    }
}
