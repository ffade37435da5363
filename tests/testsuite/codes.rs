//! The pages about codes: what is said of the example on each is what stands beside it.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::ops::Range;
use std::path::PathBuf;

use mdbook_predict::book::{ChapterId, Context, Directory, Scope};
use mdbook_predict::check::check;
use mdbook_predict::diagnostic::{Code, Group, Severity};
use mdbook_predict::preprocessor::{Preparation, Run};
use mdbook_predict::report::human::{self, Style};

use crate::cases::{codes, golden};
use crate::support::{BookDir, checkout, command};

/// What stands around the files of an example, so that they may have fences of their own.
const FENCE: &str = "`````";

/// The file that an example is, where its page does not say.
const USUAL_FILE: &str = "src/chapter.md";

fn folder() -> PathBuf {
    checkout().join("book/src/codes")
}

/// A page, taken apart.
#[derive(Default)]
struct Page {
    text: String,
    /// The files of its example, by name.
    files: Vec<(String, String)>,
    /// Where the message stands in the text.
    message: Range<usize>,
}

fn page(code: Code) -> Page {
    let path = folder().join(format!("{code}.md"));
    let text = std::fs::read_to_string(&path);
    let text = text.unwrap_or_else(|_| panic!("no page for {code}: {}", path.display()));
    let (mut page, mut name, mut at) = (Page::default(), USUAL_FILE.to_owned(), 0);
    while at < text.len() {
        let line = text[at..].lines().next().unwrap();
        at += line.len() + 1;
        if let Some(file) = line.strip_prefix("In `").and_then(|rest| rest.strip_suffix("`:")) {
            file.clone_into(&mut name);
        }
        let close = match line {
            "```text" => "```",
            _ if line.starts_with(FENCE) => FENCE,
            _ => continue,
        };
        // From the line ending before, for only a line of its own closes it.
        let length = text[at - 1..].find(&format!("\n{close}\n")).unwrap();
        match close {
            FENCE => page.files.push((name.clone(), unescaped(&text[at..at + length]))),
            _ => page.message = at..at + length,
        }
        at += length + close.len() + 1;
    }
    Page { text, ..page }
}

/// `text` as it is in a book, where mdBook does not take its links for those of the page.
fn unescaped(text: &str) -> String {
    text.replace("\\{{#", "{{#")
}

/// The codes of what only `verify` finds.
pub(crate) const VERIFIED: [Code; 14] = [
    Code::OutputDiffers,
    Code::UnclaimedOutput,
    Code::ExitDiffers,
    Code::TimedOut,
    Code::PrintedTooMuch,
    Code::DoesNotCompile,
    Code::Compiles,
    Code::CounterProgramDiffers,
    Code::AcceptedDiffers,
    Code::OutputVaries,
    Code::NoRunner,
    Code::ContradictingMark,
    Code::OutputWithoutProgram,
    Code::OutdatedLock,
];

/// The exit code of `verify` where it had nothing to run.
const NOTHING_PROVED: i32 = 4;

/// The book that the example of a page is.
fn book(page: &Page) -> BookDir {
    let book = BookDir::new("", &[("chapter", "")]);
    page.files.iter().for_each(|(name, text)| book.write(name, text));
    book
}

