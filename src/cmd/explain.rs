//! `explain`: the pages of the guide about codes, which the program has with it.

use crate::chapter::nearest;
use crate::diagnostic::{Code, Group};

/// The pages, each with its code.
macro_rules! pages {
    ($($code:literal,)*) => {
        [$(($code, include_str!(concat!("../../book/src/codes/", $code, ".md")))),*]
    };
}

/// All pages, in the order of the guide.
const PAGES: [(&str, &str); 98] = pages![
    "accepted-differs",
    "accepts-nothing",
    "answer-before-question",
    "answer-in-callout",
    "assets-not-linked",
    "assets-outdated",
    "attributes-without-braces",
    "backtick-in-title",
    "bad-attribute-value",
    "bad-value",
    "block-in-admonish",
    "block-in-html",
    "changed-since-proved",
    "choice-without-feedback",
    "colon-fence",
    "compiles",
    "contradicting-mark",
    "counter-equals-program",
    "counter-program-differs",
    "counter-without-program",
    "does-not-compile",
    "duplicate-attribute",
    "duplicate-choice",
    "duplicate-id",
    "duplicate-output",
    "duplicate-predicted",
    "duplicate-program",
    "empty-choice",
    "empty-predicted",
    "exit-differs",
    "fence-in-choice-line",
    "fence-too-short",
    "fix-changes-nothing",
    "heading-in-block",
    "indented-block",
    "language-as-title",
    "late-choices",
    "late-program",
    "long-output",
    "long-program",
    "long-rule",
    "malformed-attributes",
    "misplaced-part",
    "missing-chapter",
    "missing-id",
    "missing-include",
    "missing-labels",
    "mixed-choices",
    "model-without-rule",
    "nesting-too-deep",
    "never-proved",
    "newer-lock",
    "no-choices",
    "no-explanation",
    "no-right-choice",
    "no-runner",
    "not-checkable",
    "nothing-to-reveal",
    "only-right-choices",
    "outdated-lock",
    "output-differs",
    "output-pending",
    "output-varies",
    "output-without-program",
    "parser-panic",
    "plain-choices",
    "predicted-equals-choice",
    "predicted-equals-output",
    "predicted-without-program",
    "printed-too-much",
    "right-choice-differs",
    "right-choice-unlike-output",
    "runs-earlier",
    "stray-fence",
    "swallowed-block",
    "telling-title",
    "timed-out",
    "two-task-lists",
    "unbalanced-html",
    "unclaimed-output",
    "unclosed-block",
    "unclosed-in-body",
    "unexpected-title",
    "unexplained-choice",
    "unknown-attribute",
    "unknown-fence",
    "unknown-id",
    "unknown-key",
    "unknown-kind",
    "unlisted-chapter",
    "unmarked-output",
    "unneeded-proof",
    "unreachable-predicted",
    "unreadable-chapter",
    "unreadable-lock",
    "untested-engine",
    "unused-allow",
    "wrong-choice-is-output",
];

/// How wide the list of all codes is, and how far its sentences are indented, in characters.
const WIDTH: usize = 100;
const INDENT: usize = 37;

/// The code of this name, which may be copied from a message with what stands around it there.
///
/// # Errors
///
/// Where there is none: what to say of that.
pub(super) fn code(name: &str) -> Result<Code, String> {
    let name = bare(name);
    Code::named(name).ok_or_else(|| {
        let help = match nearest(name, Code::ALL.into_iter().map(Code::name)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`mdbook-predict explain` lists all codes".to_owned(),
        };
        format!("there is no code `{name}`; {help}")
    })
}

/// The code in `error[code]` and `[code]`; what is written otherwise stays as it is.
fn bare(name: &str) -> &str {
    let inside = name.trim().trim_end_matches(':').strip_suffix(']');
    inside.and_then(|inside| inside.split_once('[')).map_or(name, |(_, code)| code)
}

/// The page about `code`, or a line about each of all codes.
pub(super) fn run(code: Option<Code>) -> String {
    match code {
        Some(code) => page(code).to_owned(),
        None => PAGES.into_iter().filter_map(|(name, _)| Code::named(name)).map(line).collect(),
    }
}

/// The page about `code`. mdBook would take a link in it for its own, so it has a backslash there.
fn page(code: Code) -> String {
    let page = PAGES.into_iter().find(|(name, _)| *name == code.name());
    let (_, text) = page.expect("every code has a page");
    text.replace("\\{{#", "{{#")
}

/// A line about `code`: its name, what it is, and the first sentence of its page.
fn line(code: Code) -> String {
    let kind = match code.group() {
        Some(Group::Suspicious) => "lint",
        Some(Group::Pedantic) => "pedantic",
        None => code.severity().word(),
    };
    let head = format!("{:<27} {kind:<8} ", code.name());
    let mut lines = vec![head];
    for word in first_sentence(&page(code)).split(' ') {
        let last = lines.last_mut().expect("there is a line");
        if last.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(" ".repeat(INDENT));
        }
        lines.last_mut().expect("there is a line").push_str(&format!(" {word}"));
    }
    lines.join("\n") + "\n"
}

/// The first sentence behind the word that says what the page is about.
fn first_sentence(page: &str) -> String {
    let text = page.split(".** ").nth(1).unwrap_or_default();
    let paragraph = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let end = paragraph.find(". ").map_or(paragraph.len(), |at| at + 1);
    paragraph[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Code, PAGES};

    #[test]
    fn every_code_has_its_page() {
        let mut codes: Vec<&str> = Code::ALL.map(Code::name).to_vec();
        codes.sort_unstable();
        assert_eq!(PAGES.map(|(name, _)| name).to_vec(), codes);
    }
}
