//! `check --fix`: mistakes that are mended in the files that have them, and files that stay.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use mdbook_predict::book::{Directory, Scope};
use mdbook_predict::chapter::lesson::Content;
use mdbook_predict::chapter::{Reading, read};
use mdbook_predict::fix::{Fixed, fixes};

use crate::cases::golden;
use crate::support::{BookDir, checkout, command, our_chapters};

/// What `check --fix` says in the book of `here`, without a terminal.
fn fix(here: &Path, arguments: &[&str]) -> Output {
    let mut command = command();
    command.args(["check", "--fix"]).args(arguments).current_dir(here).stdin(Stdio::null());
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The lessons with mistakes, whose reports are files beside them.
fn cases() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(checkout().join("tests/cases/fix")).unwrap();
    let paths = folder.map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    cases.sort();
    assert!(cases.len() > 10);
    cases
}

#[test]
fn mistakes_are_mended_and_the_difference_is_shown() {
    for case in cases() {
        let text = std::fs::read_to_string(&case).unwrap();
        let book = BookDir::new("[preprocessor.predict]\n", &[("lesson", &text)]);
        let output = fix(book.root(), &["--yes"]);
        golden(&said(&output), &case.with_extension("txt"));
        assert_eq!(output.status.code(), Some(0), "{}", case.display());
        let mended = book.read("src/lesson.md");
        let again = fix(book.root(), &["--yes"]);
        assert_eq!(said(&again), "nothing to fix\n\nno errors, no warnings\n");
        assert_eq!(book.read("src/lesson.md"), mended, "{}", case.display());
    }
}

const SHORT: &str = "~~~predict What?\n```python\nprint(1)\n```\n~~~hint\nOne.\n~~~\n```output\n1\n\
                     ```\n~~~\n";

/// `SHORT` as it is to be.
fn mended() -> String {
    let inside = SHORT.strip_prefix("~~~").unwrap().strip_suffix("~~~\n").unwrap();
    format!("~~~~{inside}~~~~\n")
}

/// What is wrong is mended in batches in a long chapter: each wrong fence is one mistake still.
#[test]
fn however_many_fences_are_wrong_each_is_mended() {
    let nested = "~~~~~predict One?\n```output\n1\n```\n\n~~~~predict Two?\n```output\n2\n```\n~~~~\n\
                  ~~~~~\n\n````markdown\n~~~~predict Shown\n```output\n1\n```\n~~~~\n````\n\n";
    let ticks = |title: &str, fence: &str| {
        format!("{fence}predict {title}\n```output\n1\n```\n{fence}\n\n")
    };
    let quoted = |text: &str| -> String {
        text.lines().map(|line| format!("> {line}\n")).chain(["\n".to_owned()]).collect()
    };
    let (short, mended) = (format!("{SHORT}\n"), format!("{}\n", mended()));
    let shapes = [
        (short.clone(), mended.clone(), 1),
        (ticks("What is `f`?", "````"), ticks("What is `f`?", "~~~~"), 1),
        (format!("{nested}{short}"), format!("{nested}{mended}"), 1),
        (quoted(SHORT) + &short, quoted(&self::mended()) + &mended, 2),
    ];
    for (wrong, right, mistakes) in shapes {
        for number in [60, 1_000] {
            let book = BookDir::new("", &[("one", &wrong.repeat(number))]);
            let checked = command().arg("check").current_dir(book.root()).output().unwrap();
            let end = format!("\n{} errors, no warnings\n", number * mistakes);
            let checked = said(&checked);
            assert!(checked.contains(&end), "{number} of {wrong}\n{checked}");
            assert_eq!(fix(book.root(), &["--yes"]).status.code(), Some(0), "{number} of {wrong}");
            assert_eq!(book.read("src/one.md"), right.repeat(number));
        }
    }
}

