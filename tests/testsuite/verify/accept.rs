//! `verify --accept`: outputs written into the files that have them, and files that stay.

use std::path::Path;
use std::process::{Output, Stdio};

use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_predict::book::{Directory, Scope};
use mdbook_predict::chapter::lesson::Piece;
use mdbook_predict::chapter::{Dialect, Reading, read};
use mdbook_predict::fix::{LeftAlone, WantedLines, relined};

use mdbook04::{Config as Config04, MDBook as MDBook04};

use crate::support::{BookDir, command};

/// The command that is tested.
const OURS: &str = env!("CARGO_BIN_EXE_mdbook-predict");

fn verify(here: &Path, arguments: &[&str]) -> Output {
    let mut command = command();
    command.arg("verify").args(arguments).current_dir(here).env_remove("CI").stdin(Stdio::null());
    command.output().unwrap()
}

/// What was said on standard output.
#[track_caller]
fn said(output: &Output, code: i32) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{text}{stderr}");
    assert_eq!(stderr, "");
    text
}

/// Accepts all, and then once more.
#[track_caller]
fn accept(book: &BookDir) -> String {
    let told = said(&verify(book.root(), &["--accept", "--yes"]), 0);
    let files = book_files(book);
    let again = said(&verify(book.root(), &["--accept", "--yes"]), 0);
    assert!(again.ends_with("\nnothing to accept\n"), "{again}");
    assert_eq!(book_files(book), files);
    let proved = said(&verify(book.root(), &["--all", "--locked"]), 0);
    assert!(!proved.contains("error["), "{proved}");
    builds_find_the_proofs(book);
    told
}

/// Both engines read what was written as `verify` does: they find its proof, which each demands.
#[track_caller]
fn builds_find_the_proofs(book: &BookDir) {
    let command = format!("sh -c '\"{OURS}\" \"$@\"' predict");
    let path = book.root().join("book.toml");
    let mut config = Config::from_disk(&path).unwrap();
    config.set("preprocessor.predict.command", &command).unwrap();
    config.set("preprocessor.predict.unproved", "deny").unwrap();
    MDBook::load_with_config(book.root(), config).unwrap().build().unwrap();
    let mut config = Config04::from_disk(&path).unwrap();
    config.set("preprocessor.predict.command", &command).unwrap();
    config.set("preprocessor.predict.unproved", "deny").unwrap();
    MDBook04::load_with_config(book.root(), config).unwrap().build().unwrap();
    std::fs::remove_dir_all(book.root().join("book")).unwrap();
}

/// The files of a book with what is in them.
fn book_files(book: &BookDir) -> Vec<(String, Vec<u8>)> {
    let folder = std::fs::read_dir(book.root().join("src")).unwrap();
    let paths = folder.map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        paths.map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect();
    files.sort();
    files
}

/// A question about a program in the language of shells, with what is around its output.
fn question(id: &str, program: &str, output: &str) -> String {
    format!("~~~predict What? {{#{id}}}\n```sh\n{program}\n```\n{output}Why.\n~~~\n")
}

/// `text` with these lines instead of `old`, which stands there once.
#[track_caller]
fn with(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old} in\n{text}");
        text.replace(old, new)
    })
}

/// The outputs of the chapter `text`, as an engine reads it.
fn outputs(text: &str, dialect: Dialect) -> Vec<String> {
    let lessons = read(text, &Reading { dialect, ..Reading::default() });
    assert_eq!(lessons.diagnostics, []);
    let blocks = lessons.blocks().into_iter();
    let pieces: Vec<&Piece> = blocks.flat_map(|block| block.pieces()).collect();
    let outputs = pieces.into_iter().filter_map(Piece::output);
    outputs.map(|output| output.text().replace("\r\n", "\n")).collect()
}

/// A program that prints fences, signs of Markdown, tabs and blank lines.
const HARD: &str = r"printf '````\n~~~~~\n\ttab\n\n  two  \n> q\n- [x] i\n# h\n    ```\n\n'";

/// What that prints, without the last line ending.
const HARD_LINES: &str = "````\n~~~~~\n\ttab\n\n  two  \n> q\n- [x] i\n# h\n    ```\n";

