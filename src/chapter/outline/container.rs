//! The prefix that keeps a line inside the containers of a block.
//!
//! A block in a list item, a quote, a footnote definition or a definition list is replaced by
//! several lines, and each of them has to carry what CommonMark wants there: `> ` for a quote, the
//! item's indentation for a list. The parser does not tell how wide an item's indentation is, so
//! it is measured here, by the parser's own rules (tab stops of four columns included).

use super::columns::columns;
use super::source::line_start;

/// A container block that is open around another block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContainerKind {
    Quote,
    Item,
    Footnote,
    Definition,
}

/// A container block, by its kind and the byte offset at which the parser says it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Container {
    pub(crate) kind: ContainerKind,
    pub(crate) start: usize,
}

/// The columns by which pulldown-cmark wants the lines of a footnote definition indented.
const FOOTNOTE_INDENT: usize = 4;

/// The columns by which a fence may be indented.
const LARGEST_FENCE_INDENT: usize = 3;

/// The prefix for lines that continue inside `containers`, the outermost first.
pub(crate) fn continuation(text: &str, containers: &[Container]) -> String {
    let mut prefix = String::new();
    for (container, indent) in containers.iter().zip(indents(text, containers)) {
        match container.kind {
            ContainerKind::Quote => prefix.push_str("> "),
            _ => prefix.extend(std::iter::repeat_n(' ', indent)),
        }
    }
    prefix
}

/// How many columns the fence at `start` is indented inside `containers`; its lines lose as many.
pub(crate) fn fence_indent(text: &str, containers: &[Container], start: usize) -> usize {
    let content = content_column(text, containers, &indents(text, containers), start);
    column(text, start).saturating_sub(content).min(LARGEST_FENCE_INDENT)
}

/// The columns by which each of `containers` indents its content; those of quotes do not.
fn indents(text: &str, containers: &[Container]) -> Vec<usize> {
    let mut indents = Vec::with_capacity(containers.len());
    for (at, container) in containers.iter().enumerate() {
        indents.push(match container.kind {
            ContainerKind::Quote => 0,
            ContainerKind::Footnote => FOOTNOTE_INDENT,
            ContainerKind::Item | ContainerKind::Definition => {
                let marker = marker_offset(text, container);
                let content = content_column(text, &containers[..at], &indents, marker);
                let before = column(text, marker).saturating_sub(content);
                before + item_indent(text, container, marker)
            }
        });
    }
    indents
}

/// The column at which the content of `containers` begins on the line of `offset`.
fn content_column(text: &str, containers: &[Container], indents: &[usize], offset: usize) -> usize {
    let line = line_start(text, offset);
    let before = &text[line..offset];
    let (mut content, mut read) = (0, 0);
    for (container, indent) in containers.iter().zip(indents) {
        match container.kind {
            ContainerKind::Quote => {
                read += before[read..].find('>').map_or(0, |sign| sign + 1);
                // One space behind the sign belongs to it, or one column of a tab.
                let has_space = before[read..].starts_with([' ', '\t']);
                content = columns(0, &before[..read]) + usize::from(has_space);
            }
            ContainerKind::Footnote if container.start >= line => {
                read += before[read..].find("]:").map_or(0, |sign| sign + 2);
                let space = before[read..].len() - before[read..].trim_start().len();
                content = columns(0, &before[..read + space]);
            }
            _ => content += indent,
        }
    }
    content
}

/// The column of the byte at `offset`.
fn column(text: &str, offset: usize) -> usize {
    columns(0, &text[line_start(text, offset)..offset])
}

