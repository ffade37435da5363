//! What must always be true, over generated Markdown and over files that nobody here wrote.
//!
//! Law 3 has a file of its own, and so has what law 5 says of cost (`cost.rs`); law 8 is in `command.rs`, next to the other things a process may
//! not do.

use std::collections::HashMap;

use mdbook_predict::chapter::{Assets, OnError, Target};
use mdbook_predict::diagnostic::Code;
use mdbook_predict::preprocessor::expand_json;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{
    chapter, checkout, context, expand, expanded, options, our_chapters, real_markdown,
    undelivered, with_letters,
};

/// The book that comes back for `input`.
fn book_of(input: &str) -> String {
    let mut out = String::new();
    expand_json(input, |piece| {
        out.push_str(piece);
        Ok(())
    })
    .unwrap();
    out
}

/// A line of a chapter: prose, containers, fences of ours and others, in any order.
fn line() -> impl Strategy<Value = String> {
    let containers = ["> ", "- ", "  ", "    ", "\t", "1. ", "[^n]: ", ": ", "> - ", "   "];
    let start = prop_oneof![6 => Just(""), 8 => prop::sample::select(containers.to_vec())];
    let rest = prop_oneof![
        3 => "[a-zé*`_<>\\[\\]#|&\\\\ ]{0,12}",
        4 => "(~~~|~~~~|~~~~~|```|````)",
        3 => "(~~~|~~~~|```|````)(predict|mental-model|takeaway|hint|output|fix|predicted|accepted|why|answer)( [a-z`{}*]{0,6})?( \\{[#.a-z= \"]{0,8}\\})?",
        1 => "(~~~~|````)(pedict|rust|text)",
        2 => "\\[[ x]\\] [a-z`]{1,5}",
        1 => Just(String::new()),
    ];
    (start, rest).prop_map(|(start, rest)| format!("{start}{rest}"))
}

/// A chapter.
fn markdown() -> impl Strategy<Value = String> {
    let newline = prop_oneof![4 => Just("\n"), 1 => Just("\r\n")];
    (prop::collection::vec(line(), 0..30), newline, any::<bool>()).prop_map(
        |(lines, newline, ends)| {
            let text = lines.join(newline);
            if ends { text + newline } else { text }
        },
    )
}

/// A chapter whose blocks are well formed, between other Markdown.
fn lesson() -> impl Strategy<Value = String> {
    let body = "[a-z*`_\\[\\]#|&\\\\ ]{0,12}(\n[a-z> -]{0,10}){0,3}";
    let block = prop_oneof![
        (body, "[a-z*`_\\\\+ ]{0,8}").prop_map(|(body, title)| {
            format!("~~~~~~takeaway {title}\n{body}\n~~~~~~")
        }),
        (body, "[a-z]{1,5}", "[a-z]{1,5}").prop_map(|(body, right, wrong)| {
            format!(
                "~~~~~~predict\n{body}\n\n<!-- -->\n\n- [ ] {wrong}\n\n  {wrong}\n- [x] {right}\n\n~~~hint\n{body}\n~~~\n\n```output\n{right}1\n```\n~~~~~~"
            )
        }),
        ("[a-z]{12}", body, "[a-z*_#$&. ]{0,12}", "[a-z(),= ]{0,12}", "[a-z(),= ]{0,12}").prop_map(
            |(id, body, same, says, reads)| {
                format!(
                    "~~~~~~predict {{#{id}}}\n```python\n{same}\n{says}\n{same}\n```\n\n\
                     ```output\n1\n```\n\n~~~accepted `{says}x`\n{body}\n~~~\n\n\
                     ~~~predicted 2\n```python\n{same}\n{reads}\n{same}\n```\n~~~\n~~~~~~\n\n\
                     ~~~takeaway {{after={id}}}\n{body}\n~~~"
                )
            }
        ),
    ];
    let other = "([a-z*`_ ]{0,12}\n){0,3}";
    prop::collection::vec((other, block), 1..4).prop_map(|parts| {
        let parts = parts.into_iter().map(|(other, block)| format!("{other}\n{block}\n\n"));
        parts.collect::<String>()
    })
}

/// Law 1: a chapter without a block does not change.
#[test]
fn real_chapters_without_blocks_do_not_change() {
    for target in [Target::Html, Target::Markdown] {
        let options = options(target);
        for (path, text) in real_markdown() {
            let expansion = expand(&text, "chapter.md", &options);
            assert_eq!(expansion.text, None, "{} has a block", path.display());
            assert_eq!(expansion.diagnostics, [], "false alarm in {}", path.display());
        }
    }
}

