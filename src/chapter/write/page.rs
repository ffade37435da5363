//! Writing lines: what is ours stands alone between blank lines, what is the author's is copied.

use crate::chapter::fenced::longer_than_any_in;
use crate::chapter::lesson::{Figure, Output, Prose};
use crate::chapter::outline::without_blank_end;
use crate::splice::Edits;

/// A text that is being written.
#[derive(Debug)]
pub(crate) struct Page<'n> {
    out: String,
    newline: &'n str,
}

impl<'n> Page<'n> {
    /// An empty text whose lines end with `newline`, as the chapter's do.
    pub(crate) fn new(newline: &'n str) -> Self {
        Page { out: String::new(), newline }
    }

    /// Ends the line, and leaves one blank.
    fn blank(&mut self) {
        let ends = |suffix: &str| self.out.ends_with(suffix);
        if self.out.is_empty() || ends("\n\n") || ends("\n\r\n") {
            return;
        }
        if !ends("\n") {
            self.out.push_str(self.newline);
        }
        self.out.push_str(self.newline);
    }

    /// A group of lines of ours, with a blank line on both sides.
    pub(crate) fn lines(&mut self, lines: &str) {
        self.blank();
        for line in lines.lines() {
            self.out.push_str(line);
            self.out.push_str(self.newline);
        }
        self.out.push_str(self.newline);
    }

    /// Markdown of the author's, with a blank line on both sides.
    pub(crate) fn markdown(&mut self, text: &str) {
        self.blank();
        self.out.push_str(text);
        self.blank();
    }

    /// Prose of the author's, with `blocks` in the place of the blocks in it, and with a backslash
    /// at byte `escaped`, if that is one.
    pub(crate) fn prose(&mut self, prose: &Prose, escaped: Option<usize>, blocks: Vec<String>) {
        let mut edits = Edits::new(&prose.source.text);
        if let Some(at) = escaped {
            edits.replace(at..at, "\\");
        }
        for (nested, block) in prose.nested.iter().zip(blocks) {
            edits.replace(nested.range.clone(), prefixed(&block, &nested.prefix));
        }
        self.markdown(without_blank_end(&edits.apply()));
    }

    /// A fence around lines that are copied as they are.
    ///
    /// The author's fence may have been indented, and so kept a line from closing it that closes
    /// this one; then this one is longer.
    pub(crate) fn fence(&mut self, fence: &str, info: &str, lines: &str) {
        self.blank();
        let character = fence.chars().next().unwrap_or('`');
        let fence = &longer_than_any_in(lines, character, fence.len());
        for piece in [fence, info, self.newline, lines] {
            self.out.push_str(piece);
        }
        if !lines.is_empty() && !lines.ends_with('\n') {
            self.out.push_str(self.newline);
        }
        self.out.push_str(fence);
        self.blank();
    }

    /// A program's fence.
    pub(crate) fn figure(&mut self, figure: &Figure) {
        self.fence(&figure.place.marker, &figure.info, &figure.code.text);
    }

    /// An output's fence: `text`, so that nobody highlights, compiles or runs it.
    pub(crate) fn output(&mut self, output: &Output) {
        self.fence(&output.place.marker, "text", output.text());
    }

    /// What was written: it ends with a line ending, and with no blank line.
    pub(crate) fn finish(self) -> String {
        let mut out = self.out;
        out.truncate(without_blank_end(&out).len());
        out.push_str(self.newline);
        out
    }
}

/// `text` with `prefix` before every line but the first, and no white space at the end of lines
/// that hold the prefix alone.
pub(crate) fn prefixed(text: &str, prefix: &str) -> String {
    if prefix.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() * 2);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
            let is_blank = line.is_empty() || line == "\r";
            out.push_str(if is_blank { prefix.trim_end() } else { prefix });
        }
        out.push_str(line);
    }
    out
}

/// A text that is no Markdown, with a backslash before whatever might be taken for some.
pub(crate) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_{}[]<>#|~$&".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A title that stays what it is when something follows it on its line.
pub(crate) fn inline(title: &str) -> String {
    let slashes = title.bytes().rev().take_while(|&byte| byte == b'\\').count();
    // The last of an odd number of backslashes would escape what follows.
    if slashes % 2 == 1 { format!("{title}\\") } else { title.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Page, inline, literal, prefixed};

    #[test]
    fn what_is_ours_stands_between_blank_lines() {
        let mut page = Page::new("\n");
        page.lines("<a>\n<b>");
        page.markdown("text");
        page.fence("```", "rust", "x\n");
        page.lines("</a>");
        assert_eq!(page.finish(), "<a>\n<b>\n\ntext\n\n```rust\nx\n```\n\n</a>\n");
    }

    #[test]
    fn prefixes_leave_no_white_space_on_blank_lines() {
        assert_eq!(prefixed("a\n\nb\n", "> "), "a\n>\n> b\n>");
        assert_eq!(prefixed("a\r\n\r\nb\r\n", "  "), "a\r\n\r\n  b\r\n");
    }

    #[test]
    fn text_is_kept_from_being_markdown() {
        assert_eq!(literal("a_b*"), "a\\_b\\*");
    }

    #[test]
    fn a_title_does_not_escape_what_follows() {
        assert_eq!(inline("a\\"), "a\\\\");
        assert_eq!(inline("a\\\\"), "a\\\\");
    }
}
