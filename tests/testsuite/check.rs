//! `check`: books in their directories, and what is said of their files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use serde_json::Value;

use crate::cases::golden;
use crate::support::{BookDir, checkout, command, real_markdown};

/// The books whose reports are files beside them.
fn books() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(checkout().join("tests/cases/books")).unwrap();
    let mut books: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    books.sort();
    assert!(books.len() > 12);
    books
}

fn check(here: &Path, arguments: &[&str]) -> Output {
    command().arg("check").args(arguments).current_dir(here).output().unwrap()
}

fn said(output: &Output) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// All files below `folder`, with what is in them.
fn files(folder: &Path) -> BTreeSet<(PathBuf, Vec<u8>)> {
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.append(&mut self::files(&path));
        } else {
            files.insert((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    files
}

#[test]
fn mistakes_stand_in_the_files_that_have_them() {
    for book in books() {
        let before = files(&book.join("src"));
        let output = check(&book, &[]);
        golden(&said(&output), &book.join("report.txt"));
        assert_eq!(output.status.code(), Some(1), "{}", book.display());
        let json = said(&check(&book, &["--format", "json"]));
        golden(&json, &book.join("report.json"));
        the_json_points_at_what_it_says(&book, &json);
        golden(&said(&check(&book, &["--format", "github"])), &book.join("report.github"));
        assert!(before == files(&book.join("src")), "{}: nothing is written", book.display());
    }
}

/// Every place of the JSON is one of the file that it names.
fn the_json_points_at_what_it_says(book: &Path, json: &str) {
    let report: Value = serde_json::from_str(json).unwrap();
    for place in report["diagnostics"].as_array().unwrap() {
        let Value::Object(place) = &place["place"] else { continue };
        let text = std::fs::read_to_string(book.join(place["file"].as_str().unwrap())).unwrap();
        for end in ["start", "end"] {
            let number = |key: &str| usize::try_from(place[end][key].as_u64().unwrap()).unwrap();
            let (line, column, byte) = (number("line"), number("column"), number("byte"));
            let before = &text[..byte];
            assert_eq!(before.matches('\n').count() + 1, line, "{place:?}");
            let start = before.rfind('\n').map_or(0, |end| end + 1);
            assert_eq!(before[start..].chars().count() + 1, column, "{place:?}");
        }
    }
}

const GOOD: &str = "~~~~predict Well?\n```python\nprint(1)\n```\n```output\n1\n```\n~~~~\n";

#[test]
fn exit_codes_tell_clean_mistakes_and_the_world_apart() {
    let book = BookDir::new("[preprocessor.predict]\n", &[("one", GOOD)]);
    let clean = check(book.root(), &[]);
    assert_eq!((said(&clean).as_str(), clean.status.code()), ("no errors, no warnings\n", Some(0)));
    book.write("src/one.md", &GOOD.replace("1\n```\n~~~~", "```\n~~~~"));
    let warned = check(book.root(), &[]);
    assert!(said(&warned).contains("\nno errors, 1 warning\n"));
    assert_eq!(warned.status.code(), Some(0));
    assert_eq!(check(book.root(), &["--deny", "warnings"]).status.code(), Some(1));
    for arguments in [&["nowhere"][..], &["src"], &[".", "nowhere"]] {
        let failed = check(book.root(), arguments);
        assert_eq!(failed.status.code(), Some(3));
        let error = String::from_utf8(failed.stderr).unwrap();
        assert!(
            error.starts_with("error: ") && error.contains(arguments.last().unwrap()),
            "{error}"
        );
    }
    assert_eq!(check(book.root(), &["--format", "xml"]).status.code(), Some(2));
}

#[test]
fn paths_restrict_what_is_reported() {
    let bad = GOOD.replace("Well?", "Well? {rowz=2}");
    let book = BookDir::new("", &[("one", &bad), ("two", &bad)]);
    assert!(said(&check(book.root(), &[])).contains("\n2 errors, no warnings\n"));
    let one = said(&check(book.root(), &[".", "src/one.md"]));
    assert!(one.contains("src/one.md:1") && one.contains("\n1 error, no warnings\n"), "{one}");
}

/// What others change before a build reaches a lesson is not seen, which is said once.
#[test]
fn what_is_not_seen_is_said() {
    for (toml, note) in [
        ("[preprocessor.predict]\n[preprocessor.toc]\ncommand = \"t\"\n", ""),
        (
            "[preprocessor.predict]\nafter = [\"toc\"]\n[preprocessor.toc]\ncommand = \"t\"\n",
            "note: in a build `toc` runs first, and what it changes is not seen here\n",
        ),
        (
            "[preprocessor.predict]\nafter = [\"a\", \"b\"]\n[preprocessor.a]\n[preprocessor.b]\n",
            "note: in a build `a` and `b` run first, and what they change is not seen here\n",
        ),
    ] {
        let book = BookDir::new(toml, &[("one", GOOD)]);
        let expected = format!("no errors, no warnings\n{note}");
        assert_eq!(said(&check(book.root(), &[])), expected);
        let report: Value =
            serde_json::from_str(&said(&check(book.root(), &["--format", "json"]))).unwrap();
        assert_eq!(report["unseen"].as_array().unwrap().is_empty(), note.is_empty());
    }
}

/// An editor sends what is not saved yet.
#[test]
fn a_text_from_standard_input_stands_for_its_file() {
    let book = BookDir::new("", &[("one", GOOD), ("two", GOOD)]);
    let unsaved = GOOD.replace("Well?", "Well? {rowz=2}");
    let mut child = command()
        .args(["check", "--format", "json", "--stdin-path", "src/one.md"])
        .current_dir(book.root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), unsaved.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["diagnostics"][0]["place"]["start"]["column"], 20);
    assert_eq!(report["errors"], 1);
}

/// A configuration from the environment counts, as it does for mdBook.
#[test]
fn the_environment_configures_a_book() {
    let book = BookDir::new("", &[("one", GOOD)]);
    let output = command()
        .args(["check"])
        .env("MDBOOK_PREPROCESSOR__PREDICT__GATE", "hard")
        .current_dir(book.root())
        .output()
        .unwrap();
    assert!(said(&output).contains("bad-value"), "{}", said(&output));
}

/// Markdown that nobody wrote for lessons has no mistake, and no lesson.
#[test]
fn plain_markdown_has_no_mistake() {
    // What it includes stands elsewhere, and is no mistake of its own there.
    let texts = real_markdown().into_iter().filter(|(_, text)| !text.contains("{{#"));
    let chapters: Vec<(String, String)> =
        texts.enumerate().map(|(number, (_, text))| (format!("c{number}"), text)).collect();
    let named = chapters.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let named: Vec<(&str, &str)> = named.collect();
    let book = BookDir::new("[preprocessor.predict]\n", &named);
    let output = check(book.root(), &["--deny", "warnings"]);
    assert_eq!(
        (said(&output).as_str(), output.status.code()),
        ("no errors, no warnings\n", Some(0))
    );
    let listed = command().arg("list").current_dir(book.root()).output().unwrap();
    assert_eq!(said(&listed), "0 blocks, 0 questions, 0 claims\n");
}

/// A report on a terminal has our colours, and nothing of the book that a terminal obeys.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_our_colours_and_nothing_of_the_book() {
    let book = BookDir::new("", &[("one", &GOOD.replace("Well?", "W\u{1b}[2Jell? {rowz=2}"))]);
    let program = env!("CARGO_BIN_EXE_mdbook-predict");
    let output = std::process::Command::new("script")
        .args(["-qec", &format!("'{program}' check"), "/dev/null"])
        .env_remove("NO_COLOR")
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .current_dir(book.root())
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("\u{1b}[1m\u{1b}[91merror[unknown-attribute]"), "{shown:?}");
    assert!(shown.contains("W\u{fffd}[2Jell?") && !shown.contains("\u{1b}[2J"), "{shown:?}");
    assert_eq!(output.status.code(), Some(1));
}