/// Law 1: a book without blocks comes back as the very slice of the input, whatever is in it.
#[test]
fn a_book_without_blocks_comes_back_byte_for_byte() {
    let chapters: Vec<Value> =
        real_markdown().iter().map(|(_, text)| chapter("x", text, Vec::new())).collect();
    let book = serde_json::to_string_pretty(&json!({
        "items": chapters, "unknown": [1, null, {"a": "\u{1F600}"}],
    }))
    .unwrap();
    let input = format!(" [ {} ,\n\t{book} ]\n", context(checkout(), "html"));
    assert!(book_of(&input) == book);
}

/// Law 7: a byte-order mark stays where it is, and hides no block.
#[test]
fn a_byte_order_mark_hides_nothing() {
    let options = options(Target::Html);
    let html = expanded("\u{feff}~~~takeaway\ntext\n~~~\n", &options);
    assert!(html.starts_with("\u{feff}<style>") && html.contains("<aside"));
    let found = expand("\u{feff}~~~predict\n~~~\n", "x.md", &options).diagnostics;
    assert_eq!(found[0].span, Some(3..13));
    // Two of them come from files that were glued together; elsewhere it is text.
    let html = expanded("\u{feff}\u{feff}~~~takeaway\ntext\n~~~\n", &options);
    assert!(html.starts_with("\u{feff}\u{feff}<style>") && html.contains("<aside"));
    let html = expanded("x\n\u{feff}\n~~~takeaway\ntext\n~~~\n", &options);
    assert!(html.starts_with("x\n\u{feff}\n\n<style>"));
}

/// Laws 2, 4 and 5 on real Markdown: behind a block, and inside one.
#[test]
fn real_chapters_with_a_block_change_in_the_block_alone() {
    for target in [Target::Html, Target::Markdown] {
        let options = options(target).on_error(OnError::Show);
        for (path, text) in real_markdown() {
            let behind = format!("~~~~takeaway\nkept\n~~~~\n\n{text}");
            let once = expanded(&behind, &options);
            assert!(once.ends_with(&format!("\n\n{text}")), "{} changed", path.display());
            assert_eq!(expand(&once, "x.md", &options).text, None, "{} again", path.display());
            let fence = "~".repeat(60);
            let inside = format!("{fence}mistake\n{text}\n{fence}\n");
            let once = expanded(&inside, &options);
            assert_ne!(once, inside, "{} is no block", path.display());
            assert_eq!(expand(&once, "x.md", &options).text, None, "{} again", path.display());
        }
    }
}