/// The lines of `HARD_LINES` behind `prefix`, blank ones behind what of it is no space.
fn hard(prefix: &str) -> String {
    let lines = HARD_LINES.split('\n').map(|line| match line {
        "" => format!("{}\n", prefix.trim_end()),
        line => format!("{prefix}{line}\n"),
    });
    lines.collect()
}

/// `text` behind `first` in its first line and behind `prefix` in the others.
fn inside(first: &str, prefix: &str, text: &str) -> String {
    let lines = text.lines().enumerate().map(|(number, line)| match (number, line) {
        (0, line) => format!("{first}{line}\n"),
        (_, "") => format!("{}\n", prefix.trim_end()),
        (_, line) => format!("{prefix}{line}\n"),
    });
    lines.collect()
}

/// Chapters before and after, each with what its outputs are then.
fn pairs() -> Vec<(String, String, Vec<&'static str>)> {
    let empty = "```output\n```\n";
    let hard_question = question("hard", HARD, empty);
    let lengthened = |body: &str| {
        let grown = with(
            &hard_question,
            &[
                ("```output\n```", &format!("`````output\n{body}`````")),
                ("~~~predict", "~~~~~~predict"),
            ],
        );
        format!("{}~~~~~~\n", grown.strip_suffix("~~~\n").unwrap())
    };
    let hard_pair = |first: &str, prefix: &str| {
        let after = inside(first, prefix, &lengthened(&hard("")));
        (inside(first, prefix, &hard_question), after, vec![HARD_LINES])
    };
    let crlf = |(before, after, outputs): (String, String, Vec<&'static str>)| {
        (before.replace('\n', "\r\n"), after.replace('\n', "\r\n"), outputs)
    };
    let mut pairs = vec![
        hard_pair("", ""),
        crlf(hard_pair("", "")),
        hard_pair("1. ", "   "),
        crlf(hard_pair("10) ", "    ")),
        hard_pair("> ", "> "),
        crlf(hard_pair("> - ", ">   ")),
        hard_pair("- > ", "  > "),
        hard_pair("  ", "  "),
        hard_pair("\u{feff}", ""),
    ];
    // What would open a block elsewhere opens none in an output.
    let words = question("words", r"printf '~~~hint\n\n~~~~predict\n# h\n'", empty);
    let grown = with(
        &words,
        &[
            ("~~~predict What", "~~~~~predict What"),
            ("output\n", "output\n~~~hint\n\n~~~~predict\n# h\n"),
            ("Why.\n~~~\n", "Why.\n~~~~~\n"),
        ],
    );
    pairs.push((words, grown, vec!["~~~hint\n\n~~~~predict\n# h"]));
    // A quote without spaces gets them where lines are new.
    let bare = inside(">", ">", &question("bare", r"printf ' a\n\n\tb\n'", empty));
    let quoted = with(&bare, &[(">```output\n", ">```output\n>  a\n>\n> \tb\n")]);
    pairs.push((bare, quoted, vec![" a\n\n\tb"]));
    // Fences in fences: the outer ones grow where they have to, and only these.
    let nested = |outer: &str, first: &str, inner: &str, fence: &str, second: &str| {
        format!(
            "{outer}predict What? {{#nested}}\n```sh\necho new\n```\n```output\n{first}```\n\
             {inner}fix\n```sh\n{HARD}\n```\n{fence}output\n{second}{fence}\nSo.\n{inner}\n\
             {outer}\n"
        )
    };
    let before = nested("~~~~", "old\n", "~~~", "```", "old\n");
    let after = nested("~~~~~~~", "new\n", "~~~~~~", "`````", &hard(""));
    pairs.push((before, after, vec!["new", HARD_LINES]));
    // What needs no change gets none, and what is printed without a last line ending gets one.
    let kept = question("kept", "echo 1 s; echo 2", "```output {match=wildcard}\n[..] s\n2\n```\n");
    pairs.push((kept.clone(), kept, vec!["[..] s\n2"]));
    let sample = question("sample", "echo $$", "```output {varies}\n1\n```\n");
    pairs.push((sample.clone(), sample, vec!["1"]));
    let gaps = question("gaps", "echo 1 s; echo 3", "```output {match=wildcard}\n[..] s\n2\n```\n");
    pairs.push((gaps.clone(), with(&gaps, &[("s\n2", "s\n3")]), vec!["[..] s\n3"]));
    let open = question("open", "printf 'a\\n\\nb'", "````output {caption=\"c\"}\nx\ny\nz\n````\n");
    pairs.push((open.clone(), with(&open, &[("x\ny\nz\n", "a\n\nb\n")]), vec!["a\n\nb"]));
    let lines = question("lines", r"printf 'a\r\nb\r\n'", empty);
    pairs.push((lines.clone(), with(&lines, &[("put\n", "put\na\nb\n")]), vec!["a\nb"]));
    pairs.push(crlf((lines.clone(), with(&lines, &[("put\n", "put\na\nb\n")]), vec!["a\nb"])));
    // Nothing is said to be nothing, and no longer where it is something.
    let nothing = question("nothing", "true", "```output {caption=\"c\"}\nold\n```\n");
    let said = with(&nothing, &[("\"c\"}\nold\n", "\"c\" empty}\n")]);
    pairs.push((nothing, said, vec![""]));
    let bare = question("bare", "true", empty);
    pairs.push((bare.clone(), with(&bare, &[("output\n", "output {empty}\n")]), vec![""]));
    let full = question("full", "echo a", "```output {empty}\n```\n");
    pairs.push((full.clone(), with(&full, &[("output {empty}\n", "output\na\n")]), vec!["a"]));
    let both = question(
        "both",
        "echo a; echo b >&2",
        "```output {empty stream=stdout}\n```\n```output {stream=stderr}\n```\n",
    );
    let told = with(
        &both,
        &[("{empty stream=stdout}\n", "{stream=stdout}\na\n"), ("derr}\n", "derr}\nb\n")],
    );
    pairs.push((both, told, vec!["a", "b"]));
    pairs
}

