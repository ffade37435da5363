//! Chapters and what becomes of them, mistakes and what is said of them.
//!
//! Every expectation is a file that rewrites itself with `SNAPSHOTS=overwrite`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use mdbook_predict::book::{ChapterId, Context};
use mdbook_predict::book_toml::BookToml;
use mdbook_predict::chapter::{ChapterQuestions, Question, Subject, Target};
use mdbook_predict::config;
use mdbook_predict::diagnostic::{Code, Diagnostic, Span};
use mdbook_predict::linked::FILES;
use mdbook_predict::preprocessor::{Preparation, Run};
use mdbook_predict::report::human::{self, Style};
use mdbook_predict::splice::Edits;

use crate::codes::VERIFIED;
use crate::support::{Options, checkout, expand, options, without_delivery};

/// Compares `actual` with the file at `path`, byte for byte.
pub(crate) fn golden(actual: &str, path: &Path) {
    snapbox::Assert::new()
        .action_env("SNAPSHOTS")
        .eq(actual.to_owned(), snapbox::Data::read_from(path, None).raw());
}

pub(crate) fn cases(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = checkout().join("tests/cases").join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().unwrap_or_default() == extension)
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

/// The code that a case is about: its name up to two hyphens.
pub(crate) fn code_of(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap().split("--").next().unwrap()
}

/// The questions of a book of two chapters.
fn questions() -> Vec<ChapterQuestions> {
    let question = |id: &str, title: &str| Question {
        id: id.to_owned(),
        name: id.to_owned(),
        hash: "0123456789abcdef".to_owned(),
        title: title.to_owned(),
        subject: match id {
            "a" => Some(Subject::Caption("A *list* & more".to_owned())),
            "b" => Some(Subject::Line("b = `c` < 1".to_owned())),
            _ => None,
        },
    };
    let chapter = |name: &str, path: &str, questions| ChapterQuestions {
        name: name.to_owned(),
        path: path.to_owned(),
        questions,
    };
    vec![
        chapter("One & two", "part/one.md", vec![question("a", "What is \\[1, 2\\]?")]),
        chapter("Nothing", "none.md", Vec::new()),
        chapter(
            "This",
            "chapter.md",
            vec![question("b", "B\\_c\\_"), question("c", "`d` \\<e\\>")],
        ),
    ]
}

#[test]
fn chapters_become_html_and_markdown() {
    for case in cases("chapters", "") {
        let text = std::fs::read_to_string(case.join("chapter.md")).unwrap();
        for (target, file) in [(Target::Html, "html.md"), (Target::Markdown, "markdown.md")] {
            let options = Options { questions: questions(), ..options(target) };
            let expansion = expand(&text, "chapter.md", &options);
            let errors: Vec<_> = expansion.diagnostics.iter().filter(|d| d.is_error()).collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", case.display());
            let expanded = expansion.text.unwrap_or(text.clone());
            golden(&without_delivery(&expanded), &case.join(file));
        }
    }
}

/// What a build finds in the chapter at `path`, as it is printed.
fn report(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let context = Context {
        root: path.parent().unwrap().to_owned(),
        config: serde_json::json!({ "book": { "src": "" } }),
        renderer: "html".to_owned(),
        mdbook_version: "0.5.4".to_owned(),
    };
    let preparation = Preparation::new(&context);
    let mut run = Run::new(&preparation);
    let file = path.file_name().unwrap().to_str().unwrap();
    run.learn(&text);
    run.read(ChapterId { name: "Chapter", path: file, source_path: Some(file) }, &text);
    printed(run)
}

/// What a run found, as it is printed by a command that runs in this checkout.
fn printed(run: Run<'_>) -> String {
    human::text(&run.report(), Style::Plain, Some(checkout()))
}

/// The codes in a report, in its order.
pub(crate) fn codes(report: &str) -> Vec<String> {
    report
        .lines()
        .filter(|line| line.starts_with("error[") || line.starts_with("warning["))
        .map(|line| line.split(['[', ']']).nth(1).unwrap().to_owned())
        .collect()
}

