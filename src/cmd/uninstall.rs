//! `uninstall`: takes out of a book what `install` brought.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::book_toml::BookToml;
use crate::diagnostic::listed;
use crate::file;
use crate::linked::{FILES, File};
use crate::setup;
use crate::setup::git_attributes::GIT_ATTRIBUTES;

use super::book_dir::book_toml;
use super::changes::{Change, carry_out};
use super::git_attributes;

/// Does it for the book in `directory`, or only shows it if `is_dry`; and says what stays.
pub(super) fn run(directory: &Path, is_dry: bool) -> Result<String> {
    let mut book = book_toml(directory)?;
    let about = format!("cannot change {}", book.path.display());
    let toml = BookToml::of_file(book.text()).context(about.clone())?;
    let (mut ours, mut removals, mut notes) = (Vec::new(), Vec::new(), String::new());
    for file in FILES {
        let path = directory.join(file.listed(&toml).unwrap_or(file.name));
        match fs::symlink_metadata(&path) {
            Err(_) => ours.push(file),
            Ok(there) => match file::read(&path).ok().filter(|_| there.is_file()) {
                Some(text) if File::is_ours(&text) => {
                    ours.push(file);
                    let before = Some(text);
                    removals.push(Change { path, before, after: None, is_authors: false });
                }
                _ => notes += &format!("{} stays: it is not ours\n", path.display()),
            },
        }
    }
    match git_attributes::uninstalled(directory) {
        Ok(change) => removals.extend(change),
        Err(error) => {
            let path = directory.join(GIT_ATTRIBUTES);
            notes += &format!("{} stays as it is: {error}\n", path.display());
        }
    }
    let after = setup::uninstalled(book.text(), &ours).context(about)?;
    notes += &left(&after)?;
    book.after = Some(after);
    // First, so that it never names a file that is gone.
    let changes: Vec<Change> = std::iter::once(book).chain(removals).collect();
    Ok(carry_out(&changes, is_dry)? + &notes)
}

/// What is said of our table, where that stays in `text` with what is the author's own.
fn left(text: &str) -> Result<String> {
    let toml = BookToml::of_file(text)?;
    let keys: Vec<&str> = toml.keys(&["preprocessor", "predict"]).collect();
    let (what, them) = match keys.len() {
        0 if !setup::is_installed(&toml) => return Ok(String::new()),
        0 => ("its comment".to_owned(), "it"),
        1 => (listed(keys), "it"),
        _ => (listed(keys), "them"),
    };
    Ok(format!(
        "\n`[preprocessor.predict]` stays with {what}: `install` did not write {them}. Take the \
         table out yourself, and mdBook no longer calls mdbook-predict.\n"
    ))
}
