//! The links that mdBook resolves, as they are written.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A link as mdBook finds them.
pub(super) struct Link {
    pub(super) range: Range<usize>,
    /// The file that it names; nothing for a title and for what is escaped.
    pub(super) path: Option<String>,
    /// The lines of it that are wanted, as the link names them; nothing for all.
    pub(super) lines: String,
    /// Whether it brings lines as they are.
    pub(super) is_include: bool,
}

/// The links of `text`.
pub(super) fn links(text: &str) -> Vec<Link> {
    if !text.contains("{{") {
        return Vec::new();
    }
    /// mdBook's own pattern.
    static LINK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\\\{\{#.*\}\}|\{\{\s*#([a-zA-Z0-9_]+)\s+([^}]+)\}\}").expect("it is a pattern")
    });
    LINK.captures_iter(text).filter_map(|found| link(&found)).collect()
}

fn link(found: &Captures<'_>) -> Option<Link> {
    let range = found.get(0)?.range();
    let Some((kind, rest)) = found.get(1).zip(found.get(2)) else {
        return Some(Link { range, path: None, lines: String::new(), is_include: false });
    };
    let file = rest.as_str().split_whitespace().next();
    let (path, lines) = match kind.as_str() {
        "include" => file?.split_once(':').unwrap_or((file?, "")),
        // The lines that are not wanted are hidden, and yet there.
        "rustdoc_include" => (file?.split(':').next()?, ""),
        "playground" | "playpen" => (file?, ""),
        "title" => {
            return Some(Link { range, path: None, lines: String::new(), is_include: false });
        }
        _ => return None,
    };
    let is_include = kind.as_str() == "include";
    Some(Link { range, path: Some(path.to_owned()), lines: lines.to_owned(), is_include })
}
