//! Lints: what is said of lessons without a mistake, at which level, and what is left alone.

use mdbook_predict::book::{Directory, Scope};
use mdbook_predict::chapter::{Reading, read};
use mdbook_predict::check::check;
use mdbook_predict::diagnostic::{Code, Group};
use mdbook_predict::lint::lint;
use mdbook_predict::report::human::{self, Style};
use mdbook_predict::template::PROGRAMS;
use serde_json::Value;

use crate::cases::{cases, code_of, codes, golden};
use crate::guide::copy_of_the_guide;
use crate::support::{BookDir, command, our_chapters, preprocess, real_markdown};

/// What `check` says of a chapter in a book with these levels.
fn report(levels: &str, text: &str) -> String {
    let toml = format!("[preprocessor.predict.lints]\n{levels}");
    let book = BookDir::new(&toml, &[("chapter", text)]);
    let root = book.root().canonicalize().unwrap();
    let report = check(&Directory::open(&root).unwrap(), &Scope::default()).unwrap();
    human::text(&report, Style::Plain, Some(&root))
}

/// The line of `book.toml` that switches on what is off by default.
fn switched_on(code: &str) -> String {
    let group = Code::named(code).and_then(Code::group);
    if group == Some(Group::Pedantic) { format!("{code} = \"warn\"\n") } else { String::new() }
}

#[test]
fn lints_are_reported_word_for_word() {
    let mut seen = Vec::new();
    for case in cases("lints", "md") {
        let text = std::fs::read_to_string(&case).unwrap();
        let code = code_of(&case);
        let report = report(&switched_on(code), &text);
        golden(&report, &case.with_extension("txt"));
        let mut codes = codes(&report);
        codes.dedup();
        let expected = if code == "sound" { vec![] } else { vec![code.to_owned()] };
        assert_eq!(codes, expected, "{}", case.display());
        seen.extend(Code::named(code));
    }
    for code in Code::ALL.into_iter().filter(|code| code.group().is_some()) {
        assert!(seen.contains(&code), "no case for {code}");
    }
}

/// Every lint that a block may allow is silent where its block does.
#[test]
fn a_block_allows_what_it_is_about() {
    let mut allowed = 0;
    for case in cases("lints", "md") {
        let code = code_of(&case);
        if !Code::named(code).is_some_and(Code::can_be_allowed) {
            continue;
        }
        let text = std::fs::read_to_string(&case).unwrap();
        let allow = format!("{{allow={code}");
        let opens = |line: &&str| {
            let is_predict = line.starts_with("~~~~predict");
            match code {
                "answer-in-callout" => {
                    line.starts_with("~~~takeaway") || line.starts_with("~~~mis")
                }
                "model-without-rule" => line.starts_with("~~~~mental-model"),
                "long-rule" => line.starts_with("~~~rule"),
                _ => is_predict,
            }
        };
        let lines = text.lines().map(|line| match (opens(&line), line.split_once('{')) {
            (false, _) => line.to_owned(),
            (true, Some((before, rest))) => format!("{before}{allow} {rest}"),
            (true, None) => format!("{line} {allow}}}"),
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        assert_eq!(report(&switched_on(code), &text), "", "{}", case.display());
        allowed += 1;
    }
    assert!(allowed > 20, "only {allowed}");
}

const TELLING: &str = "~~~~predict A broken list\n```python\nprint([1] * 2)\n```\n```output\n[1, 1]\n```\nIt is repeated.\n~~~~\n";

#[test]
fn a_book_sets_the_level_of_a_lint_and_of_a_warning() {
    let pending = TELLING.replace("A broken list", "A list").replace("[1, 1]\n", "");
    for (levels, text, expected) in [
        ("", TELLING, vec!["warning[telling-title]"]),
        ("telling-title = \"allow\"", TELLING, vec![]),
        ("suspicious = \"allow\"", TELLING, vec![]),
        ("telling-title = \"deny\"", TELLING, vec!["error[telling-title]"]),
        (
            "suspicious = \"deny\"\ntelling-title = \"warn\"",
            TELLING,
            vec!["warning[telling-title]"],
        ),
        ("pedantic = \"deny\"", TELLING, vec!["error[missing-id]", "warning[telling-title]"]),
        ("", &pending, vec!["warning[output-pending]"]),
        ("output-pending = \"allow\"", &pending, vec![]),
        ("output-pending = \"deny\"", &pending, vec!["error[output-pending]"]),
        ("unclosed-block = \"deny\"", TELLING, vec!["warning[telling-title]"]),
    ] {
        let report = report(levels, text);
        let is_head = |line: &&str| line.starts_with("error[") || line.starts_with("warning[");
        let heads = report.lines().filter(is_head).map(|line| line.split(':').next().unwrap());
        assert_eq!(heads.collect::<Vec<_>>(), expected, "{levels}\n{report}");
    }
}

#[test]
fn exit_codes_and_json_know_the_levels() {
    for (levels, arguments, exit, severity) in [
        ("", &[][..], 0, "warning"),
        ("", &["--deny", "warnings"], 1, "warning"),
        ("telling-title = \"deny\"", &[], 1, "error"),
    ] {
        let toml = format!("[preprocessor.predict.lints]\n{levels}\n");
        let book = BookDir::new(&toml, &[("chapter", TELLING)]);
        let output = command()
            .args(["check", "--format", "json", "."])
            .args(arguments)
            .current_dir(book.root())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(exit), "{levels}");
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["diagnostics"][0]["code"], "telling-title");
        assert_eq!(report["diagnostics"][0]["severity"], severity);
    }
}

