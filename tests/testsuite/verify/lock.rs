//! What is proved is written down, and looked up instead of being run again.

use std::path::Path;
use std::process::{Output, Stdio};

use mdbook_driver::MDBook;
use mdbook_predict::proof::Lock;
use mdbook04::MDBook as MDBook04;
use serde_json::Value;

use crate::support::{BookDir, command};

/// `verify` on the book, where `CI` is what it says.
fn run(book: &BookDir, arguments: &[&str], ci: Option<&str>) -> Output {
    let mut command = command();
    command.arg("verify").args(arguments).current_dir(book.root()).stdin(Stdio::null());
    command.env_remove("CI").envs(ci.map(|ci| ("CI", ci)));
    command.output().unwrap()
}

/// What was said, without how long it took and by which version.
#[track_caller]
fn told(output: &Output, code: i32) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{text}{stderr}");
    assert_eq!(stderr, "");
    let lines = text.lines().filter(|line| !line.starts_with("with "));
    lines
        .map(|line| match line.rsplit_once(", ") {
            Some((start, rest)) if rest.ends_with(" s)") => format!("{start})\n"),
            _ => format!("{line}\n"),
        })
        .collect()
}

#[track_caller]
fn verify(book: &BookDir, arguments: &[&str], code: i32) -> String {
    told(&run(book, arguments, None), code)
}

#[track_caller]
fn in_ci(book: &BookDir, arguments: &[&str], code: i32) -> String {
    told(&run(book, arguments, Some("true")), code)
}

fn lock(book: &BookDir) -> Lock {
    Lock::parse(&book.read("predict.lock")).unwrap()
}

/// Where the proofs of a book are from.
fn places(book: &BookDir) -> Vec<String> {
    lock(book).proofs().map(|proof| format!("{} {}", proof.at, proof.run)).collect()
}

/// A question about a program in the language of shells.
fn question(id: &str, program: &str, output: &str) -> String {
    format!(
        "~~~predict What? {{#{id}}}\n```sh\n{program}\n```\n```output\n{output}\n```\nSo.\n~~~\n"
    )
}

fn two() -> BookDir {
    let chapters = [question("a", "echo 1", "1"), question("b", "echo 2", "2")].concat();
    BookDir::new("", &[("one", &chapters)])
}

#[test]
fn what_is_proved_is_not_run_again() {
    let book = two();
    assert_eq!(
        verify(&book, &[], 0),
        " proved  src/one.md:2: predict #a (sh)\n proved  src/one.md:11: predict #b (sh)\n\
         2 programs: 2 proved\npredict.lock: written, with 2 new\n"
    );
    assert_eq!(places(&book), ["one.md#a predict", "one.md#b predict"]);
    let text = book.read("predict.lock");
    let with = format!("with = [\"sh {}\"]", std::env::consts::OS);
    assert_eq!(text.matches(&with).count(), 2, "{text}");
    if cfg!(target_os = "linux") {
        assert_eq!(text.matches("sandbox = \"full\"").count(), 2, "{text}");
    }
    assert_eq!(verify(&book, &[], 0), "2 programs: 2 proved before\n");
    let json: Value =
        serde_json::from_slice(&run(&book, &["--format", "json"], None).stdout).unwrap();
    assert_eq!(json["programs"][0]["standing"], "proved");
    assert_eq!(json["programs"][0]["is_known"], true);
    assert_eq!(json["sandbox"], Value::Null);
    // One changed: that one runs, and its proof takes the place of the old one.
    book.write("src/one.md", &book.read("src/one.md").replace("echo 2", "echo 1; echo 2"));
    assert!(verify(&book, &[], 1).starts_with("  WRONG  src/one.md:11: predict #b (sh)\n"));
    assert_eq!(book.read("predict.lock"), text);
    book.write("src/one.md", &book.read("src/one.md").replace("\n2\n", "\n1\n2\n"));
    assert_eq!(
        verify(&book, &[], 0),
        " proved  src/one.md:11: predict #b (sh)\n2 programs: 1 proved, 1 proved before\n\
         predict.lock: written, with 1 new, without 1 old\n"
    );
    assert_eq!(places(&book), ["one.md#a predict", "one.md#b predict"]);
}

#[test]
fn no_tool_is_asked_where_all_is_proved() {
    let toml = "[preprocessor.predict.run.mine]\nrun = [\"sh\", \"{file}\"]\n\
                version = [\"sh\", \"-c\", \"echo 1.2.3\"]\n";
    let lesson = question("a", "echo 1", "1").replace("```sh", "```mine");
    let book = BookDir::new(toml, &[("one", &lesson)]);
    verify(&book, &[], 0);
    assert!(book.read("predict.lock").contains("with = [\"mine 1.2 "));
    // Nobody could run it any more: neither the tool is there nor its directory.
    let mut command = command();
    command.arg("verify").current_dir(book.root()).env_remove("CI").env("PATH", "/nonexistent");
    assert_eq!(told(&command.output().unwrap(), 0), "1 program: 1 proved before\n");
}

