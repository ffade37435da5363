//! Prose below code that is never closed: the code ended above it.

use std::ops::Range;

use super::lines::{TICKS, is_blank};

/// Where the first paragraph starts, of those at `lines` of `text`, that is no code any more: a
/// choice, or a sentence. The first paragraph of all is code in any case.
///
/// Each line may have `prefix` in front.
pub(super) fn prose_behind_code(
    text: &str,
    lines: impl Iterator<Item = Range<usize>>,
    prefix: &str,
) -> Option<usize> {
    let content = |line: &Range<usize>| {
        let line = &text[line.clone()];
        line.strip_prefix(prefix).unwrap_or(line).trim_end()
    };
    let (mut paragraph, mut has_code): (Vec<Range<usize>>, bool) = (Vec::new(), false);
    // The end of the lines ends a paragraph as well.
    for line in lines.map(Some).chain([None]) {
        match line.filter(|line| !is_blank(content(line))) {
            Some(line) => paragraph.push(line),
            None if paragraph.is_empty() => {}
            None => {
                let written: Vec<&str> = paragraph.iter().map(content).collect();
                if has_code && (is_choice(written[0]) || is_sentence(&written)) {
                    return Some(paragraph[0].start);
                }
                has_code = true;
                paragraph.clear();
            }
        }
    }
    None
}

fn is_choice(line: &str) -> bool {
    let item = ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet));
    item.is_some_and(|item| TICKS.iter().any(|tick| item.starts_with(tick)))
}

/// Whether lines begin and end as a sentence does, and none is indented.
fn is_sentence(lines: &[&str]) -> bool {
    let (first, last) = (lines[0], lines[lines.len() - 1]);
    first.starts_with(|c: char| c.is_uppercase() || "`*_\"'[“".contains(c))
        && last.ends_with(['.', '?', '!', ':', '…'])
        && lines.iter().flat_map(|line| line.split_whitespace()).nth(2).is_some()
        && !lines.iter().any(|line| line.starts_with([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::prose_behind_code;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let start = prose_behind_code(text, lines(text), "");
        assert_eq!(start.map(|start| &text[start..]), expected);
    }

    #[test]
    fn code_ends_above_a_choice_or_a_sentence() {
        check("2\n\nBoth names mean one.\n", Some("Both names mean one.\n"));
        check("2\n\n`a` is b,\nand c.\n\nMore.\n", Some("`a` is b,\nand c.\n\nMore.\n"));
        check("x = 1\n\ny = 2\n\n- [ ] `1`\n", Some("- [ ] `1`\n"));
        check("x = 1\n\n+ [X] `1`\n", Some("+ [X] `1`\n"));
    }

    #[test]
    fn other_paragraphs_are_code() {
        check("Both names mean one.\n", None);
        check("a\n\nprint(\"It is so.\")\n\nDone.\n", None);
        check("def f():\n    pass\n\n# It is said here.\n\n    It is so here.\n", None);
    }
}
