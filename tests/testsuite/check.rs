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
    let output = checked_unsaved(book.root(), "src/one.md", &unsaved);
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
    let github = said(&check(book.root(), &["--format", "github"]));
    assert_eq!(github.matches("::error ").count(), 1, "{github}");
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

/// Files that include each other many times make a text that no machine can hold.
#[test]
fn includes_do_not_multiply_for_ever() {
    let chapters =
        [("a", "{{#include 0.md}}\n\n{{#include part.md}}\n"), ("deep", "{{#include 20.md}}\n")];
    let book = BookDir::new("", &chapters);
    for level in 0..9 {
        let text = format!("{{{{#include {}.md}}}}\n", level + 1).repeat(20);
        book.write(&format!("src/{level}.md"), &text);
    }
    book.write("src/9.md", "text\n");
    book.write("src/part.md", "text\n");
    for level in 20..50 {
        let text = format!("{{{{#include {}.md}}}}\n", level + 1).repeat(2);
        book.write(&format!("src/{level}.md"), &text);
    }
    let told = said(&check(book.root(), &[]));
    for (path, why) in [
        ("0.md", "the links of a chapter may bring 64 MB"),
        ("20.md", "files include each other there more than 10 deep"),
    ] {
        let message = format!("the file `{path}` cannot be included: {why}\n");
        assert!(told.contains(&message), "{told}");
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
fn only_files_of_the_book_come_from_standard_input() {
    let book = BookDir::new("", &[("one", "text\n")]);
    book.write("src/part.md", GOOD);
    for path in ["src/part.md", "src/SUMMARY.md", "book.toml"] {
        let arguments = ["check", "--stdin-path", path];
        let output = command().args(arguments).current_dir(book.root()).output().unwrap();
        let expected = format!(
            "error: {path} is not a chapter that SUMMARY.md names, and no chapter includes it; \
             only the text of such files is taken from standard input\n"
        );
        assert_eq!(String::from_utf8(output.stderr).unwrap(), expected);
        assert_eq!(output.status.code(), Some(2));
    }
}

/// The text of an included file stands wherever that is included, by whatever way.
#[test]
fn an_included_file_may_come_from_standard_input() {
    let one = "# One\n\n{{#include parts/outer.md}}\n";
    let two = "# Two\n\n> {{#include parts/part.md:2}}\n\n{{#include parts/part.md:a}}\n";
    let book = BookDir::new("[preprocessor.predict]\n", &[("one", one), ("two", two)]);
    book.write("src/parts/outer.md", "{{#include part.md}}\n\n{{#include own.md}}\n");
    book.write("src/parts/own.md", "text\n");
    book.write("src/parts/part.md", GOOD);
    let unsaved = format!(
        "text\n~~~takeaway\n\n~~~\n\n<!-- ANCHOR: a -->\n{}<!-- ANCHOR_END: a -->\n\n\
         {{{{#include own.md}}}}\n",
        GOOD.replace("Well?", "Well? {rowz=2}")
    );
    let json = check_unsaved(&book, "src/parts/part.md", &unsaved);
    let report: Value = serde_json::from_str(&json).unwrap();
    let places = report["diagnostics"].as_array().unwrap().iter().map(|found| {
        let place = &found["place"];
        (place["file"].as_str().unwrap(), place["start"]["line"].as_u64().unwrap())
    });
    let places: BTreeSet<(&str, u64)> = places.collect();
    assert!(places.contains(&("src/parts/part.md", 7)), "{json}");
    assert!(!json.contains("missing-include"), "{json}");
    // What is saved is what is said of the saved file.
    book.write("src/parts/part.md", &unsaved);
    assert_eq!(json, said(&check(book.root(), &["--format", "json"])));
}

/// With all texts as they are saved, nothing changes, whatever includes them.
#[test]
fn a_text_as_it_is_saved_changes_nothing() {
    let mut tried = 0;
    for book in books() {
        let json = said(&check(&book, &["--format", "json"]));
        for (path, text) in files(&book.join("src")) {
            let Ok(text) = String::from_utf8(text) else { continue };
            let path = path.strip_prefix(&book).unwrap().to_str().unwrap().to_owned();
            let output = checked_unsaved(&book, &path, &text);
            if output.status.code() == Some(2) {
                continue;
            }
            tried += 1;
            assert_eq!(said(&output), json, "{}: {path}", book.display());
        }
    }
    assert!(tried > 20, "only {tried} files");
}

/// What `check` says where the file at `path` has this `text`.
fn checked_unsaved(book: &Path, path: &str, text: &str) -> Output {
    let mut child = command()
        .args(["check", "--format", "json", "--stdin-path", path])
        .current_dir(book)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may not want to read it.
    let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes());
    child.wait_with_output().unwrap()
}

fn check_unsaved(book: &BookDir, path: &str, text: &str) -> String {
    said(&checked_unsaved(book.root(), path, text))
}

/// Lessons that a build shows as code are no finished book.
#[test]
fn lessons_that_no_build_opens_are_noted() {
    let book = BookDir::new("", &[("one", GOOD)]);
    let note = "note: book.toml has no `[preprocessor.predict]`, so a build shows the lessons as \
                code: `mdbook-predict install` adds it\n";
    assert_eq!(said(&check(book.root(), &[])), format!("no errors, no warnings\n{note}"));
    let as_format = |format| said(&check(book.root(), &["--format", format]));
    assert_eq!(as_format("github"), note.replace("note: ", "::notice::"));
    let is_not_run =
        |json: &str| serde_json::from_str::<Value>(json).unwrap()["is_not_run"].clone();
    assert_eq!(is_not_run(&as_format("json")), true);
    book.write("src/one.md", "text\n");
    assert_eq!(said(&check(book.root(), &[])), "no errors, no warnings\n");
    assert_eq!(as_format("github"), "");
    assert_eq!(is_not_run(&as_format("json")), false);
    // mdBook builds no book with this one.
    book.write("book.toml", "[preprocessor]\npredict = \"x\"\n");
    let refused = check(book.root(), &[]);
    assert_eq!(refused.status.code(), Some(3));
    let error = String::from_utf8(refused.stderr).unwrap();
    assert!(error.contains("book.toml: a preprocessor is a table in `[preprocessor]`"), "{error}");
}
