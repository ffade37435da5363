//! Tags: the only way for a text into one leads through [`escaped`].

use std::fmt::Write as _;

use crate::chapter::inline::Spanned;

/// The attributes of a tag.
#[derive(Default)]
pub(crate) struct TagAttributes(String);

impl std::fmt::Display for TagAttributes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TagAttributes {
    pub(crate) fn with(mut self, name: &str, value: impl AsRef<str>) -> Self {
        let _ = write!(self.0, " {name}=\"{}\"", escaped(value.as_ref()));
        self
    }

    pub(crate) fn maybe(self, name: &str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The class of ours with the author's.
    pub(crate) fn class(self, ours: &str, authors: &[Spanned<String>]) -> Self {
        let authors = authors.iter().map(|class| class.value.as_str());
        let classes: Vec<&str> = std::iter::once(ours).chain(authors).collect();
        self.with("class", classes.join(" "))
    }
}

/// `text` as it may stand in a tag, in an attribute or between tags: on one line.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => {}
            // A parser of HTML replaces it, and would tell another story than this file.
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Code between tags, where a preprocessor for mathematics would look for dollar signs.
pub(crate) fn code(text: &str) -> String {
    escaped(text).replace('$', "&#36;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_stays_on_one_line_of_a_tag() {
        assert_eq!(escaped("<a b=\"c\">\r\n&"), "&lt;a b=&quot;c&quot;&gt;&#10;&amp;");
    }
}