/// What `verify` says of the example of a page, whose programs run; nothing where this machine has
/// no tool for them. It has a process of its own, for it ends all that it has for children.
fn verified(code: Code, page: &Page) -> Option<String> {
    let book = book(page);
    let option = match code {
        Code::OutputVaries => Some("--twice"),
        Code::OutdatedLock => Some("--locked"),
        _ => None,
    };
    let output = command().arg("verify").args(option).current_dir(book.root()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    if code != Code::NoRunner && text.starts_with("NOT RUN") {
        return None;
    }
    let head = format!("{}[", code.severity().word());
    let (_, report) = text.split_once(&head).unwrap();
    let (message, rest) = report.split_once("\n\n").unwrap();
    assert!(!rest.contains("error["), "{text}");
    let expected = if code.severity() == Severity::Error { 1 } else { NOTHING_PROVED };
    assert_eq!(output.status.code(), Some(expected), "{text}");
    Some(format!("{head}{message}\n"))
}

/// What `check` says of the example of a page.
fn checked(code: Code, page: &Page) -> String {
    let book = book(page);
    if code.group() == Some(Group::Pedantic) {
        let toml = book.read("book.toml");
        let level = format!("{toml}\n[preprocessor.predict.lints]\n{code} = \"warn\"\n");
        book.write("book.toml", &level);
    }
    let root = book.root().canonicalize().unwrap();
    let report = check(&Directory::open(&root).unwrap(), &Scope::default()).unwrap();
    human::text(&report, Style::Plain, Some(&root))
}

/// What a build by an engine that nobody has seen yet says; `check` is its own engine.
fn built_by_another_engine(page: &Page) -> String {
    let context = Context { mdbook_version: "0.6.1".to_owned(), ..Context::default() };
    let preparation = Preparation::new(&context);
    let mut run = Run::new(&preparation);
    let chapter = ChapterId { name: "Chapter", path: "a.md", source_path: None };
    run.read(chapter, page.files[0].1.as_str());
    human::text(&run.report(), Style::Plain, None)
}

/// What a build says of the example of a page, with preprocessors that `check` has nothing to do
/// with.
fn built(page: &Page) -> String {
    let book = book(page);
    let root = book.root().canonicalize().unwrap();
    let directory = Directory::open(&root).unwrap();
    let preparation = Preparation::new(&directory.context().unwrap());
    let mut run = Run::new(&preparation);
    for chapter in &directory.chapters {
        run.read(chapter.id(), directory.read(chapter).unwrap());
    }
    human::text(&run.report_of_build(), Style::Plain, Some(&root))
}

/// What programs do is found by `verify`, with the tools of this machine; with `CI` set they have to
/// be there.
#[test]
fn every_code_has_a_page_with_its_very_message() {
    let mut not_run = Vec::new();
    for code in Code::ALL {
        let page = page(code);
        let report = match code {
            Code::UntestedEngine => built_by_another_engine(&page),
            Code::NotCheckable => built(&page),
            _ if VERIFIED.contains(&code) => {
                let Some(report) = verified(code, &page) else {
                    not_run.push(code.name());
                    continue;
                };
                // A build and `check` have nothing to say of it: they run nothing. What they miss
                // in a file of proofs they know.
                let known = (code == Code::OutdatedLock).then_some(Code::NeverProved.name());
                assert_eq!(codes(&checked(code, &page)), Vec::from_iter(known), "{code}");
                report
            }
            _ => checked(code, &page),
        };
        let found: BTreeSet<String> = codes(&report).into_iter().collect();
        assert_eq!(Vec::from_iter(found), [code.name()], "{report}");
        let mut text = page.text.clone();
        let message = format!("{}\n", report.trim_end()).replace("{{#", "\\{{#");
        text.replace_range(page.message, &message);
        golden(&text, &folder().join(format!("{code}.md")));
    }
    if !not_run.is_empty() {
        let pages = not_run.join(", ");
        // Past the harness, which swallows what tests that pass print.
        let _ = writeln!(std::io::stderr(), "not run: the examples of {pages}");
        assert!(std::env::var_os("CI").is_none(), "not run: the examples of {pages}");
    }
}

/// A page says first what it is about and how bad that is, and at its end how to allow it.
#[test]
fn pages_have_one_form() {
    for code in Code::ALL {
        let text = page(code).text;
        let kind = match (code.group(), code.severity()) {
            (Some(Group::Suspicious), _) => "Lint, in the group `suspicious`, on by default",
            (Some(Group::Pedantic), _) => "Lint, in the group `pedantic`, off by default",
            (None, Severity::Error) => "Error",
            (None, Severity::Warning) => "Warning",
        };
        assert!(text.starts_with(&format!("# `{code}`\n\n**{kind}.** ")), "{code}");
        assert!(text.contains("\n**What to do.** "), "{code}");
        assert_eq!(code.group().is_some(), text.contains("\n**Why.** "), "{code}");
        let key = if code.is_set_by_unproved() { "unproved" } else { code.name() };
        let (block, book) = (format!("`{{allow={code}}}`"), format!("`{key} = \"allow\"`"));
        assert_eq!(text.contains(&block), code.can_be_allowed(), "{code}");
        assert_eq!(text.contains(&book), code.severity() == Severity::Warning, "{code}");
        let lines = text.lines().count();
        assert!(lines <= 70, "{code}: {lines} lines");
    }
}

#[test]
fn the_guide_lists_the_pages_in_order_and_no_other() {
    let summary = checkout().join("book/src/SUMMARY.md");
    let summary = std::fs::read_to_string(summary).unwrap();
    let lines = summary.lines().filter(|line| line.contains("](codes/"));
    let mut names: Vec<String> = Code::ALL.map(|code| code.name().to_owned()).to_vec();
    names.sort();
    let expected = names.iter().map(|name| format!("  - [`{name}`](codes/{name}.md)"));
    assert_eq!(lines.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<String> =
        files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    files.sort();
    assert_eq!(files, names);
}

#[test]
fn a_page_is_printed_by_its_code() {
    let explain = |arguments: &[&str]| command().arg("explain").args(arguments).output().unwrap();
    for code in Code::ALL {
        let printed = explain(&[code.name()]);
        let text = String::from_utf8(printed.stdout).unwrap();
        assert_eq!(text, unescaped(&page(code).text));
        assert_eq!(printed.status.code(), Some(0));
    }
    // As it stands in a message, which is what authors copy.
    for copied in ["error[unclosed-block]", "error[unclosed-block]:", "[unclosed-block]"] {
        assert_eq!(explain(&[copied]).stdout, explain(&["unclosed-block"]).stdout, "{copied}");
    }
    let all = String::from_utf8(explain(&[]).stdout).unwrap();
    golden(&all, &checkout().join("tests/cases/help/codes.txt"));
    for (code, said) in [
        ("unclosed-blok", "there is no code `unclosed-blok`; did you mean `unclosed-block`?"),
        ("nothing", "there is no code `nothing`; `mdbook-predict explain` lists all codes"),
    ] {
        let output = explain(&[code]);
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(said), "{error}");
    }
}