#[test]
fn mistakes_are_reported_word_for_word() {
    for case in cases("mistakes", "md") {
        let report = report(&case);
        golden(&report, &case.with_extension("txt"));
        if code_of(&case) != "several" {
            let mut codes = codes(&report);
            codes.dedup();
            assert_eq!(codes, [code_of(&case)], "{}", case.display());
        }
    }
}

#[test]
fn mistakes_in_settings_are_reported_word_for_word() {
    for case in cases("settings", "toml") {
        let text = std::fs::read_to_string(&case).unwrap();
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("book.toml"), &text).unwrap();
        std::fs::create_dir(dir.path().join("old")).unwrap();
        for file in FILES {
            std::fs::write(dir.path().join("old").join(file.name), "of another version").unwrap();
        }
        let context = Context {
            root: dir.path().to_owned(),
            config: serde_json::to_value(toml::from_str::<toml::Value>(&text).unwrap()).unwrap(),
            renderer: "html".to_owned(),
            mdbook_version: "0.5.4".to_owned(),
        };
        let preparation = Preparation::new(&context);
        let mut run = Run::new(&preparation);
        run.read(
            ChapterId { name: "Chapter", path: "a.md", source_path: Some("a.md") },
            "~~~takeaway\ntext\n~~~\n",
        );
        let root = format!("{}/", dir.path().display());
        let report = printed(run).replace(&root, "");
        golden(&report, &case.with_extension("txt"));
        let mut codes = codes(&report);
        codes.dedup();
        assert_eq!(codes, [code_of(&case)], "{}", case.display());
    }
}

#[test]
fn an_untested_engine_is_reported_word_for_word() {
    let context = Context { mdbook_version: "0.6.1".to_owned(), ..Context::default() };
    let report = |text: &str| {
        let preparation = Preparation::new(&context);
        let mut run = Run::new(&preparation);
        run.read(ChapterId { name: "Chapter", path: "a.md", source_path: None }, text);
        printed(run)
    };
    assert_eq!(report("No block.\n"), "", "a book without blocks has nothing to fear");
    assert_eq!(
        report("~~~takeaway\ntext\n~~~\n"),
        "warning[untested-engine]: mdBook 0.6.1 calls, and this was tested with 0.4.40 to 0.4.52 \
         and 0.5\n |\n = help: look at the pages before you publish them, and look for a newer \
         mdbook-predict\n\n"
    );
}

/// Whoever does what the fixes say has done with them in two rounds, and has a chapter without errors
/// where every mistake had one.
#[test]
fn fixes_take_their_mistakes_away() {
    let found = |text: &str| expand(text, "chapter.md", &options(Target::Html)).diagnostics;
    let mut fixed = BTreeSet::new();
    for case in cases("mistakes", "md") {
        let mut text = std::fs::read_to_string(&case).unwrap();
        let first = found(&text);
        let mut left = first.clone();
        for _ in 0..2 {
            fixed.extend(left.iter().filter(|found| found.fix.is_some()).map(|found| found.code));
            let mut edits = Edits::new(&text);
            sorted_edits(left).into_iter().for_each(|(span, new)| edits.replace(span, new));
            text = edits.apply();
            left = found(&text);
        }
        let name = case.display();
        assert!(left.iter().all(|found| found.fix.is_none()), "{name}: {text}\n{left:#?}");
        if first.iter().all(|found| found.fix.is_some()) {
            assert!(!left.iter().any(Diagnostic::is_error), "{name}: {text}\n{left:#?}");
        }
        let is_new = |found: &&Diagnostic| {
            found.is_error() && first.iter().all(|old| old.code != found.code)
        };
        let is_new = left.iter().find(is_new);
        assert_eq!(is_new, None, "{name}: {text}");
    }
    let expected = [
        Code::UnclosedBlock,
        Code::FenceTooShort,
        Code::StrayFence,
        Code::SwallowedBlock,
        Code::UnclosedInBody,
        Code::MalformedAttributes,
        Code::AttributesWithoutBraces,
        Code::UnknownAttribute,
        Code::UnknownKind,
        Code::BacktickInTitle,
        Code::BlockInHtml,
        Code::MisplacedPart,
        Code::WrongChoiceIsOutput,
        Code::FenceInChoiceLine,
        Code::UnmarkedOutput,
        Code::UnknownId,
    ];
    assert_eq!(Vec::from_iter(fixed), expected);
}