/// Only what stands between fences changes, and how long these are: byte for byte.
#[test]
fn only_bodies_and_fences_change() {
    let pairs = pairs();
    let names: Vec<String> = (0..pairs.len()).map(|number| format!("c{number}")).collect();
    let around = |text: &str| {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mark = text.strip_prefix('\u{feff}').map_or("", |_| "\u{feff}");
        let text = text.trim_start_matches('\u{feff}');
        format!("{mark}{text}{newline}a\t b  {newline}\u{e9}")
    };
    let chapters: Vec<(&str, String)> =
        names.iter().zip(&pairs).map(|(name, pair)| (name.as_str(), around(&pair.0))).collect();
    let chapters: Vec<(&str, &str)> =
        chapters.iter().map(|(n, text)| (*n, text.as_str())).collect();
    let book = BookDir::new("", &chapters);
    let told = accept(&book);
    for (name, (_, after, expected)) in names.iter().zip(&pairs) {
        let text = book.read(&format!("src/{name}.md"));
        assert_eq!(text, around(after), "{name}\n{told}");
        for admonitions in [true, false] {
            let dialect = Dialect { definition_lists: admonitions, admonitions };
            assert_eq!(outputs(&text, dialect), *expected, "{name}\n{text}");
        }
    }
}

/// Outputs in included files are written there, whatever ends the lines of these.
#[test]
fn included_files_get_their_outputs() {
    let own = question("own", "echo 1; echo 2", "```output\n{{#include out.txt}}\n```\n");
    let twice = question("twice", "echo 1; echo 2", "```output\n{{#include out.txt}}\n```\n");
    let chapter =
        format!("{own}\n{twice}\n{{{{#include part.inc}}}}\n\n{{{{#include all.inc:mark}}}}\n");
    let part = question("part", "printf 'a\\n\\nb\\n'", "```output\n```\n").replace('\n', "\r\n");
    let marked = question("marked", HARD, "```output\nold\n\nold\n```\n");
    let all = format!("x\n<!-- ANCHOR: mark -->\n{marked}<!-- ANCHOR_END: mark -->\nx\n");
    let book = BookDir::new("", &[("one", &chapter), ("two", "{{#include part.inc}}\n")]);
    book.write("src/out.txt", "old");
    book.write("src/part.inc", &part);
    book.write("src/all.inc", &all);
    accept(&book);
    assert_eq!(book.read("src/one.md"), chapter);
    assert_eq!(book.read("src/out.txt"), "1\n2");
    let part = with(&part, &[("output\r\n", "output\r\na\r\n\r\nb\r\n")]);
    assert_eq!(book.read("src/part.inc"), part);
    let all = with(
        &all,
        &[
            ("~~~predict", "~~~~~~predict"),
            ("Why.\n~~~\n", "Why.\n~~~~~~\n"),
            ("```output\nold\n\nold\n```", &format!("`````output\n{}`````", hard(""))),
        ],
    );
    assert_eq!(book.read("src/all.inc"), all);
}