/// Without a terminal nothing is written unless somebody said so before.
#[test]
fn nothing_is_written_that_nobody_agreed_to() {
    let book = BookDir::new("", &[("one", SHORT)]);
    let output = fix(book.root(), &[]);
    let text = said(&output);
    assert!(text.starts_with("--- src/one.md\n+++ src/one.md\n@@ "), "{text}");
    let note = "\nnothing is written: there is no terminal to ask on, and `--yes` writes without \
                asking\n\nerror[fence-too-short]";
    assert!(text.contains(note), "{text}");
    assert!(text.contains("\n1 error, no warnings\n"), "{text}");
    assert_eq!((book.read("src/one.md").as_str(), output.status.code()), (SHORT, Some(1)));
    let checked = command().arg("check").current_dir(book.root()).output().unwrap();
    let remedy = "\nto mend what is certain: mdbook-predict check --fix\n";
    assert!(String::from_utf8(checked.stdout).unwrap().ends_with(remedy));
    for arguments in [&["--yes"][..], &["--unsafe"]] {
        let output = command().arg("check").args(arguments).current_dir(book.root()).output();
        assert_eq!(output.unwrap().status.code(), Some(2), "these are for `--fix`");
    }
    for arguments in [&["--format", "json"][..], &["--stdin-path", "src/one.md"]] {
        assert_eq!(fix(book.root(), arguments).status.code(), Some(2));
    }
}

/// Somebody at a terminal is asked, and a file that changes meanwhile stays as it is then.
#[cfg(target_os = "linux")]
#[test]
fn somebody_at_a_terminal_is_asked() {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    let at_terminal = |answer: &str, meanwhile: &dyn Fn(&BookDir)| {
        let book = BookDir::new("", &[("one", SHORT)]);
        let line = format!("{} check --fix", env!("CARGO_BIN_EXE_mdbook-predict"));
        let mut child = std::process::Command::new("script")
            .args(["--quiet", "--return", "--command", &line, "/dev/null"])
            .current_dir(book.root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut before = Vec::new();
        while !String::from_utf8_lossy(&before).contains("[y/N]") {
            assert_ne!(stdout.read_until(b']', &mut before).unwrap(), 0, "nobody was asked");
        }
        meanwhile(&book);
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(answer.as_bytes()).unwrap();
        let mut after = String::new();
        stdout.read_to_string(&mut after).unwrap();
        let code = child.wait().unwrap().code();
        drop(stdin);
        (book.read("src/one.md"), after.replace("\r\n", "\n"), code)
    };
    let (text, said, code) = at_terminal("y\n", &|_| ());
    assert_eq!((text, code), (mended(), Some(0)), "{said}");
    assert!(said.contains("src/one.md: written\n"), "{said}");
    for answer in ["\n", "n\n", "what\n"] {
        let (text, said, code) = at_terminal(answer, &|_| ());
        assert_eq!((text.as_str(), code), (SHORT, Some(1)), "{said}");
        assert!(said.contains("nothing is written\n"), "{said}");
    }
    let edit = |book: &BookDir| book.write("src/one.md", "Something else.\n");
    let (text, said, code) = at_terminal("y\n", &edit);
    assert_eq!((text.as_str(), code), ("Something else.\n", Some(3)), "{said}");
    let error = "error: cannot write src/one.md: it changed meanwhile; run this again\n";
    assert!(said.ends_with(error), "{said}");
}

/// Line endings and a byte-order mark stay as they are.
#[test]
fn everything_else_stays_byte_for_byte() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let html = "<div>\n~~~~takeaway\nt\n~~~~\n\n</div>\n";
    let apart = "<div>\n\n~~~~takeaway\nt\n~~~~\n\n</div>\n";
    for (text, expected) in [
        (crlf(SHORT), crlf(&mended())),
        (format!("\u{feff}{SHORT}"), format!("\u{feff}{}", mended())),
        (crlf(html), crlf(apart)),
        (format!("\u{feff}{}", crlf(SHORT)), format!("\u{feff}{}", crlf(&mended()))),
        (format!("a\t \r\nb  \n\n{SHORT}\nend"), format!("a\t \r\nb  \n\n{}\nend", mended())),
    ] {
        let book = BookDir::new("", &[("one", &text)]);
        let output = fix(book.root(), &["--yes"]);
        assert_eq!(book.read("src/one.md"), expected, "{}", said(&output));
        assert_eq!(output.status.code(), Some(0));
    }
}

