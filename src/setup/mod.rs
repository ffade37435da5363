//! What the author's commands change in the files of a book: text in, text out.
//!
//! `install` adds to `book.toml` what makes mdBook call this preprocessor, and `uninstall` takes
//! exactly that out again; so they do with the line for proofs in `.gitattributes`
//! ([`git_attributes`]). A new lesson goes into `SUMMARY.md` ([`summary`]). What an author wrote
//! stays as it is, byte for byte.

pub mod git_attributes;
mod lines;
pub mod summary;
mod toml_text;

use anyhow::{Result, bail};

use crate::book_toml::BookToml;
use crate::linked::{FILES, File};
use crate::order;

use toml_text::{
    with_entries, with_table, with_value, without_empty_table, without_entries, without_key,
};

const PREDICT: [&str; 2] = ["preprocessor", "predict"];
const ASSETS: [&str; 3] = ["preprocessor", "predict", "assets"];
const BEFORE: [&str; 3] = ["preprocessor", "predict", "before"];
const HTML: [&str; 2] = ["output", "html"];

/// The header that `install` makes for the two files has this behind it: another one like it may be
/// there to say that the book has HTML at all.
const COMMENT: &str = " # made by `mdbook-predict install`";

const BYTE_ORDER_MARK: char = '\u{feff}';

/// `book.toml` with what makes mdBook call this preprocessor, and the book link its files if
/// `is_linked` or if it does already.
///
/// # Errors
///
/// Where the text is not TOML, where something is not what mdBook wants it to be, and where a book
/// without HTML is to link files.
pub fn installed(text: &str, is_linked: bool) -> Result<String> {
    behind_mark(text, |text| {
        let mut text = with_table(text, &PREDICT, "")?;
        let toml = BookToml::of_file(&text)?;
        let earlier = earlier(&toml);
        if !earlier.is_empty() {
            text = with_entries(&text, &PREDICT, "before", &earlier)?;
        }
        if is_linked || links(&toml) {
            text = with_links(text, &toml)?;
        }
        Ok(text)
    })
}

/// `book.toml` without what [`installed`] adds, but with the lines for linked files other than
/// `files`.
///
/// # Errors
///
/// Where the text is not TOML.
pub fn uninstalled(text: &str, files: &[File]) -> Result<String> {
    behind_mark(text, |text| {
        let toml = BookToml::of_file(text)?;
        let mut text = text.to_owned();
        if links(&toml) {
            text = without_key(&text, &ASSETS)?;
        }
        let ours = names_that_install_adds(&text, &toml)?;
        text = without_entries(&text, &PREDICT, "before", &ours)?;
        text = without_empty_table(&text, &PREDICT, "")?;
        for file in files {
            let path = file.listed(&toml).unwrap_or(file.name);
            text = without_entries(&text, &HTML, file.key, &[path])?;
        }
        without_empty_table(&text, &HTML, COMMENT)
    })
}

/// Whether mdBook calls this preprocessor.
pub fn is_installed(toml: &BookToml) -> bool {
    toml.value(&PREDICT).is_some()
}

/// Whether the book is set to link the style sheet and the script.
pub fn links(toml: &BookToml) -> bool {
    toml.string(&ASSETS) == Some("linked")
}

/// `edit` done to `text` without its byte-order mark.
fn behind_mark(text: &str, edit: impl FnOnce(&str) -> Result<String>) -> Result<String> {
    match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(text) => Ok(format!("{BYTE_ORDER_MARK}{}", edit(text)?)),
        None => edit(text),
    }
}

/// The preprocessors that run too early in some renderer of the book.
fn earlier(toml: &BookToml) -> Vec<&str> {
    let renderers = renderers(toml);
    let renderers = if renderers.is_empty() { vec!["html"] } else { renderers };
    let mut names: Vec<&str> =
        renderers.into_iter().flat_map(|renderer| order::earlier(toml, renderer)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The renderers that the book names.
fn renderers(toml: &BookToml) -> Vec<&str> {
    toml.keys(&["output"]).collect()
}

/// What stands in `before` and need not have come from an author: preprocessors that would run too
/// early, and such as there are none of any more.
fn names_that_install_adds<'t>(text: &str, toml: &'t BookToml) -> Result<Vec<&'t str>> {
    let without = BookToml::of_file(&without_key(text, &BEFORE)?)?;
    let early = earlier(&without);
    let names = toml.strings(&BEFORE);
    let is_gone = |name: &str| toml.value(&["preprocessor", name]).is_none();
    Ok(names.filter(|name| early.contains(name) || is_gone(name)).collect())
}

/// `text`, which says what `toml` does, with the lines that make pages link the two files.
fn with_links(mut text: String, toml: &BookToml) -> Result<String> {
    let renderers = renderers(toml);
    if !renderers.is_empty() && !renderers.contains(&"html") {
        bail!("this book has no `[output.html]`, and nothing else links files");
    }
    if !links(toml) {
        text = with_value(&text, &PREDICT, "assets", "linked")?;
    }
    text = with_table(&text, &HTML, COMMENT)?;
    for file in FILES {
        let path = file.listed(toml).unwrap_or(file.name);
        text = with_entries(&text, &HTML, file.key, &[path])?;
    }
    Ok(text)
}