/// Two links bring the same file, and its mistake is one.
#[test]
fn a_mistake_in_a_file_is_told_once() {
    let twice = "{{#include part.md}}\n\ntext\n\n{{#include part.md}}\n";
    let book = BookDir::new("", &[("one", twice), ("two", "{{#include part.md}}\n")]);
    book.write("src/part.md", &GOOD.replace("Well?", "Well? {rowz=2}"));
    let told = said(&check(book.root(), &[]));
    assert_eq!(told.matches("error[unknown-attribute]").count(), 1, "{told}");
    assert!(told.contains("\n1 error, no warnings\n"), "{told}");
    let json = said(&check(book.root(), &["--format", "json"]));
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["errors"], 1);
    assert_eq!(said(&check(book.root(), &["--format", "github"])).lines().count(), 1);
}

/// What mdBook would wait for, or never come to an end of, is not opened.
#[cfg(unix)]
#[test]
fn nothing_waits_for_what_is_included() {
    let one = "{{#include pipe}}\n\n{{#include /dev/zero}}\n\nbehind {{#include part.md}}\n\
               \n{{#include part.md:1}}\n";
    let book = BookDir::new("", &[("one", one)]);
    book.write("src/part.md", "above\n{{#include pipe}}\n");
    let pipe = book.root().join("src/pipe");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let told = said(&check(book.root(), &[]));
    for (line, path, why) in [
        (1, "pipe", "it is not a regular file"),
        (3, "/dev/zero", "it is not a regular file"),
        (5, "part.md", "it includes `pipe`, which is not a regular file"),
    ] {
        let message = format!("[missing-include]: the file `{path}` cannot be included: {why}\n");
        assert!(told.contains(&message), "{told}");
        assert!(told.contains(&format!("src/one.md:{line}:")), "{told}");
    }
    assert!(told.contains("\n3 errors, no warnings\n"), "{told}");
    let listed = command().arg("list").current_dir(book.root()).output().unwrap();
    assert_eq!(said(&listed), "0 blocks, 0 questions, 0 claims\n");
}