/// A link stays a link, and a chapter by two names is mended once.
#[cfg(unix)]
#[test]
fn a_link_stays_one_and_what_is_read_only_stays() {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let book = BookDir::new("", &[("one", ""), ("two", ""), ("three", SHORT)]);
    let target = book.root().join("elsewhere.md");
    std::fs::write(&target, SHORT).unwrap();
    for name in ["one", "two"] {
        let path = book.root().join(format!("src/{name}.md"));
        std::fs::remove_file(&path).unwrap();
        symlink("../elsewhere.md", path).unwrap();
    }
    std::fs::set_permissions(&target, Permissions::from_mode(0o440)).unwrap();
    let output = fix(book.root(), &["--yes"]);
    let error = "error: cannot write src/one.md: it is read-only\n";
    assert_eq!(String::from_utf8_lossy(&output.stderr), error);
    assert_eq!((output.status.code(), book.read("src/three.md").as_str()), (Some(3), SHORT));
    std::fs::set_permissions(&target, Permissions::from_mode(0o640)).unwrap();
    let output = fix(book.root(), &["--yes"]);
    assert!(said(&output).contains("src/one.md: written\nsrc/three.md: written\n"));
    for name in ["one", "two"] {
        let path = book.root().join(format!("src/{name}.md"));
        assert_eq!(std::fs::read_link(path).unwrap(), Path::new("../elsewhere.md"));
    }
    assert_eq!(std::fs::read_to_string(&target).unwrap(), mended());
    assert_eq!(std::fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(std::fs::read_dir(book.root()).unwrap().count(), 3, "nothing is left behind");
}

/// What stands in an included file is mended there, and in no file that is not asked for.
#[test]
fn an_included_file_is_mended_where_it_stands() {
    let part = "~~~~predict What? {id=first}\n```python\nprint(1)\n```\n```output\n1\n```\n~~~~\n";
    let better = part.replace("id=first", "#first");
    let chapters = [
        ("one", "# One\n\n{{#include parts/all.md}}\n"),
        ("two", "# Two\n\n{{#include parts/all.md:3:10}}\n\n> {{#title Two}}\n"),
    ];
    let book = BookDir::new("", &chapters);
    book.write("src/parts/all.md", &format!("# All\n\n{part}"));
    let other = fix(book.root(), &["--yes", ".", "src/one.md"]);
    assert!(said(&other).starts_with("nothing to fix\n"));
    let output = fix(book.root(), &["--yes"]);
    assert!(said(&output).contains("src/parts/all.md: written\n"), "{}", said(&output));
    assert_eq!(book.read("src/parts/all.md"), format!("# All\n\n{better}"));
    for (name, text) in chapters {
        assert_eq!(book.read(&format!("src/{name}.md")), text);
    }
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    // A line more would change what other links bring, which go by numbers of lines.
    let html = "<div>\n~~~~takeaway\nt\n~~~~\n\n</div>\n";
    book.write("src/parts/all.md", html);
    let said = said(&fix(book.root(), &["--yes"]));
    let note = "nothing to fix\n1 is left to you: ";
    assert!(said.starts_with(note), "{said}");
    assert_eq!(book.read("src/parts/all.md"), html);
}

/// A round has so many trials, and the next one begins with what it left.
#[test]
fn fixes_behind_many_that_do_no_good_are_made() {
    let taken = "~~~~takeaway {id=taken}\nt\n~~~~\n\n";
    let free = |at: usize| format!("~~~~takeaway {{id=free-{at}}}\nt\n~~~~\n\n");
    let frees: String = (0..5).map(free).collect();
    let first = taken.replace("id=", "#");
    let text = |bad: usize| format!("{first}{}{frees}", taken.repeat(bad));
    let book = BookDir::new("", &[("one", &text(150))]);
    let told = said(&fix(book.root(), &["--yes"]));
    assert!(told.contains("\n150 are left to you: they would bring other mistakes"), "{told}");
    assert_eq!(book.read("src/one.md"), text(150).replace("id=free", "#free"));
    // There is an end to it, and what was not tried is not said to be bad.
    let book = BookDir::new("", &[("one", &text(600))]);
    let fixed = fixes(&Directory::open(book.root()).unwrap(), &Scope::default(), false).unwrap();
    let Fixed { made, refused, untried, .. } = fixed;
    assert_eq!(made + refused + untried, 605);
    assert!(refused > 100 && untried > 100, "{refused} {untried}");
    let told = said(&fix(book.root(), &["--yes"]));
    assert!(told.contains(&format!("\n{untried} were not tried: ")), "{told}");
}

/// A file that other books may include as well is not the book's to change.
#[test]
fn files_of_others_are_mended_only_where_they_are_named() {
    let part = "~~~~takeaway {id=first}\nt\n~~~~\n";
    let book = BookDir::new("", &[("one", "# One\n\n{{#include ../../part.md}}\n")]);
    let inner = book.root().join("inner");
    std::fs::create_dir(&inner).unwrap();
    for name in ["book.toml", "src"] {
        std::fs::rename(book.root().join(name), inner.join(name)).unwrap();
    }
    book.write("part.md", part);
    let told = said(&fix(&inner, &["--yes"]));
    let note = "/part.md is outside of the book, and is only mended by its name: \
                `mdbook-predict check --fix BOOK ";
    assert!(told.starts_with("nothing to fix\n") && told.contains(note), "{told}");
    assert_eq!(book.read("part.md"), part);
    let told = said(&fix(&inner, &["--yes", ".", "../part.md"]));
    assert!(told.contains("part.md: written\n"), "{told}");
    assert_eq!(book.read("part.md"), part.replace("id=first", "#first"));
}

/// A guess is made only where somebody wants to see it.
#[test]
fn guesses_have_to_be_asked_for() {
    let text = "~~~~predict What? {rowz=2}\n```python\nprint(1)\n```\n```output\n1\n```\n~~~~\n";
    let book = BookDir::new("", &[("one", text)]);
    let first = said(&fix(book.root(), &["--yes"]));
    let note = "nothing to fix\n1 more is a guess: `--fix --unsafe` shows it\n\nerror[";
    assert!(first.starts_with(note), "{first}");
    assert_eq!(book.read("src/one.md"), text);
    let output = fix(book.root(), &["--unsafe", "--yes"]);
    assert_eq!(book.read("src/one.md"), text.replace("rowz", "rows"), "{}", said(&output));
}

/// A misspelt key of `book.toml` is a guess as well.
#[test]
fn settings_are_mended_when_asked_for() {
    let book = BookDir::new("[preprocessor.predict]\ngates = \"soft\"\n", &[("one", "")]);
    let before = book.read("book.toml");
    let first = said(&fix(book.root(), &["--yes"]));
    assert!(first.starts_with("nothing to fix\n1 more is a guess"), "{first}");
    assert_eq!(book.read("book.toml"), before);
    let output = fix(book.root(), &["--unsafe", "--yes"]);
    assert_eq!(book.read("book.toml"), before.replace("gates", "gate"), "{}", said(&output));
    assert_eq!(output.status.code(), Some(0));
}

/// Numbers that look like chance, and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// `text` with a mistake somewhere: characters of a fence, an attribute or a tick that are lost,
/// doubled or others, or a line that is.
fn spoiled(text: &str, chance: &mut Chance) -> String {
    let signs: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| "~`{}[]=\"#x>".contains(*c) || c.is_uppercase())
        .map(|(at, _)| at)
        .collect();
    let at = signs[chance.below(signs.len())];
    let (before, rest) = text.split_at(at);
    let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
    let first = rest.chars().next().unwrap().len_utf8();
    match chance.below(6) {
        0 => format!("{before}{}", &rest[first..]),
        1 => format!("{before}{}{rest}", &rest[..first]),
        2 => format!("{before}{}", &rest[end..]),
        3 => format!("{before}`{}", &rest[first..]),
        4 => format!("{before}~{}", &rest[first..]),
        _ => format!("{before} {rest}"),
    }
}