/// The columns from the marker of an item, at `marker`, to its content.
fn item_indent(text: &str, item: &Container, marker: usize) -> usize {
    let bytes = text.as_bytes();
    let digits = bytes[marker..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let width = if item.kind == ContainerKind::Item && digits > 0 { digits + 1 } else { 1 };
    let padding = padding(text, marker + width);
    match item.kind {
        // A definition's content may follow its colon at once, a list item's may not.
        ContainerKind::Definition if padding > 4 => width + 1,
        ContainerKind::Definition => width + padding,
        // Five columns and more are an indented code block behind one column of padding.
        _ if (1..=4).contains(&padding) => width + padding,
        _ => width + 1,
    }
}

/// The byte offset of an item's marker.
///
/// The parser counts an item from the *columns* before its marker. Where a tab makes those up, its
/// offset can fall on the end of the line above; no marker stands between there and the right one.
fn marker_offset(text: &str, item: &Container) -> usize {
    let is_marker = |byte: &u8| match item.kind {
        ContainerKind::Definition => *byte == b':',
        _ => b"-+*".contains(byte) || byte.is_ascii_digit(),
    };
    item.start + text.as_bytes()[item.start..].iter().position(is_marker).unwrap_or(0)
}

/// The columns of white space at `offset`; none where the line is blank from there.
fn padding(text: &str, offset: usize) -> usize {
    let start = column(text, offset);
    let rest = &text[offset..];
    let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if rest[space..].starts_with(['\n', '\r']) || rest.len() == space {
        return 0;
    }
    columns(start, &rest[..space]) - start
}

#[cfg(test)]
mod tests {
    use super::{Container, ContainerKind as Kind, continuation, fence_indent};

    #[track_caller]
    fn check(text: &str, containers: &[(Kind, usize)], expected: &str) {
        let containers: Vec<Container> =
            containers.iter().map(|&(kind, start)| Container { kind, start }).collect();
        assert_eq!(continuation(text, &containers), expected);
    }

    #[test]
    fn a_marker_and_its_padding_make_the_indent() {
        check("- x", &[(Kind::Item, 0)], "  ");
        check("10.  x", &[(Kind::Item, 0)], "     ");
        check("-      code", &[(Kind::Item, 0)], "  ");
        check("-\n  x", &[(Kind::Item, 0)], "  ");
        check("-\tx", &[(Kind::Item, 0)], "    ");
        check("T\n\n: x", &[(Kind::Definition, 3)], "  ");
        check("[^1]: x", &[(Kind::Footnote, 0)], "    ");
    }

    #[test]
    fn containers_nest() {
        check("> - x", &[(Kind::Quote, 0), (Kind::Item, 2)], ">   ");
        check("- > 1. x", &[(Kind::Item, 0), (Kind::Quote, 2), (Kind::Item, 4)], "  >    ");
    }

    #[test]
    fn a_tab_may_put_the_start_of_an_item_on_the_line_above() {
        check("- a\n\t- b", &[(Kind::Item, 0), (Kind::Item, 3)], "      ");
        let term = "- y\n\n\tterm\n\t: x";
        check(term, &[(Kind::Item, 0), (Kind::Definition, 12)], "      ");
    }

    #[test]
    fn a_fence_may_be_indented_in_its_container() {
        let indent = |text: &str, containers: &[(Kind, usize)]| {
            let containers = containers.iter().map(|&(kind, start)| Container { kind, start });
            let start = text.find('~').unwrap();
            fence_indent(text, &containers.collect::<Vec<_>>(), start)
        };
        assert_eq!(indent("  ~~~", &[]), 2);
        assert_eq!(indent("-  ~~~", &[(Kind::Item, 0)]), 0);
        assert_eq!(indent("- x\n\n   ~~~", &[(Kind::Item, 0)]), 1);
        assert_eq!(indent("[^1]:  ~~~", &[(Kind::Footnote, 0)]), 0);
        assert_eq!(indent("[^1]: x\n\n     ~~~", &[(Kind::Footnote, 0)]), 1);
        assert_eq!(indent(">~~~", &[(Kind::Quote, 0)]), 0);
        assert_eq!(indent(">>  ~~~", &[(Kind::Quote, 0), (Kind::Quote, 1)]), 1);
        assert_eq!(indent("- >   ~~~", &[(Kind::Item, 0), (Kind::Quote, 2)]), 2);
    }
}