#[test]
fn all_runs_everything_and_prunes() {
    let book = two();
    verify(&book, &[], 0);
    book.write("src/one.md", &question("a", "echo 1", "1"));
    assert_eq!(verify(&book, &[], 0), "1 program: 1 proved before\n");
    assert_eq!(places(&book).len(), 2, "somebody else may need it");
    assert!(verify(&book, &["--all", "--id", "a"], 0).ends_with("1 program: 1 proved\n"));
    assert_eq!(places(&book).len(), 2, "only a part of the book was asked for");
    assert_eq!(
        verify(&book, &["--all"], 0),
        " proved  src/one.md:2: predict #a (sh)\n1 program: 1 proved\n\
         predict.lock: written, without 1 old\n"
    );
    // A mistake hides a program: its proof stays.
    book.write("src/one.md", &question("a", "echo 1", "1").replace("{#a}", "{#a #b}"));
    verify(&book, &["--all"], 1);
    assert_eq!(places(&book), ["one.md#a predict"]);
}

/// A lock can be typed by hand: running all finds that out, and takes the proof away.
#[test]
fn a_forged_proof_is_found_out() {
    let book = two();
    verify(&book, &[], 0);
    let forged = book.read("src/one.md").replace("\n2\n", "\n3\n");
    book.write("src/one.md", &forged);
    let json = command().args(["list", "--format", "json"]).current_dir(book.root()).output();
    let json: Value = serde_json::from_slice(&json.unwrap().stdout).unwrap();
    let proof = &json["blocks"][1]["proof"];
    assert_eq!(proof["state"], "changed");
    let hash = proof["hash"].as_str().unwrap();
    let old = lock(&book).at("one.md#b", "predict")[0].hash.to_string();
    book.write("predict.lock", &book.read("predict.lock").replace(&old, hash));
    assert_eq!(in_ci(&book, &[], 0), "2 programs: 2 proved before\n");
    let found = in_ci(&book, &["--all", "--locked"], 1);
    assert!(found.contains("  WRONG  src/one.md:11: predict #b (sh)\n"), "{found}");
    verify(&book, &["--all"], 1);
    assert_eq!(places(&book), ["one.md#a predict"]);
}

#[test]
fn a_locked_run_writes_nothing_and_says_what_is_missing() {
    let book = two();
    let outdated = |lines: &str| {
        format!(
            "error[outdated-lock]: `predict.lock` is not what this run would write\n |\n{lines} = \
             help: run `mdbook-predict verify --all` where `CI` is not set, and commit \
             `predict.lock`\n"
        )
    };
    // Without a lock there is nothing to insist on, but for somebody who says so.
    let found = in_ci(&book, &["--locked"], 1);
    let missing = " = note: it lacks the proof of\n         one.md#a (predict)\n         one.md#b \
                   (predict)\n";
    assert!(found.contains(&outdated(missing)), "{found}");
    assert!(!book.root().join("predict.lock").exists());
    verify(&book, &["--id", "a"], 0);
    let text = book.read("predict.lock");
    let found = in_ci(&book, &[], 1);
    let missing = " = note: it lacks the proof of\n         one.md#b (predict)\n";
    assert!(found.contains(&outdated(missing)), "{found}");
    assert_eq!(book.read("predict.lock"), text);
    verify(&book, &[], 0);
    in_ci(&book, &["--all", "--locked"], 0);
    book.write("src/one.md", &question("a", "echo 1", "1"));
    in_ci(&book, &[], 0);
    let found = in_ci(&book, &["--all"], 1);
    let unneeded = " = note: it has a proof that no longer holds, or that nothing needs, of\n         one.md#b \
                    (predict)\n";
    assert!(found.contains(&outdated(unneeded)), "{found}");
}

#[test]
fn status_runs_nothing() {
    let skipped = question("c", "echo 3", "3").replace("```sh", "```sh {skip=\"needs a modem\"}");
    let book = two();
    book.write("src/one.md", &(book.read("src/one.md") + &skipped));
    verify(&book, &["--id", "a"], 0);
    let text = book.read("predict.lock");
    let proved = format!("sh {}", std::env::consts::OS);
    let of_a = format!(" proved  src/one.md:2: predict #a (sh): {proved}\n");
    let of_c = "skipped  src/one.md:20: predict #c (sh): needs a modem\n";
    assert_eq!(
        verify(&book, &["--status"], 1),
        format!(
            "{of_a}  NEVER  src/one.md:11: predict #b (sh)\n{of_c}3 programs: 1 proved, 1 never \
             proved, 1 skipped\n"
        )
    );
    assert_eq!(
        verify(&book, &["--status", "--id", "a"], 0),
        format!("{of_a}1 program: 1 proved\n")
    );
    book.write("src/one.md", &book.read("src/one.md").replace("echo 1", "echo '1'"));
    let status = verify(&book, &["--status"], 1);
    assert!(status.starts_with("CHANGED  src/one.md:2: predict #a (sh)\n"), "{status}");
    assert_eq!(book.read("predict.lock"), text);
}