/// An output stays as it is where its lines are not its own, and the reason is told.
#[test]
fn lines_that_are_not_one_outputs_own_stay() {
    let include = "```output\n{{#include out.txt}}\n```\n";
    let told = |chapters: &[(&str, &str)], files: &[(&str, &str)]| {
        let book = BookDir::new("", chapters);
        files.iter().for_each(|(path, text)| book.write(path, text));
        let before = book_files(&book);
        let told = said(&verify(book.root(), &["--accept", "--yes"]), 1);
        assert_eq!(book_files(&book), before);
        let notes = told.lines().filter(|line| line.contains("the output is not written"));
        notes.map(|line| line.split_once(": ").unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    let out = [("src/out.txt", "old\n")];
    let mixed = question("a", "echo 1", "```output\n{{#include out.txt}}\nold\n```\n");
    let scattered = "the output is not written: its lines are not one run of lines of one file";
    assert_eq!(told(&[("one", &mixed)], &out), [format!("predict #a: {scattered}")]);
    let silent = question("a", "true", include);
    assert_eq!(told(&[("one", &silent)], &out), [format!("predict #a: {scattered}")]);
    let two = question("a", "echo 1", include) + "\n" + &question("b", "echo 2", include);
    let shared = "the output is not written: another output has the same lines of a file, and \
                  needs other ones";
    let both = [format!("predict #a: {shared}"), format!("predict #b: {shared}")];
    assert_eq!(told(&[("one", &two)], &out), both);
    let elsewhere =
        "the output is not written: its lines stand in another place of the book as well";
    let prose = format!("{}\n{{{{#include out.txt}}}}\n", question("a", "echo 1", include));
    assert_eq!(told(&[("one", &prose)], &out), [format!("predict #a: {elsewhere}")]);
    let one = question("a", "echo 1", include);
    let right = question("b", "echo old", include);
    let found = told(&[("one", &one), ("two", &right)], &out);
    assert_eq!(found, [format!("predict #a: {elsewhere}")]);
    let counted = "the output is not written: a link brings lines of its file by their numbers, \
                   which would change";
    let lesson = question("a", "echo 1; echo 2", "```output\nold\n```\n") + "\nend\n";
    let found = told(&[("one", "{{#include a.inc:1:10}}\n")], &[("src/a.inc", &lesson)]);
    assert_eq!(found, [format!("predict #a: {counted}")]);
}

/// What would be read as something else is not written, whoever wants it.
#[test]
fn what_is_not_read_back_is_not_written() {
    let lesson = question("a", "echo 1", "```output\nold\n```\n");
    let book = BookDir::new("", &[("one", &lesson)]);
    let directory = Directory::open(book.root()).unwrap();
    let chapter = book.root().join("src/one.md");
    let fence = lesson.find("```output").unwrap();
    let wanted = |lines| [WantedLines { chapter: &chapter, read: &lesson, fence, lines }];
    let linked = relined(&directory, &Scope::default(), &wanted("{{#title x}}\n")).unwrap();
    assert_eq!((linked.files, linked.refused), (vec![], vec![(0, LeftAlone::Misread)]));
    let plain = relined(&directory, &Scope::default(), &wanted("new\n")).unwrap();
    assert_eq!((plain.files.len(), plain.refused), (1, vec![]));
    book.write("src/one.md", "Something else.\n");
    let error = relined(&directory, &Scope::default(), &wanted("new\n")).unwrap_err();
    assert!(error.to_string().ends_with("one.md changed meanwhile; run this again"), "{error}");
}

/// Programs that do not do what they are to do, and outputs that cannot stand in a chapter.
#[test]
fn what_cannot_be_accepted_is_told_with_the_reason() {
    let toml = "[preprocessor.predict.run.strict]\ncompile = [\"/bin/sh\", \"-c\", \"echo no >&2; \
                exit 1\"]\nrun = [\"/bin/sh\", \"{file}\"]\n";
    for (program, reason) in [
        (r"printf 'a\0b'", "it has a NUL character"),
        (r"printf 'a\rb\n'", "a carriage return stands alone in it"),
        (r"printf 'a\377b\n'", "it is no text in UTF-8"),
        (r"printf '\033[1mb\n'", "it has the control character U+001B"),
        (r"printf '\342\200\256b\n'", "U+202E in it turns the order of what is read"),
        ("echo '{{' '#include x}}'", "mdBook would take `{{#` in it for a link to a file"),
        ("echo a; exit 3", "the program did not end as it is said to"),
        ("yes", "it is not all that the program prints"),
        ("cat", "nothing says that the program does not compile"),
        ("echo $TZ", "the program prints something else when it runs again"),
        ("sleep 1000", "the program did not come to its end"),
    ] {
        let lesson = question("a", program, "```output\nold\n```\n");
        let lesson = match program {
            "cat" => with(&lesson, &[("```sh", "```strict")]),
            "sleep 1000" => with(&lesson, &[("```sh", "```sh {timeout=1}")]),
            _ => lesson,
        };
        let book = BookDir::new(toml, &[("one", &lesson)]);
        let told = said(&verify(book.root(), &["--accept", "--yes"]), 1);
        let note = format!(" = note: what was printed is not accepted: {reason}\n");
        assert!(told.contains(&note), "{note}{told}");
        assert!(told.ends_with("\nnothing to accept\n"), "{told}");
        assert_eq!(book.read("src/one.md"), lesson);
    }
    let unknown = with(&question("a", "x", "```output\nold\n```\n"), &[("```sh", "```klingon")]);
    let book = BookDir::new("", &[("one", &unknown)]);
    let told = said(&verify(book.root(), &["--accept", "--yes"]), 1);
    assert!(told.contains("error[no-runner]") && told.ends_with("\nnothing to accept\n"), "{told}");
    // The others are accepted all the same.
    let two = question("a", "echo a; exit 3", "```output\n```\n")
        + "\n"
        + &question("b", "echo b", "```output\n```\n");
    let book = BookDir::new("", &[("one", &two)]);
    let told = said(&verify(book.root(), &["--accept", "--yes"]), 1);
    assert!(told.contains("\n2 programs: 0 proved, 1 to accept, 1 wrong"), "{told}");
    let after = with(&two, &[("echo b\n```\n```output\n", "echo b\n```\n```output\nb\n")]);
    assert_eq!(book.read("src/one.md"), after);
}

/// What varies is accepted by those who ask for it.
#[test]
fn programs_run_twice_unless_told_otherwise() {
    let lesson = question("a", "echo $TZ", "```output\n```\n");
    let book = BookDir::new("", &[("one", &lesson)]);
    said(&verify(book.root(), &["--accept", "--yes", "--once"]), 0);
    assert_eq!(book.read("src/one.md"), with(&lesson, &[("put\n", "put\nUTC\n")]));
}

/// What an author marked and what is printed may contradict each other: that is told.
#[test]
fn contradictions_are_told_and_written() {
    let choices = "- [ ] `hi Ada`\n- [x] `hi Grace`\n\n```output\nhi Grace\n```\n";
    let lines = "- [x]\n  ```output\n  b\n  ```\n- [ ] other\n\n```output\nb\n```\n";
    let predicted = "```output\nb\n```\n~~~hint\nh\n~~~\n";
    let predicted = predicted.replace("~~~hint\nh\n~~~", "~~~predicted `hi Ada`\nNo.\n~~~");
    for (answer, old, code) in [
        (choices, "hi Grace\n```", "wrong-choice-is-output"),
        (lines, "\nb\n```", "right-choice-differs"),
        (&*predicted, "b\n```", "predicted-equals-output"),
    ] {
        let lesson = question("a", "echo hi Ada", answer);
        let inner = lesson.strip_prefix("~~~").unwrap().strip_suffix("~~~\n").unwrap();
        let lesson = format!("~~~~{inner}~~~~\n");
        let book = BookDir::new("", &[("one", &lesson)]);
        let told = said(&verify(book.root(), &["--accept", "--yes"]), 1);
        assert!(told.contains(&format!("error[{code}]")), "{told}");
        let new = old.replace("hi Grace", "hi Ada").replace("b\n", "hi Ada\n");
        let after = with(&lesson, &[(old, &new)]);
        assert_eq!(book.read("src/one.md"), after, "{told}");
        let again = verify(book.root(), &["--accept", "--yes"]);
        assert_eq!((again.status.code(), book.read("src/one.md")), (Some(1), after));
    }
}

/// Nothing is written that nobody agreed to, and what is asked for is all that is written.
#[test]
fn nothing_is_accepted_that_nobody_agreed_to() {
    let lesson = question("a", "echo a", "```output\n```\n")
        + "\n"
        + &question("b", "echo b", "```output\n```\n");
    let book = BookDir::new(
        "",
        &[("one", &lesson), ("two", &question("c", "echo c", "```output\nd\n```\n"))],
    );
    let unasked = said(&verify(book.root(), &["--accept"]), 1);
    let note = "nothing is written: there is no terminal to ask on, and `--yes` writes without \
                asking\n";
    let diff =
        "--- src/two.md\n+++ src/two.md\n@@ -3,7 +3,7 @@\n echo c\n ```\n ```output\n-d\n+c\n";
    assert!(unasked.ends_with(note) && unasked.contains(diff), "{unasked}");
    let mut ci = command();
    ci.args(["verify", "--accept"]).current_dir(book.root()).env("CI", "true");
    let refused = ci.output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&refused.stderr),
        "error: `CI` is set, and nobody is there to be asked: `--accept` writes there with `--yes` \
         only\n"
    );
    assert!(refused.stdout.is_empty());
    for arguments in
        [&["--yes"][..], &["--once"], &["--accept", "--plan"], &["--accept", "--format", "json"]]
    {
        assert_eq!(verify(book.root(), arguments).status.code(), Some(2), "{arguments:?}");
    }
    assert_eq!(book.read("src/one.md"), lesson);
    let told = said(&verify(book.root(), &["--accept", "--yes", "--id", "b"]), 0);
    let written = "src/one.md: written\npredict.lock: written, with 1 new\n";
    assert!(told.ends_with(&format!("\n+b\n ```\n Why.\n ~~~\n{written}")), "{told}");
    let one = with(&lesson, &[("echo b\n```\n```output\n", "echo b\n```\n```output\nb\n")]);
    assert_eq!(book.read("src/one.md"), one);
    let written = ci.arg("--yes").arg(".").arg("src/two.md").output().unwrap();
    assert_eq!(written.status.code(), Some(0), "{written:?}");
    assert_eq!(book.read("src/one.md"), one);
    assert!(book.read("src/two.md").contains("\nc\n```\n"));
}

/// An output that makes a marked choice wrong is written, and told; no other one waits for that.
#[test]
fn a_contradiction_keeps_no_other_output_from_being_written() {
    let near = question("a", "echo 3.14159", "```output {tolerance=0.0001}\n3.14\n```\n");
    let wrong = question("b", "echo 5", "\n- [ ] `5`\n- [x] `6`\n\n```output\n```\n");
    let book = BookDir::new("", &[("one", &format!("{near}\n{wrong}"))]);
    let told = said(&verify(book.root(), &["--accept", "--yes"]), 1);
    assert!(told.contains("error[wrong-choice-is-output]"), "{told}");
    assert!(told.ends_with("src/one.md: written\npredict.lock: written, with 1 new\n"), "{told}");
    let text = book.read("src/one.md");
    assert!(text.contains("\n3.14159\n```") && text.contains("```output\n5\n```"), "{text}");
}