/// A line that could stand under a choice, and might not stay there.
///
/// No backslash stands alone: a setext heading of one makes the parser itself panic.
fn line_under_a_choice() -> impl Strategy<Value = String> {
    let containers = ["", "", "", "  ", "\t", "> ", "- ", "- [x] ", "1. ", ": ", "[^n]: "];
    let lines = [
        "",
        "",
        "text",
        "~~~",
        "~~~~",
        "```",
        "~~~output",
        "```text",
        "~~~takeaway a",
        "<!--",
        "-->",
        "<div>",
        "</div>",
        "</details>",
        "<s>",
        "a</s>",
        "<pre>",
        "</pre>",
        "<?",
        "<!a",
        "***",
        "---",
        "# a",
        "`",
        "a\\",
        "</p>",
        "</li>",
        "\u{a0}",
    ];
    (prop::sample::select(containers.to_vec()), prop::sample::select(lines.to_vec()))
        .prop_map(|(container, line)| format!("{container}{line}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Law 2: outside the blocks nothing changes, but for the style at one place.
    #[test]
    fn bytes_outside_blocks_do_not_change(before in "([a-zé*_ ]{0,9}\r?\n){0,4}", after in "(\r?\n[a-zé*_ ]{0,9}){0,4}") {
        let text = format!("{before}\n~~~~takeaway\ntext\n~~~~\n{after}");
        let html = expanded(&text, &options(Target::Html));
        let rest = html.strip_prefix(before.as_str()).expect("what stands before is kept");
        prop_assert!(rest.starts_with("\n<style>") || rest.starts_with("\r\n<style>"), "{rest}");
        prop_assert!(html.ends_with(&format!("</aside>\n\n{after}")) || html.ends_with(&format!("</aside>\r\n\n{after}")), "{html}");
        let plain = expanded(&text, &options(Target::Markdown));
        prop_assert!(plain.starts_with(&format!("{before}\n> **Key takeaway**")), "{plain}");
        prop_assert!(plain.ends_with(&after));
    }

    /// Law 4: what was expanded has nothing left to expand.
    #[test]
    fn expanding_twice_is_expanding_once(text in lesson(), other in markdown()) {
        for text in [text, other] {
            for target in [Target::Html, Target::Markdown] {
                for on_error in [OnError::Fail, OnError::Show] {
                    let options = options(target).on_error(on_error);
                    let expansion = expand(&text, "chapter.md", &options);
                    if on_error == OnError::Fail && expansion.diagnostics.iter().any(|d| d.is_error()) {
                        continue;
                    }
                    if let Some(once) = expansion.text {
                        let twice = expand(&once, "chapter.md", &options).text;
                        let shown = undelivered(&once);
                        prop_assert!(twice.is_none(), "expanded again: {}", shown);
                    }
                }
            }
        }
    }

    /// Laws 2 and 4: what stands under a choice, or in one, swallows nothing that comes behind.
    #[test]
    fn what_stands_under_a_choice_stays_there(
        first in line_under_a_choice(),
        rest in prop::collection::vec(line_under_a_choice(), 0..8),
    ) {
        let rest: String = rest.iter().map(|line| format!("  {line}\n")).collect();
        let text = format!(
            "~~~~~~predict {first}\n- [ ] {first}\n{rest}- [x] b\n\n```output\n1\n```\n~~~~~~\n"
        );
        for target in [Target::Html, Target::Markdown] {
            let options = options(target).on_error(OnError::Show);
            let once = expanded(&text, &options);
            prop_assert_eq!(expand(&once, "chapter.md", &options).text, None, "{}", undelivered(&once));
            let behind = format!("{once}\n~~~takeaway\nseen\n~~~\n");
            let is_seen = expand(&behind, "chapter.md", &options).text.is_some();
            prop_assert!(is_seen, "{} swallows what follows", undelivered(&once));
        }
    }

    /// Law 5: nothing that can be written makes it panic.
    #[test]
    fn no_markdown_makes_it_panic(text in markdown()) {
        for target in [Target::Html, Target::Markdown] {
            for on_error in [OnError::Fail, OnError::Show] {
                let found = expand(&text, "chapter.md", &options(target).on_error(on_error));
                for diagnostic in found.diagnostics {
                    let span = diagnostic.span.unwrap();
                    prop_assert!(text.get(span.clone()).is_some(), "{span:?} cuts a character");
                }
            }
        }
    }

    /// Law 5: nothing that can be sent makes it panic.
    #[test]
    fn no_input_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in markdown()) {
        let _ = expand_json(&String::from_utf8_lossy(&bytes), |_| Ok(()));
        let input = json!([context(checkout(), "html"), { "items": [chapter("x", &text, Vec::new())] }]);
        let input = input.to_string();
        for end in (0..input.len()).filter(|&end| input.is_char_boundary(end)).step_by(7) {
            prop_assert!(expand_json(&input[..end], |_| Ok(())).is_err());
        }
    }

    /// Law 6: both targets say the same words.
    #[test]
    fn both_targets_have_the_same_words(text in lesson()) {
        prop_assert_eq!(words(&with_letters(&expanded(&text, &options(Target::Html)))), words(&expanded(&text, &options(Target::Markdown))));
    }
}

/// How often each word stands in a text, without style, script, tags and Markdown's own signs.
fn words(text: &str) -> HashMap<String, usize> {
    // A backslash keeps a bracket from being a tag.
    let text = undelivered(text).replace("```diff", "```").replace("~~~diff", "~~~");
    let text = text.replace("\\\\", " ").replace("\\<", " ").replace("\\>", " ");
    let mut visible = String::new();
    let mut rest = text.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        visible.push_str(before);
        visible.push(' ');
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    visible.push_str(rest);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#36;", "$"), ("&amp;", "&")];
    for (entity, character) in entities {
        visible = visible.replace(entity, character);
    }
    let mut words = HashMap::new();
    for word in visible.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_owned()).or_insert(0) += 1;
    }
    words
}

/// Law 6, on the chapters of this project that have every kind of block.
#[test]
fn both_targets_of_our_own_chapters_have_the_same_words() {
    let names = [
        "after",
        "callouts",
        "choices",
        "feedback",
        "outputs",
        "programs",
        "replies",
        "containers",
        "empty",
    ];
    for name in names {
        let path = checkout().join("tests/cases/chapters").join(name).join("chapter.md");
        let text = std::fs::read_to_string(path).unwrap();
        let html = words(&with_letters(&expanded(&text, &options(Target::Html))));
        let plain = words(&expanded(&text, &options(Target::Markdown)));
        assert_eq!(html, plain, "{name}");
    }
}

