//! Fixes in `book.toml`.

use crate::book_toml::BookToml;
use crate::config;
use crate::diagnostic::{Diagnostic, Fix};
use crate::splice::Edits;

/// The most fixes that are made at once: each is looked for anew.
const MOST_FIXES: usize = 100;

/// What is wrong with the settings in `text`; nothing where that is no TOML.
fn found(text: &str) -> Vec<Diagnostic> {
    BookToml::of_file(text).map(|toml| config::read(&toml).1).unwrap_or_default()
}

/// How many mistakes in `text` have a fix.
pub(super) fn fixable(text: &str) -> usize {
    found(text).iter().filter(|found| found.fix.is_some()).count()
}

/// `text` with the fixes made that leave fewer mistakes, and how many these are.
pub(super) fn mended(text: &str) -> (String, usize) {
    let (mut text, mut made) = (text.to_owned(), 0);
    let mut left = found(&text);
    while made < MOST_FIXES
        && let Some((better, found)) = better(&text, &left)
    {
        (text, left) = (better, found);
        made += 1;
    }
    (text, made)
}

/// The first text that a fix of one of the mistakes `found` in `text` makes better, and what is
/// wrong with that.
fn better(text: &str, found: &[Diagnostic]) -> Option<(String, Vec<Diagnostic>)> {
    found.iter().filter_map(|mistake| mistake.fix.as_ref()).find_map(|fix| {
        let new = with(text, fix);
        BookToml::of_file(&new).ok()?;
        let after = self::found(&new);
        (after.len() < found.len()).then_some((new, after))
    })
}

fn with(text: &str, fix: &Fix) -> String {
    let mut edits = Edits::new(text);
    fix.edits.iter().for_each(|(span, new)| edits.replace(span.clone(), new.as_str()));
    edits.apply()
}