/// What a run accepts is proved by that run.
#[test]
fn what_is_accepted_is_proved() {
    let fix = "~~~fix\n```sh\necho 3\n```\n~~~\n";
    let lesson = question("a", "echo 1", "");
    let lesson =
        lesson.replace("~~~predict", "~~~~predict").replace("So.\n~~~", &format!("{fix}~~~~"));
    let book = BookDir::new("", &[("one", &lesson)]);
    let said = verify(&book, &["--accept", "--yes"], 0);
    assert!(said.ends_with("src/one.md: written\npredict.lock: written, with 2 new\n"), "{said}");
    assert_eq!(verify(&book, &["--status"], 0).lines().last(), Some("2 programs: 2 proved"));
    in_ci(&book, &["--all", "--locked"], 0);
    // Nobody agrees, and so nothing is proved but what stood there before.
    book.write("src/one.md", &book.read("src/one.md").replace("echo 1", "echo 2"));
    let said = verify(&book, &["--accept"], 1);
    assert!(said.contains("nothing is written: there is no terminal"), "{said}");
    assert_eq!(
        verify(&book, &["--status"], 1).lines().last(),
        Some("2 programs: 0 proved, 2 changed since")
    );
}

/// A fix that claims nothing depends on the program; a question with gaps on its replies.
#[test]
fn what_is_said_together_is_judged_together() {
    let lesson = "~~~~predict {#a}\n```sh\necho at 5\n```\n```output {match=wildcard}\nat [..]\n\
                  ```\n~~~predicted 6\nNo.\n~~~\n~~~fix\n```sh\necho 7\n```\n```output\n7\n```\n\
                  ~~~\n~~~~\n";
    let book = BookDir::new("", &[("one", lesson)]);
    verify(&book, &[], 0);
    // A reply that is the truth: the question is run again, and not proved.
    book.write("src/one.md", &lesson.replace("predicted 6", "predicted at 6"));
    let said = verify(&book, &[], 1);
    assert!(said.contains("error[predicted-equals-output]"), "{said}");
    // A fix that does the same: the question runs with it.
    book.write("src/one.md", &lesson.replace("echo 7", "echo at 5").replace("\n7\n", "\nat 5\n"));
    let said = verify(&book, &[], 1);
    assert!(said.contains("error[fix-changes-nothing]"), "{said}");
    book.write("src/one.md", lesson);
    assert_eq!(verify(&book, &[], 0), "2 programs: 2 proved before\n");
}

/// A question that is proved to the letter is judged by what is known to be printed.
#[test]
fn new_replies_to_what_is_proved_are_judged() {
    let lesson = question("a", "echo 1", "1");
    let book = BookDir::new("", &[("one", &lesson)]);
    verify(&book, &[], 0);
    let fix = "~~~fix\n```sh\nprintf '1\\n'\n```\n```output\n1\n```\n~~~\n~~~~";
    let lesson = lesson.replace("~~~predict", "~~~~predict").replace("So.\n~~~", fix);
    book.write("src/one.md", &lesson);
    let said = verify(&book, &[], 1);
    assert!(said.contains("error[fix-changes-nothing]"), "{said}");
    assert_eq!(places(&book), ["one.md#a predict"]);
}

#[test]
fn moved_and_renamed_chapters_stay_proved() {
    let book = two();
    verify(&book, &[], 0);
    book.write("src/two.md", &question("z", "echo 2", "2"));
    book.write("src/one.md", &question("a", "echo 1", "1"));
    book.write("src/SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n");
    in_ci(&book, &["--all", "--locked"], 0);
    assert_eq!(verify(&book, &[], 0), "2 programs: 2 proved before\npredict.lock: written\n");
    assert_eq!(places(&book), ["one.md#a predict", "two.md#z predict"]);
    assert_eq!(verify(&book, &[], 0), "2 programs: 2 proved before\n");
}

#[test]
fn a_lock_that_cannot_be_read_is_left_alone() {
    let book = two();
    verify(&book, &[], 0);
    let text = book.read("predict.lock");
    let refused = |text: &str, code: &str| {
        book.write("predict.lock", text);
        for arguments in [&[][..], &["--all"], &["--locked"], &["--accept", "--yes"]] {
            let said = verify(&book, arguments, 1);
            assert!(said.contains(&format!("error[{code}]")), "{said}");
            assert!(said.contains("nothing was run; 1 mistake"), "{said}");
            assert_eq!(book.read("predict.lock"), text);
        }
        assert!(verify(&book, &["--status"], 1).contains(&format!("error[{code}]")));
    };
    refused(&text.replace("format = 1", "format = 2"), "newer-lock");
    refused(&text.replace("proofs", "<<<<<<< HEAD\nproofs"), "unreadable-lock");
    refused(
        &text.replace("sandbox = \"full\" }", "sandbox = \"full\", x = 1 }"),
        "unreadable-lock",
    );
}

/// The lines of both sides of a merge, and line endings of a checkout, are no news.
#[test]
fn a_lock_is_tidied_when_it_is_written() {
    let book = two();
    verify(&book, &[], 0);
    let text = book.read("predict.lock");
    book.write("predict.lock", &text.replace('\n', "\r\n"));
    assert_eq!(verify(&book, &[], 0), "2 programs: 2 proved before\n");
    assert_eq!(book.read("predict.lock"), text.replace('\n', "\r\n"));
    let line = text.lines().find(|line| line.contains("#a")).unwrap();
    let other = line.replace(&format!("sh {}", std::env::consts::OS), "sh plan9");
    book.write("predict.lock", &text.replace(line, &format!("{line}\n{other}\n{line}")));
    in_ci(&book, &["--all", "--locked"], 0);
    assert_eq!(verify(&book, &[], 0), "2 programs: 2 proved before\npredict.lock: written\n");
    assert_eq!(lock(&book).at("one.md#a", "predict")[0].with.len(), 2);
}

