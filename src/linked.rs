//! The style sheet and the script as files that the pages link, for `assets = "linked"`.
//!
//! Nothing here writes: `install` does, when an author calls it. A build only looks whether the
//! files that `book.toml` names are those of this version.

use std::path::Path;

use crate::book_toml::BookToml;
use crate::chapter::{Needs, script, style};
use crate::diagnostic::{Diagnostic, settings as mistakes};
use crate::file;

/// A file that the pages link.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// The key in `[output.html]` that names it.
    pub key: &'static str,
    text: fn() -> String,
}

/// The files that the pages link.
pub const FILES: [File; 2] = [
    File { name: "predict.css", key: "additional-css", text: || style(Needs::EVERYTHING) },
    File {
        name: "predict.js",
        key: "additional-js",
        text: || script(Needs::EVERYTHING).to_owned(),
    },
];

/// What each file begins with, whatever the version: by it `install` knows what it may write over.
const MARK: &str = "/* mdbook-predict";

impl File {
    /// What is in it.
    pub fn text(&self) -> String {
        let text = (self.text)();
        format!("{MARK} wrote this file, and its `install` writes over it. */\n\n{text}\n")
    }

    /// The path by which the book names it, from the directory of `book.toml`.
    pub fn listed<'t>(&self, toml: &'t BookToml) -> Option<&'t str> {
        let is_it = |path: &&str| Path::new(path).file_name().is_some_and(|name| name == self.name);
        toml.strings(&["output", "html", self.key]).find(is_it)
    }

    /// Whether `text` was written by some version of this program.
    pub fn is_ours(text: &str) -> bool {
        text.starts_with(MARK)
    }
}

/// What is wrong with the linked files of the book in `root`, which is configured by `toml`.
pub fn check(root: &Path, toml: &BookToml) -> Vec<Diagnostic> {
    FILES.iter().filter_map(|file| check_file(file, root, toml)).collect()
}

fn check_file(file: &File, root: &Path, toml: &BookToml) -> Option<Diagnostic> {
    let Some(path) = file.listed(toml) else {
        let span = toml.value_span(&["preprocessor", "predict", "assets"]);
        return Some(mistakes::assets_not_linked(span, file.key, file.name));
    };
    let found = file::read(&root.join(path)).ok();
    // A version control may have given it other line endings.
    let is_ours = found.as_ref().is_some_and(|text| text.lines().eq(file.text().lines()));
    let span = toml.value_span(&["output", "html", file.key]);
    (!is_ours).then(|| mistakes::assets_outdated(span, path, found.is_some()))
}