/// Law 4 and 5, on every beginning of every chapter that we have.
#[test]
fn every_beginning_of_our_chapters_is_harmless() {
    for text in our_chapters() {
        let step = (text.len() / 400).max(1);
        for end in (0..=text.len()).step_by(step).filter(|&end| text.is_char_boundary(end)) {
            for on_error in [OnError::Fail, OnError::Show] {
                let mut options = options(Target::Html).on_error(on_error);
                // Style and script are the same on every page, and long.
                options.settings.assets = Assets::Linked;
                let once = expand(&text[..end], "chapter.md", &options).text;
                if let (Some(once), OnError::Show) = (once, on_error) {
                    let twice = expand(&once, "chapter.md", &options).text;
                    assert_eq!(twice, None, "{once}");
                }
            }
        }
    }
}

/// Law 5: a line in a choice that looks blank, and is blank to Unicode alone.
#[test]
fn white_space_that_is_none_in_markdown_is_text() {
    for space in ['\u{a0}', '\u{3000}', '\u{2003}', '\u{2028}', '\u{b}', '\u{c}', '\u{85}'] {
        for item in [
            format!("- [ ] a\n  {space}\n  b"),
            format!("- [ ] a\n{space}\n{space}{space}\nb"),
            format!("- [ ] {space}\n  {space}"),
            format!("- [ ] `a\n  {space}\n  b`\n  {space}"),
            format!("- [ ] a{space}\\\n  {space}\n\n  {space}"),
        ] {
            let text = format!("~~~~predict T\n{item}\n- [x] c\n\n```output\n1\n```\n~~~~\n");
            for (target, newline) in
                [(Target::Html, "\n"), (Target::Markdown, "\n"), (Target::Html, "\r\n")]
            {
                let text = text.replace('\n', newline);
                let expansion = expand(&text, "chapter.md", &options(target));
                let codes: Vec<Code> = expansion.diagnostics.iter().map(|d| d.code).collect();
                // A line of these two is blank to Markdown, too.
                if item.starts_with("- [ ] \u{b}") || item.starts_with("- [ ] \u{c}") {
                    assert_eq!(codes, [Code::EmptyChoice], "{text:?}");
                    continue;
                }
                assert_eq!(codes, [], "{text:?}");
                let page = expansion.text.unwrap();
                let has =
                    |word: &str| words(&text).contains_key(word) == words(&page).contains_key(word);
                assert!(has("a") && has("b") && has("c"), "{text:?}: {page}");
            }
        }
    }
}

/// Law 5: of two programs no more is compared than a reader can keep in mind.
#[test]
fn programs_that_differ_in_too_many_lines_stand_alone() {
    let lines = |word: &str, n: usize| format!("{word}\n{}{word}\n", "same\n".repeat(n - 2));
    for (says, reads, is_compared) in [
        (lines("says", 200), lines("read", 200), true),
        (lines("says", 201), lines("read", 201), false),
        ("same\n".repeat(5_000) + "says\n", "same\n".repeat(5_000) + "read\n", true),
        ("same\n".repeat(5_000) + "says\n", "read\n".to_owned(), false),
    ] {
        let text = format!(
            "~~~~predict\n```python\n{says}```\n\n```output\n1\n```\n\n~~~predicted 2\n\
             ```python\n{reads}```\n~~~\n~~~~\n"
        );
        let html = expanded(&text, &options(Target::Html));
        assert_eq!(html.contains("<figure class=\"predict-counter\">"), is_compared);
        assert_eq!(html.contains("```python\nread"), !is_compared && reads.starts_with("read"));
        let plain = expanded(&text, &options(Target::Markdown));
        assert_eq!(plain.contains("```diff"), is_compared);
        assert_eq!(words(&html), words(&plain));
    }
}

/// Law 5: blocks in blocks, and blocks in containers, far beyond any sense.
#[test]
fn deep_nesting_ends_in_a_message() {
    let depth = 200;
    let open: String =
        (0..depth).map(|n| format!("{}mistake\n", "~".repeat(depth + 3 - n))).collect();
    let close: String =
        (0..depth).rev().map(|n| format!("{}\n", "~".repeat(depth + 3 - n))).collect();
    let codes: Vec<&str> = expand(&format!("{open}{close}"), "x.md", &options(Target::Html))
        .diagnostics
        .iter()
        .map(|found| found.code.name())
        .collect();
    assert_eq!(codes, ["nesting-too-deep"]);
    let quotes = "> ".repeat(2_000);
    let text = format!("{quotes}~~~takeaway\n{quotes}text\n{quotes}~~~\n");
    let html = expanded(&text, &options(Target::Html));
    assert!(html.contains(&format!("{quotes}text\n")));
}