/// What builds of `book` with mdBook 0.5 and 0.4 say, which is the same, and whether they come to
/// their end; `unproved` is set if there is a word for it.
#[track_caller]
fn built(book: &BookDir, unproved: Option<&str>, more: &str) -> (bool, String) {
    let said = book.root().join("said.txt");
    let file = said.to_str().unwrap();
    let ours = env!("CARGO_BIN_EXE_mdbook-predict");
    let line = unproved.map(|level| format!("unproved = \"{level}\"\n")).unwrap_or_default();
    book.write(
        "book.toml",
        &format!(
            "[book]\ntitle = \"Book\"\n\n[preprocessor.predict]\ncommand = \"\"\"sh -c \
             '\"{ours}\" \"$@\" 2>>\"{file}\"' predict\"\"\"\n{line}{more}"
        ),
    );
    let mut all = Vec::new();
    for build in
        [(|root| MDBook::load(root).unwrap().build().is_ok()) as fn(&Path) -> bool, |root| {
            MDBook04::load(root).unwrap().build().is_ok()
        }]
    {
        let is_built = build(book.root());
        let text = std::fs::read_to_string(&said).unwrap_or_default();
        let _ = std::fs::remove_file(&said);
        all.push((is_built, text.replace(&format!("{}/", book.root().display()), "")));
    }
    assert_eq!(all[0], all[1]);
    all.swap_remove(0)
}

/// What is said of a program in line 2 of `src/one.md`.
fn of_program(head: &str, label: &str, rest: &str) -> String {
    format!("{head}\n --> src/one.md:2:1\n  |\n2 | ```sh\n  | ^^^^^ {label}\n  |\n{rest}\n")
}

/// Each answer at each level, by both engines, word for word.
#[test]
fn a_build_says_what_is_not_proved() {
    let lesson = question("a", "echo 1", "1");
    let proved = BookDir::new("", &[("one", &lesson)]);
    verify(&proved, &[], 0);
    let lock = proved.read("predict.lock");
    let changed = lesson.replace("echo 1", "echo '1'");
    let prove =
        "  = help: run `mdbook-predict verify`, and commit `predict.lock` with the lesson\n";
    let never = (
        "nobody has proved what is said of this program",
        "`predict.lock` does not know it",
        prove.to_owned(),
    );
    let since = (
        "this program, or what is said of it, has changed since it was proved",
        "`predict.lock` knows another one in its place",
        prove.to_owned(),
    );
    let earlier = "[preprocessor.early]\ncommand = \"sh -c 'test \\\"$1\\\" = supports || python3 \
                   -c \\\"import json, sys; print(json.dumps(json.load(sys.stdin)[1]))\\\"' early\"\n\
                   before = [\"predict\"]\n";
    let uncheckable = (
        "whether this program is proved cannot be checked in this build",
        "it may be another one than in the chapter's file",
        "  = note: `early` runs before `predict`, and may change what comes here\n  = help: if it \
         is only new: run `mdbook-predict verify`, and commit `predict.lock` with the lesson\n  = \
         help: have it run later: add it to `before` in `[preprocessor.predict]`\n  = help: or let this build \
         pass: set `MDBOOK_PREPROCESSOR__PREDICT__UNPROVED=allow` for it\n"
            .to_owned(),
    );
    let cases = [
        ("never-proved", &lesson, "format = 1\n", "", never),
        ("changed-since-proved", &changed, &*lock, "", since),
        ("not-checkable", &changed, &*lock, earlier, uncheckable),
    ];
    for (code, lesson, lock, more, (message, label, rest)) in &cases {
        let book = BookDir::new("", &[("one", lesson)]);
        book.write("predict.lock", lock);
        let warning = of_program(&format!("warning[{code}]: {message}"), label, rest);
        let error = of_program(&format!("error[{code}]: {message}"), label, rest);
        let head = |said: &str| {
            let end = said.find("\n\n").map_or(said.len(), |at| at + 2);
            said[..end].to_owned()
        };
        assert_eq!(built(&book, Some("allow"), more), (true, String::new()), "{code}");
        for level in [None, Some("warn")] {
            let (is_built, said) = built(&book, level, more);
            assert!(is_built && head(&said) == warning, "{said}\n{warning}");
        }
        let (is_built, said) = built(&book, Some("deny"), more);
        assert!(!is_built && head(&said) == error, "{said}\n{error}");
    }
    // What is proved is no news, whoever comes first.
    for level in [None, Some("allow"), Some("warn"), Some("deny")] {
        assert_eq!(built(&proved, level, ""), (true, String::new()));
        assert_eq!(built(&proved, level, earlier), (true, String::new()));
    }
    // Without a lock nobody is told, unless the book wants it.
    let book = BookDir::new("", &[("one", &lesson)]);
    assert_eq!(built(&book, None, ""), (true, String::new()));
    let (is_built, said) = built(&book, Some("deny"), "");
    assert!(!is_built && said.starts_with("error[never-proved]"), "{said}");
    assert!(said.contains(" ^^^^^ this book has no `predict.lock`\n"), "{said}");
    let last = "error: 1 proof that the book demands is not there; to build it all the same, set \
                `unproved = \"warn\"` in `[preprocessor.predict]`\n";
    assert!(said.contains(last), "{said}");
}