/// What is wrong with `text`: errors, and all mistakes.
fn mistakes(text: &str) -> (usize, usize) {
    let lessons = read(text, &Reading::default());
    let errors = lessons.diagnostics.iter().filter(|found| found.is_error()).count();
    (errors, lessons.diagnostics.len() + lessons.strays.len())
}

/// The kinds and ids of the blocks of `text` that have no mistake, in their order.
fn whole_blocks(text: &str) -> Vec<String> {
    let lessons = read(text, &Reading::default());
    let whole = lessons.blocks().into_iter().filter_map(|block| {
        let known = match &block.content {
            Content::Broken(..) => return None,
            Content::Predict(predict) if block.id.is_none() => Some(predict.identity.name("a.md")),
            _ => block.id.as_ref().map(|id| id.value.clone()),
        };
        Some(format!("{} {}", block.kind().word(), known.unwrap_or_default()))
    });
    whole.collect()
}

/// Whatever is wrong with the chapters of a book, their fixes are made in one run.
#[test]
fn a_second_run_of_all_our_mistakes_changes_nothing() {
    let texts = our_chapters();
    let book = |texts: &[String]| {
        let names: Vec<String> = (0..texts.len()).map(|number| format!("c{number}")).collect();
        let chapters = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str));
        BookDir::new("", &chapters.collect::<Vec<_>>())
    };
    for with_guesses in [false, true] {
        let book = book(&texts);
        let open = || Directory::open(book.root()).unwrap();
        let fixed = fixes(&open(), &Scope::default(), with_guesses).unwrap();
        assert!(fixed.files.len() > 20, "{}", fixed.files.len());
        for file in &fixed.files {
            let (before, after) = (mistakes(&file.before), mistakes(&file.after));
            assert!(after.0 <= before.0 && after.1 <= before.1, "{}", file.after);
            std::fs::write(&file.path, &file.after).unwrap();
        }
        let second = fixes(&open(), &Scope::default(), with_guesses).unwrap();
        assert_eq!(second.files, []);
    }
}