/// mdBook follows such links ten times, and then cuts the text.
#[test]
fn files_that_include_each_other_are_found() {
    let own = "first\n{{#include own.md}}\n";
    let part = "first\n{{#include part.md:1}}\n";
    let to_a = "{{#include a.txt}}\n";
    let book = BookDir::new("", &[("own", own), ("part", part), ("to-a", to_a)]);
    book.write("src/a.txt", "{{#include b.txt}}\n");
    book.write("src/b.txt", "{{#include a.txt}}\n");
    let told = said(&check(book.root(), &[]));
    for (place, path) in [("src/own.md:2:1", "own.md"), ("src/to-a.md:1:1", "a.txt")] {
        let message = format!("the file `{path}` cannot be included: it includes itself\n");
        assert!(told.contains(&message) && told.contains(place), "{told}");
    }
    assert!(told.contains("\n2 errors, no warnings\n"), "{told}");
}

/// Who names a file of the book where its directory belongs is told how to write it.
#[test]
fn a_file_is_no_book() {
    let book = BookDir::new("", &[("one", GOOD)]);
    for name in ["check", "list"] {
        let arguments = [name, "src/one.md"];
        let output = command().args(arguments).current_dir(book.root()).output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        let expected = format!(
            "error: src/one.md is not a directory; to {name} one file of a book: mdbook-predict \
             {name} . src/one.md\n"
        );
        assert_eq!(String::from_utf8(output.stderr).unwrap(), expected);
    }
}

/// An editor hears that what it sends is not looked at, and why.
#[test]
fn only_chapters_come_from_standard_input() {
    let book = BookDir::new("", &[("one", "{{#include part.md}}\n")]);
    book.write("src/part.md", GOOD);
    for path in ["src/part.md", "src/SUMMARY.md", "book.toml"] {
        let arguments = ["check", "--stdin-path", path];
        let output = command().args(arguments).current_dir(book.root()).output().unwrap();
        let expected = format!(
            "error: {path} is not a chapter that SUMMARY.md names, and only the text of such a \
             file is taken from standard input; save it, and check the book without \
             `--stdin-path`\n"
        );
        assert_eq!(String::from_utf8(output.stderr).unwrap(), expected);
        assert_eq!(output.status.code(), Some(2));
    }
}

/// Lessons that a build shows as code are no finished book.
#[test]
fn lessons_that_no_build_opens_are_noted() {
    let book = BookDir::new("", &[("one", GOOD)]);
    let note = "note: book.toml has no `[preprocessor.predict]`, so a build shows the lessons as \
                code: `mdbook-predict install` adds it\n";
    assert_eq!(said(&check(book.root(), &[])), format!("no errors, no warnings\n{note}"));
    book.write("src/one.md", "text\n");
    assert_eq!(said(&check(book.root(), &[])), "no errors, no warnings\n");
    // mdBook builds no book with this one.
    book.write("book.toml", "[preprocessor]\npredict = \"x\"\n");
    let refused = check(book.root(), &[]);
    assert_eq!(refused.status.code(), Some(3));
    let error = String::from_utf8(refused.stderr).unwrap();
    assert!(error.contains("book.toml: a preprocessor is a table in `[preprocessor]`"), "{error}");
}
