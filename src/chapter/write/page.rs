//! Writing lines: what is ours stands alone between blank lines, what is the author's is copied.

use crate::chapter::fenced::longer_than_any_in;
use crate::chapter::lesson::{Figure, Output, Prose};
use crate::chapter::outline::{Dialect, columns, is_blank, is_one_paragraph, without_blank_end};
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

    /// A title, a caption or the text of a choice on a line of its own: as it is where that is one
    /// paragraph, else in a tag, behind which nothing opens a block.
    pub(crate) fn inline(&mut self, markdown: &str, dialect: Dialect) {
        match is_one_paragraph(markdown, dialect) {
            true => self.markdown(markdown),
            false => self.markdown(&format!("<span>{}</span>", inline(markdown))),
        }
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
        // A tilde may begin an info string, but not behind tildes.
        let gap = if info.starts_with(character) { " " } else { "" };
        for piece in [fence, gap, info, self.newline, lines] {
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

/// The lines of `block` without the line ending at its end, if what follows its last line in `rest`
/// leaves the containers that want `prefix`: a blank line there would make their lists loose.
///
/// Only for what ends with a tag: a paragraph would go on in the line that follows.
pub(crate) fn fitted<'b>(block: &'b str, prefix: &str, rest: &str) -> &'b str {
    let next = rest.split('\n').nth(1).unwrap_or_default();
    if is_blank(next) || continues(next, prefix) { block } else { without_blank_end(block) }
}

/// Whether `line` stays in the containers that want `prefix`.
fn continues(line: &str, prefix: &str) -> bool {
    let (mut line, mut prefix) = (with_spaces(line), prefix);
    while !prefix.is_empty() {
        let wanted = match prefix.strip_prefix("> ") {
            Some(rest) => {
                prefix = rest;
                let Some(behind) = line.trim_start_matches(' ').strip_prefix('>') else {
                    return false;
                };
                line = behind.strip_prefix(' ').unwrap_or(behind).to_owned();
                continue;
            }
            None => prefix.len() - prefix.trim_start_matches(' ').len(),
        };
        if line.bytes().take_while(|&byte| byte == b' ').count() < wanted {
            return false;
        }
        line.drain(..wanted);
        prefix = &prefix[wanted..];
    }
    true
}

/// `line` with spaces for its tabs, by tab stops at every fourth column.
pub(crate) fn with_spaces(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.chars() {
        let next = columns(column, c.encode_utf8(&mut [0; 4]));
        match c {
            '\t' => out.extend(std::iter::repeat_n(' ', next - column)),
            c => out.push(c),
        }
        column = next;
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
    use super::{Page, fitted, inline, literal, prefixed};

    #[test]
    fn a_block_at_the_end_of_an_item_is_followed_by_the_next() {
        assert_eq!(fitted("x\n", "    ", "\n- c"), "x");
        assert_eq!(fitted("x\n", "    ", "\n  - c"), "x");
        assert_eq!(fitted("x\n", "    ", "\n\td"), "x\n");
        assert_eq!(fitted("x\n", "  > ", "\n  > d"), "x\n");
        assert_eq!(fitted("x\n", "  > ", "\n- c"), "x");
        assert_eq!(fitted("x\n", "  ", "\n\n- c"), "x\n");
        assert_eq!(fitted("x\n", "  ", ""), "x\n");
        assert_eq!(fitted("x\n", "", "\nc"), "x\n");
    }

    #[test]
    fn an_info_string_does_not_lengthen_its_fence() {
        let mut page = Page::new("\n");
        page.fence("~~~", "~ x", "y\n");
        assert_eq!(page.finish(), "~~~ ~ x\ny\n~~~\n");
    }

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