/// The edits that `found` carries, in their order, and each once.
fn sorted_edits(found: Vec<Diagnostic>) -> Vec<(Span, String)> {
    let mut edits = edits_of(found);
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    edits.dedup();
    edits
}

/// The edits that `found` carries.
fn edits_of(found: Vec<Diagnostic>) -> Vec<(Span, String)> {
    found.into_iter().filter_map(|found| found.fix).flat_map(|fix| fix.edits).collect()
}

/// A misspelt key of `book.toml` has its fix, however the key is written.
#[test]
fn a_fix_takes_a_mistake_in_settings_away() {
    let read = |text: &str| {
        let config = serde_json::to_value(toml::from_str::<toml::Value>(text).unwrap()).unwrap();
        config::read(&BookToml::new(config, Some(text.to_owned()))).1
    };
    let texts = cases("settings", "toml").into_iter();
    let texts = texts.map(|case| std::fs::read_to_string(case).unwrap());
    let others = [
        "preprocessor.predict.on-eror = \"show\"",
        "preprocessor = { predict = { \"on-eror\" = \"show\" } }",
        "preprocessor.predict = { on-eror = \"show\", on-error = \"show\" }",
    ];
    let mut fixed = 0;
    for text in texts.chain(others.map(str::to_owned)) {
        let before = read(&text);
        let mut edits = Edits::new(&text);
        edits_of(before.clone()).into_iter().for_each(|(span, key)| edits.replace(span, key));
        if !edits.is_empty() {
            assert_eq!(read(&edits.apply()), [], "{text}");
            assert_eq!(before.len(), 1, "{text}");
            fixed += 1;
        }
    }
    assert_eq!(fixed, 9);
    let config = serde_json::json!({ "preprocessor": { "predict": { "disabel": [] } } });
    let from_elsewhere = BookToml::new(config, Some("[preprocessor.predict]\n".to_owned()));
    let found = config::read(&from_elsewhere).1;
    assert_eq!(found[0].span, Some(14..21), "it is shown in its table");
    assert_eq!(found[0].fix, None);
}

/// Where the place is not the whole of what is wrong, nothing is offered.
#[test]
fn a_fix_stands_only_where_it_is_obvious() {
    for (text, expected) in [
        ("\u{feff}~~~pedict\n~~~\n", Some((6..12, "predict"))),
        ("~~~mental model\n~~~\n", Some((3..15, "mental-model"))),
        ("~~~In practice x\n~~~\n", Some((3..14, "in-practice"))),
        ("~~~takeaway {tilte=x}\n~~~\n", None),
        (
            "> ~~~~predict {inptu=\"none\"}\n> ~~~output\n> 1\n> ~~~\n> ~~~~\n",
            Some((15..20, "input")),
        ),
        ("~~~~predict\n~~~python {#args}\n~~~\n~~~output\n1\n~~~\n~~~~\n", None),
    ] {
        let found = expand(text, "chapter.md", &options(Target::Html)).diagnostics;
        assert_eq!(found.len(), 1, "{text}: {found:#?}");
        let expected = expected.map(|(span, written)| (span, written.to_owned()));
        assert_eq!(edits_of(found), Vec::from_iter(expected), "{text}");
    }
}

/// Every code of the crate has a case and a line in the guide.
#[test]
fn no_code_goes_without_a_case_and_a_line_in_the_guide() {
    let cases: BTreeSet<String> = cases("mistakes", "md")
        .iter()
        .chain(&cases("settings", "toml"))
        .chain(&cases("lints", "md"))
        .map(|case| code_of(case).to_owned())
        .chain([Code::UntestedEngine.to_string()])
        // The examples on their pages are run.
        .chain(VERIFIED.map(|code| code.to_string()))
        .chain(
            cases("books", "")
                .iter()
                .flat_map(|book| codes(&std::fs::read_to_string(book.join("report.txt")).unwrap())),
        )
        .collect();
    let guide = std::fs::read_to_string(checkout().join("book/src/mistakes.md")).unwrap();
    for code in Code::ALL {
        assert!(cases.contains(code.name()), "no case for {code}");
        assert!(guide.contains(&format!("`{code}`")), "no line in the guide for {code}");
    }
}