/// A lock that cannot be read stops a build that would look something up in it.
#[test]
fn a_build_says_what_is_wrong_with_the_lock() {
    let book = two();
    for (lock, code) in [("format = 7\n", "newer-lock"), ("format = \n", "unreadable-lock")] {
        book.write("predict.lock", lock);
        assert_eq!(built(&book, Some("allow"), ""), (true, String::new()));
        let (is_built, said) = built(&book, None, "");
        assert!(!is_built && said.starts_with(&format!("error[{code}]: ")), "{said}");
        assert_eq!(said.matches("error[").count(), 1, "{said}");
    }
}

/// A book in which much is to be proved yet is not buried in warnings.
#[test]
fn a_build_names_the_first_programs_only() {
    let questions = (0..25).map(|number| question(&format!("q{number}"), "echo 1", "1"));
    let book = BookDir::new("", &[("one", &questions.collect::<String>())]);
    let (is_built, said) = built(&book, Some("warn"), "");
    assert!(is_built);
    assert_eq!(said.matches("warning[never-proved]").count(), 11, "{said}");
    let more = "warning[never-proved]: and so are 15 more programs of this book\n |\n = help: \
                `mdbook-predict verify --status` names all that are not proved\n";
    assert!(said.contains(more), "{said}");
    let (_, said) = built(&book, Some("deny"), "");
    assert!(said.contains("error: 25 proofs that the book demands are not there;"), "{said}");
}

/// A proof that is missing has no box on a page: the demand holds, whatever becomes of mistakes.
#[test]
fn a_demand_holds_whatever_becomes_of_mistakes() {
    let book = two();
    let (is_built, said) = built(&book, Some("deny"), "on-error = \"show\"\n");
    assert!(!is_built && said.contains("error: 2 proofs that the book demands are not there;"));
    let mistake = question("c", "echo 1", "1").replace("{#c}", "{#c #d}");
    book.write("src/one.md", &(book.read("src/one.md") + &mistake));
    let (is_built, said) = built(&book, Some("deny"), "");
    let last = "error: 1 mistake in the lessons of this book and 2 proofs that the book demands \
                are not there\n";
    assert!(!is_built && said.contains(last), "{said}");
    // Who writes while the book is served is told, and served.
    let served = "[output.html]\nlive-reload-endpoint = \"__livereload\"\n";
    verify(&book, &["--all", "--id", "a"], 0);
    book.write("src/one.md", &question("a", "echo '1'", "1"));
    let (is_built, said) = built(&book, Some("deny"), served);
    assert!(is_built && said.contains("warning[changed-since-proved]"), "{said}");
}

/// Both sides find the same hash, whatever brings the text of a chapter, and whatever it is called
/// in the book.
#[test]
fn builds_read_what_verify_read() {
    let lesson = "~~~predict {#a}\n```python {stdin=\"in.txt\"}\n{{#include code.py:part}}\n```\n\
                  ```output\n{{#include said.txt}}\n```\n~~~\n";
    let in_list =
        "- x\n\n  ~~~predict\r\n  ```sh\r\n  echo 1\n  ```\n  ```output\n  1\n  ```\n  ~~~\n";
    let book = BookDir::new("", &[("README", lesson), ("deep/two", in_list)]);
    book.write("src/in.txt", "word");
    book.write("src/said.txt", "WORD\n");
    book.write("src/code.py", "# ANCHOR: part\nprint(input().upper())\n# ANCHOR_END: part\n");
    assert!(verify(&book, &[], 0).contains("2 programs: 2 proved\n"));
    assert_eq!(places(&book), ["README.md#a predict", "deep/two.md, question 1 predict"]);
    assert_eq!(built(&book, Some("deny"), ""), (true, String::new()));
    book.write("src/in.txt", "other");
    let (is_built, said) = built(&book, Some("deny"), "");
    assert!(!is_built && said.contains("error[changed-since-proved]"), "{said}");
    std::fs::remove_file(book.root().join("src/in.txt")).unwrap();
    let (is_built, said) = built(&book, Some("deny"), "");
    assert!(
        !is_built
            && said.contains("its standard input is not known")
            && said.contains("there is no file src/in.txt"),
        "{said}"
    );
}