/// A build tells no lint, whatever its level, and is not stopped by a warning; it is silent about a
/// warning that the book allows.
#[test]
fn a_build_is_not_stopped_by_levels() {
    let pending = TELLING.replace("[1, 1]\n", "");
    for (levels, text, expected) in [
        ("suspicious = \"deny\"", TELLING, ""),
        ("output-pending = \"deny\"", &pending, "warning[output-pending]"),
        ("output-pending = \"allow\"", &pending, ""),
    ] {
        let levels: toml::Value = toml::from_str(levels).unwrap();
        let book = BookDir::new("", &[("chapter", text)]);
        let mut context = crate::support::context(book.root(), "html");
        context["config"]["preprocessor"]["predict"]["lints"] =
            serde_json::to_value(levels).unwrap();
        let chapter = crate::support::chapter("chapter", text, Vec::new());
        let input = serde_json::json!([context, { "items": [chapter] }]);
        let output = preprocess(input.to_string().as_bytes());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        assert_eq!(said.split(':').next().unwrap(), expected, "{said}");
    }
}

#[test]
fn the_guide_is_an_example() {
    let book = copy_of_the_guide();
    let root = book.root().canonicalize().unwrap();
    let report = check(&Directory::open(&root).unwrap(), &Scope::default()).unwrap();
    assert_eq!(human::text(&report, Style::Plain, Some(&root)), "");
}

/// Who starts from a lesson of ours is told nothing.
#[test]
fn templates_are_examples() {
    for programs in PROGRAMS {
        for shape in [None, Some("--full")] {
            let language = programs.language;
            let output = command().args(["new", "--language", language]).args(shape).output();
            let lesson = String::from_utf8(output.unwrap().stdout).unwrap();
            assert_eq!(report("", &lesson), "", "{language}");
        }
    }
}

/// Text that was not written for this tool tells nothing of a question behind it, nor does it repeat
/// the output of one before it.
#[test]
fn markdown_of_others_is_left_alone() {
    let reading = Reading::default();
    let lesson = "~~~~predict What does this print? {#asked}\n```python\nprint(6 * 7)\n```\n\n\
                  ```output\n42\n```\nSix sevens.\n~~~~\n";
    for (path, text) in real_markdown() {
        let chapter = format!("{lesson}\n{text}\n\n{}", lesson.replace("asked", "again"));
        let found = lint(&read(chapter.as_str(), &reading));
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
}

/// Whatever is cut off, and however lines end: lints stand in the chapter, and nothing panics.
#[test]
fn lints_stand_in_their_chapter() {
    let reading = Reading::default();
    let lint = |text: &str| {
        let found = lint(&read(text, &reading));
        let ends =
            found.iter().flat_map(|found| &found.span).flat_map(|span| [span.start, span.end]);
        ends.for_each(|end| assert!(text.is_char_boundary(end), "{end}: {text}"));
        found.len()
    };
    let mut found = 0;
    for text in our_chapters() {
        found += lint(&text) + lint(&text.replace('\n', "\r\n")) + lint(&format!("\u{feff}{text}"));
    }
    for case in cases("lints", "md") {
        let text = std::fs::read_to_string(case).unwrap();
        found += text.match_indices('\n').map(|(at, _)| lint(&text[..at])).sum::<usize>();
    }
    assert!(found > 500, "only {found}");
}