/// No file is ever worse for its fixes, guesses or not, and none is left for a second run.
#[test]
fn fixes_never_make_a_file_worse() {
    let is_clean = |text: &String| mistakes(text) == (0, 0) && !whole_blocks(text).is_empty();
    let plain = |text: &String| !text.contains("{{#") && text.len() < 20_000;
    let texts: Vec<String> = our_chapters().into_iter().filter(plain).filter(is_clean).collect();
    assert!(texts.len() > 20, "{}", texts.len());
    let mut chance = Chance(11);
    let mut spoiled_texts = Vec::new();
    while spoiled_texts.len() < 200 {
        let mut text = texts[chance.below(texts.len())].clone();
        for _ in 0..=chance.below(3) {
            text = spoiled(&text, &mut chance);
        }
        if mistakes(&text).1 > 0 {
            spoiled_texts.push(text);
        }
    }
    let mut changed = 0;
    for (number, text) in spoiled_texts.iter().enumerate() {
        let book = BookDir::new("", &[("a", text)]);
        for with_guesses in [false, true] {
            let open = || Directory::open(book.root()).unwrap();
            let fixed = fixes(&open(), &Scope::default(), with_guesses).unwrap();
            let Some(file) = fixed.files.first() else { continue };
            changed += 1;
            let (before, after) = (mistakes(&file.before), mistakes(&file.after));
            let is_better = after.0 <= before.0 && after.1 <= before.1;
            assert!(is_better, "{number}: {text}\n{}\n{before:?} {after:?}", file.after);
            let mut left = whole_blocks(&file.after).into_iter();
            let is_kept = whole_blocks(text).iter().all(|block| left.any(|other| other == *block));
            assert!(is_kept, "{number}: {text}\n{}", file.after);
            let second = BookDir::new("", &[("a", &file.after)]);
            let second = Directory::open(second.root())
                .map(|second| fixes(&second, &Scope::default(), with_guesses).unwrap().files);
            assert_eq!(second.unwrap(), [], "{number}: {text}");
        }
    }
    assert!(changed > 80, "only {changed} were mended");
}