/// `check` reads the lock as a build does, and finds what is left over in it.
#[test]
fn check_knows_the_lock() {
    let book = two();
    verify(&book, &[], 0);
    book.write("src/one.md", &question("a", "echo '1'", "1"));
    let check = || {
        let mut command = command();
        command.args(["check", "--format", "json"]).current_dir(book.root());
        let json: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        let found = json["diagnostics"].as_array().unwrap().iter();
        found.map(|found| found["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(check(), ["unneeded-proof", "changed-since-proved"]);
    book.write("book.toml", "[preprocessor.predict]\nunproved = \"allow\"\n");
    assert_eq!(check(), ["unneeded-proof"]);
    // A mistake may hide the program that needs it.
    book.write("src/one.md", &book.read("src/one.md").replace("{#a}", "{#a #b}"));
    assert!(!check().contains(&"unneeded-proof".to_owned()));
    book.write("src/one.md", &book.read("src/one.md").replace("{#a #b}", "{#a}"));
    verify(&book, &["--all"], 0);
    assert_eq!(check(), [""; 0]);
}

/// A new author's whole way: a lesson, its output by running, a build that insists on the proof, and
/// a change of one character.
#[test]
fn from_a_new_lesson_to_a_build_that_insists() {
    let book = BookDir::new("", &[("other", "# Other\n")]);
    book.write("src/SUMMARY.md", "- [Lesson](lesson.md)\n");
    let mut new = command();
    new.args(["new", "--language", "bash", "src/lesson.md"]).current_dir(book.root());
    assert!(new.output().unwrap().status.success());
    let lesson = book.read("src/lesson.md");
    let (head, rest) = lesson.split_once("```output\n").unwrap();
    let (output, rest) = rest.split_once("```\n").unwrap();
    book.write("src/lesson.md", &format!("{head}```output\n```\n{rest}"));
    let (is_built, said) = built(&book, Some("deny"), "");
    assert!(!is_built && said.contains("error[never-proved]"), "{said}");
    let said = verify(&book, &["--accept", "--yes"], 0);
    assert!(said.contains(&format!("+{}", output.lines().next().unwrap())), "{said}");
    assert_eq!(book.read("src/lesson.md"), lesson);
    assert_eq!(built(&book, Some("deny"), ""), (true, String::new()));
    book.write("src/lesson.md", &lesson.replace("7 / 2", "9 / 2"));
    let (is_built, said) = built(&book, Some("deny"), "");
    assert!(!is_built && said.contains("error[changed-since-proved]"), "{said}");
    assert!(verify(&book, &[], 1).contains("error[output-differs]"));
}

/// A page says what is proved, where the book wants it.
#[test]
fn a_page_says_what_is_proved() {
    let book = two();
    verify(&book, &["--id", "a"], 0);
    let page = |more: &str| {
        assert!(built(&book, Some("allow"), more).0);
        book.read("book/one.html")
    };
    assert_eq!(page("").matches("verified").count(), 0);
    let shown = page("show-proof = true\n");
    assert_eq!(shown.matches("verified · Shell").count(), 1, "{shown}");
    let (of_a, of_b) = shown.split_once("id=\"b\"").unwrap();
    assert!(of_a.contains("verified · Shell") && !of_b.contains("verified"));
}

/// Where the lock cannot be read, that is said with its place, and nothing is said to be proved.
#[test]
fn the_status_of_a_broken_lock_is_its_mistake() {
    let book = two();
    verify(&book, &[], 0);
    book.write("predict.lock", &book.read("predict.lock").replace("proofs", "=======\nproofs"));
    assert_eq!(
        verify(&book, &["--status"], 1),
        "error[unreadable-lock]: `predict.lock` cannot be read: a merge has left its marks in it\n \
         --> predict.lock:2:1\n  |\n2 | =======\n  | ^^^^^^^ here\n  |\n  = help: after a merge, keep \
         the lines of both sides and take the marks between them away\n  = help: or delete the \
         file, and make it anew with `mdbook-predict verify`\n\n0 programs: 0 proved; 1 \
         mistake\nfor more about it: mdbook-predict explain unreadable-lock\n"
    );
}

/// A question with this fix.
fn with_fix(question: &str, program: &str, output: &str) -> String {
    let fix = format!("~~~fix\n```sh\n{program}\n```\n{output}~~~\n");
    question.replace("~~~predict", "~~~~predict").replace("So.\n~~~", &format!("{fix}~~~~"))
}

/// What is written down while an author thinks is not proved by what ran before.
#[test]
fn accepted_outputs_are_proved_as_they_ran() {
    let fix = "```output\n3\n```\n";
    let lesson = with_fix(&question("a", "echo 1", ""), "echo 3", fix);
    let book = BookDir::new("", &[("one", &lesson)]);
    // The fix is proved while the question has no output yet, and is judged with it.
    verify(&book, &[], 1);
    verify(&book, &["--accept", "--yes"], 0);
    assert_eq!(verify(&book, &["--status"], 0).lines().last(), Some("2 programs: 2 proved"));
    in_ci(&book, &["--all", "--locked"], 0);
}

/// A fix is proved to do something else than the program, which has to run for that.
#[test]
fn a_fix_is_not_proved_beside_a_program_that_did_not_run() {
    let sample = question("a", "echo 1", "1").replace("```output", "```output {match=wildcard}");
    let lesson = with_fix(&sample, "echo 1", "```output\n1\n```\n");
    let lesson = lesson.replacen("```sh", "```bash", 1);
    let book = BookDir::new("", &[("one", &lesson)]);
    verify(&book, &["--language", "bash"], 0);
    verify(&book, &["--language", "sh"], 0);
    assert_eq!(places(&book), ["one.md#a predict"]);
    assert!(verify(&book, &[], 1).contains("error[fix-changes-nothing]"));
    // Nobody here runs the program of the question.
    let book = BookDir::new("", &[("one", &lesson.replace("```bash", "```cobol"))]);
    verify(&book, &[], 1);
    assert!(!book.root().join("predict.lock").exists());
}

/// What a question as a whole refutes is no longer proved.
#[test]
fn what_a_question_refutes_is_no_proof() {
    let world = tempfile::tempdir().unwrap();
    let truth = world.path().join("truth");
    let program = format!("cat {} >&2; exit 1", truth.display());
    let lesson = question("a", &program, "...")
        .replace("```output", "```output {stream=stderr match=wildcard exit=1}")
        .replacen("~~~predict", "~~~~predict", 1)
        .replace("So.\n~~~", "~~~predicted KeyError\nNo.\n~~~\n~~~~");
    let book = BookDir::new("", &[("one", &lesson)]);
    std::fs::write(&truth, "ValueError: x\n").unwrap();
    verify(&book, &["--sandbox", "off"], 0);
    std::fs::write(&truth, "KeyError: x\n").unwrap();
    let said = verify(&book, &["--all", "--sandbox", "off"], 1);
    assert!(said.contains("error[predicted-equals-output]"), "{said}");
    let status = verify(&book, &["--status"], 1);
    assert!(status.ends_with("1 program: 0 proved, 1 never proved\n"), "{status}");
}

/// What cannot be read now is not refuted by that.
#[test]
fn what_is_hidden_keeps_its_proof() {
    let lesson = question("a", "cat; echo 1", "w\n1").replace("```sh", "```sh {stdin=\"in.txt\"}")
        + &question("b", "{{#include b.sh}}", "2");
    let book = BookDir::new("", &[("one", &lesson)]);
    book.write("src/in.txt", "w\n");
    book.write("src/b.sh", "echo 2\n");
    verify(&book, &[], 0);
    let text = book.read("predict.lock");
    for file in ["src/in.txt", "src/b.sh"] {
        let kept = book.read(file);
        std::fs::remove_file(book.root().join(file)).unwrap();
        verify(&book, &["--all"], 1);
        assert_eq!(book.read("predict.lock"), text, "{file}");
        let check = command().arg("check").current_dir(book.root()).output().unwrap();
        assert!(!String::from_utf8_lossy(&check.stdout).contains("unneeded-proof"), "{file}");
        book.write(file, &kept);
    }
}

/// What took too long has not shown that it prints something else.
#[test]
fn what_is_slow_once_keeps_its_proof() {
    let world = tempfile::tempdir().unwrap();
    let slow = world.path().join("slow");
    let program = format!("while [ -e {} ]; do :; done; echo 1", slow.display());
    let lesson = question("a", &program, "1").replace("```sh", "```sh {timeout=1}");
    let book = BookDir::new("", &[("one", &lesson)]);
    verify(&book, &["--sandbox", "off"], 0);
    let text = book.read("predict.lock");
    std::fs::write(&slow, "").unwrap();
    let said = verify(&book, &["--all", "--sandbox", "off"], 1);
    assert!(said.contains("error[timed-out]"), "{said}");
    assert_eq!(book.read("predict.lock"), text);
}

/// What is hashed is what runs: line endings count nowhere, and a fix has its own input.
#[test]
fn line_endings_and_inputs_are_hashed_as_they_run() {
    let lines = "~~~~predict {#a}\n```sh\ncat\n```\n```text {stdin}\nx\ny\n```\n```output \
                 {match=wildcard}\nx\n[..]\n```\n~~~predicted\n```output\nq\nz\n```\nNo.\n~~~\n~~~~\n";
    let book = BookDir::new("", &[("one", lines)]);
    verify(&book, &[], 0);
    book.write("src/one.md", &lines.replace('\n', "\r\n"));
    assert_eq!(verify(&book, &[], 0), "1 program: 1 proved before\n");
    in_ci(&book, &["--all", "--locked"], 0);
    let fix = "~~~fix\n```sh\ncat\n```\n```text {stdin}\nown\n```\n~~~\n~~~~\n";
    let with_fix = lines.replace("No.\n~~~\n~~~~\n", "No.\n~~~\n") + fix;
    book.write("src/one.md", &with_fix);
    verify(&book, &[], 0);
    book.write("src/one.md", &with_fix.replace("x\ny\n", "x\nyy\n"));
    let status = verify(&book, &["--status"], 1);
    assert!(status.ends_with("2 programs: 0 proved, 2 changed since\n"), "{status}");
}

/// A program that has something like a link of mdBook's in it is a program.
#[test]
fn what_looks_like_a_link_is_run() {
    let book = BookDir::new("", &[("one", &question("a", "echo 1 # {{#", "2"))]);
    assert!(verify(&book, &[], 1).contains("error[output-differs]"));
    let (is_built, said) = built(&book, Some("deny"), "");
    assert!(!is_built && said.contains("error[not-checkable]"), "{said}");
    book.write("src/one.md", &question("a", "echo 1 # {{#", "1"));
    verify(&book, &[], 0);
    assert_eq!(built(&book, Some("deny"), ""), (true, String::new()));
    // What a build gets before mdBook has resolved its links is not known.
    book.write("src/code.sh", "echo 1");
    book.write("src/one.md", &question("a", "{{#include code.sh}}", "1"));
    verify(&book, &[], 0);
    assert_eq!(built(&book, Some("deny"), ""), (true, String::new()));
    let (is_built, said) = built(&book, Some("deny"), "before = [\"links\"]\n");
    assert!(!is_built && said.contains("error[not-checkable]"), "{said}");
}

/// What `verify` refuses to run is not proved, and a build that insists on it says so.
#[test]
fn what_cannot_be_run_is_not_proved() {
    let lesson = "~~~predict {#a}\n```rust,ignore\nfn main() {}\n```\n```output\n1\n```\n~~~\n";
    let book = BookDir::new("", &[("one", lesson)]);
    let (is_built, said) = built(&book, Some("deny"), "");
    let error = "error[never-proved]: nobody can prove what is said of this program\n --> \
                 src/one.md:2:1\n  |\n2 | ```rust,ignore\n  | ^^^^^^^^^^^^^^ `ignore` keeps a \
                 program from being tested, and does not say why\n  |\n  = help: write \
                 `{skip=\"…\"}`\n";
    assert!(!is_built && said.starts_with(error), "{said}");
    assert!(verify(&book, &["--status"], 1).contains("error[contradicting-mark]"));
}

/// Where filters replace something, replies are judged by what is left, and so are their proofs.
#[test]
fn replies_are_hashed_where_there_are_filters() {
    let toml =
        "[preprocessor.predict.verify.filters.n]\npattern = \"[0-9]+\"\nreplacement = \"N\"\n";
    let lesson = question("a", "echo 3 ms", "5 ms")
        .replacen("~~~predict", "~~~~predict", 1)
        .replace("So.\n~~~", "~~~predicted x ms\nNo.\n~~~\n~~~~");
    let book = BookDir::new(toml, &[("one", &lesson)]);
    verify(&book, &[], 0);
    book.write("src/one.md", &lesson.replace("x ms", "9 ms"));
    assert!(verify(&book, &["--status"], 1).starts_with("CHANGED"));
    assert!(verify(&book, &[], 1).contains("error[predicted-equals-output]"));
}

/// The last lesson of a book takes its proof with it.
#[test]
fn the_last_proof_goes_too() {
    let book = two();
    verify(&book, &[], 0);
    book.write("src/one.md", "# Nothing\n");
    let told = "there is no question in this book\npredict.lock: written, without 2 old\n";
    assert_eq!(verify(&book, &["--all"], 0), told);
    assert_eq!(places(&book), [""; 0]);
    // A lesson that a link brings is not gone where the link brings nothing.
    book.write("src/lesson.txt", &question("a", "echo 1", "1"));
    book.write("src/one.md", "{{#include lesson.txt}}\n");
    verify(&book, &[], 0);
    let text = book.read("predict.lock");
    std::fs::remove_file(book.root().join("src/lesson.txt")).unwrap();
    verify(&book, &["--all"], 0);
    assert_eq!(book.read("predict.lock"), text);
}

/// A lock that is none is told of before anything runs, and opens no build that insists on it.
#[test]
fn what_is_no_lock_proves_nothing() {
    let book = two();
    let line = |with: &str| {
        format!(
            "format = 1\nproofs = [\n{{ at = \"a\", run = \"fix\", hash = \"{:032}\", with = {with}, \
             sandbox = \"full\" }},\n]\n",
            1
        )
    };
    for with in ["[]", "[\"\"]", "[\"sh\\nfake\"]", "[\"\\u001B[31m\"]"] {
        book.write("predict.lock", &line(with));
        let said = verify(&book, &[], 1);
        assert!(
            said.contains("error[unreadable-lock]") && said.contains("nothing was run"),
            "{said}"
        );
    }
    let (is_built, said) = built(&book, Some("deny"), "on-error = \"show\"\n");
    let last = "error: 1 mistake in the settings of this book\n";
    assert!(!is_built && said.ends_with(last), "{said}");
    std::fs::remove_file(book.root().join("predict.lock")).unwrap();
    std::os::unix::fs::symlink("nowhere", book.root().join("predict.lock")).unwrap();
    let said = verify(&book, &[], 1);
    assert!(said.contains("error[unreadable-lock]") && said.contains("nothing was run"), "{said}");
}

/// Where all choices are code and none of them is printed, the right one is likely not right.
#[test]
fn choices_that_nothing_prints_are_told_of() {
    let lesson = "~~~predict {#a}\n```sh\necho 3\n```\n\n- [ ] `3.5`\n- [x] `4`\n\n```output\n```\n\
                  So.\n~~~\n";
    let book = BookDir::new("", &[("one", lesson)]);
    let said = verify(&book, &["--accept", "--yes"], 0);
    let warning = "warning[right-choice-unlike-output]: the program prints none of the choices, \
                   though all of them are code\n --> src/one.md:7:1\n";
    assert!(said.contains(warning), "{said}");
    assert_eq!(places(&book), ["one.md#a predict"]);
}

/// A question that what is accepted makes wrong is not proved, and no other program is in its place.
#[test]
fn accepted_outputs_are_proved_of_their_own_programs() {
    let wrong = question("wrong", "echo 5", "")
        .replacen("~~~predict", "~~~~predict", 1)
        .replace("So.\n~~~", "~~~predicted 5\nNo.\n~~~\n~~~~");
    let lesson =
        wrong + &question("right", "echo 3", "") + &question("other", "echo 4; exit 1", "4");
    let book = BookDir::new("", &[("one", &lesson)]);
    let said = verify(&book, &["--accept", "--yes"], 1);
    assert!(said.contains("error[predicted-equals-output]"), "{said}");
    assert_eq!(places(&book), ["one.md#right predict"]);
    let said = verify(&book, &["--all"], 1);
    assert!(said.contains(" proved  src/one.md:13: predict #right (sh)\n"), "{said}");
}
