//! Whole books: what is true in them, what is not, and how that is said.

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::cases::golden;
use crate::support::{BookDir, checkout, command, plain_copy_of};

fn verify(here: &Path, arguments: &[&str]) -> Output {
    let mut command = command();
    command.arg("verify").args(arguments).current_dir(here).env_remove("CI");
    command.output().unwrap()
}

/// What was printed, without how long it took.
fn said(output: &Output, code: i32) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{text}{stderr}");
    assert_eq!(stderr, "");
    // Versions are those of this machine.
    let lines = text.lines().filter(|line| !line.starts_with("with "));
    let lines = lines.map(|line| match line.rsplit_once(", ") {
        Some((start, rest)) if rest.contains(" s)") => {
            let (_, reason) = rest.split_once(" s)").unwrap();
            format!("{start}, [TIME]){reason}\n")
        }
        _ => format!("{line}\n"),
    });
    lines.collect()
}

fn case(name: &str) -> std::path::PathBuf {
    checkout().join("tests/cases/verify").join(name)
}

/// A copy of a case, in which the proofs are written down.
fn copy_of_case(name: &str) -> BookDir {
    plain_copy_of(&format!("tests/cases/verify/{name}"))
}

/// Every role, every way to print and to end, in lists and quotes, with files and filters.
#[test]
fn what_is_true_is_proved() {
    for arguments in [&[][..], &["--twice"]] {
        let book = copy_of_case("true");
        golden(&said(&verify(book.root(), arguments), 0), &case("true").join("told.txt"));
    }
}

/// Whatever the number of programs at a time, they are told in the order of the book.
#[test]
fn what_is_not_true_is_told() {
    let golden_files = case("false");
    let run = |arguments: &[&str]| verify(copy_of_case("false").root(), arguments);
    let told = said(&run(&["--jobs", "1"]), 1);
    golden(&told, &golden_files.join("told.txt"));
    assert_eq!(said(&run(&["--jobs", "9"]), 1), told);
    golden(&said(&run(&["--format", "github"]), 1), &golden_files.join("github.txt"));
    let json = run(&["--format", "json"]);
    assert_eq!(json.status.code(), Some(1));
    let mut json: Value = serde_json::from_slice(&json.stdout).unwrap();
    for program in json["programs"].as_array_mut().unwrap() {
        if !program["milliseconds"].is_null() {
            program["milliseconds"] = 0.into();
        }
        if !program["tool"].is_null() {
            assert!(program["tool"].as_str().unwrap().starts_with("python 3."), "{program}");
            program["tool"] = "python 3".into();
        }
    }
    let json = serde_json::to_string_pretty(&json).unwrap() + "\n";
    golden(&json, &golden_files.join("told.json"));
}

/// Single programs are asked for by file, by question and by language.
#[test]
fn some_of_them_can_be_asked_for() {
    let book = copy_of_case("true");
    let programs = |arguments: &[&str]| {
        let told = said(&verify(book.root(), &[arguments, &["--all"]].concat()), 0);
        let lines = told.lines().filter(|line| line.starts_with(" proved"));
        lines.map(|line| line[8..].split(" (").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(programs(&[".", "src/crlf.md"]), [" src/crlf.md:4: predict #quoted"]);
    assert_eq!(programs(&["--id", "c", "--id", "#shell"]).len(), 2);
    assert_eq!(programs(&["--id", "ladder"]).len(), 4);
    assert_eq!(programs(&["--language", "c"]).len(), 2);
    // Its file is the one that includes it: there stands what is said of it.
    assert_eq!(programs(&[".", "src/python.md", "--id", "guests"]).len(), 2);
    let nothing = verify(book.root(), &["--id", "nobody"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&nothing.stderr),
        "error: no program is like what was asked for: `mdbook-predict list` shows the files and \
         ids of all questions\n"
    );
}

/// What cannot be proved is not taken for proved.
#[test]
fn nothing_is_not_taken_for_something() {
    let told = |lesson: &str, code| {
        let book = BookDir::new("", &[("one", lesson)]);
        said(&verify(book.root(), &[]), code)
    };
    assert_eq!(told("# One\n", 0), "there is no question in this book\n");
    let words = "~~~~predict Why?\n~~~answer\nSo.\n~~~\n~~~~\n";
    let nothing = "nothing was proved: the question has no program with an output\n";
    assert_eq!(told(words, 4), nothing);
    let skipped = "~~~predict\n```sh {skip=\"why\"}\n1\n```\n```output\n1\n```\n~~~\n";
    assert!(told(skipped, 4).ends_with("\n1 program: 0 proved, 1 skipped\n"));
}

/// A program that prints something else elsewhere is told where it runs twice.
#[test]
fn what_varies_is_told() {
    let program = "import time\nprint('zone')\nprint(time.tzname[0])";
    let lesson = format!("~~~predict\n```python\n{program}\n```\n```output\nzone\nUTC\n```\n~~~\n");
    let book = BookDir::new("", &[("one", &lesson)]);
    said(&verify(book.root(), &[]), 0);
    let told = said(&verify(book.root(), &["--all", "--twice"]), 1);
    let lines = "            zone\n          - UTC\n          + XYZ\n";
    assert!(told.contains("error[output-varies]") && told.contains(lines), "{told}");
}

/// A plan has all commands, and runs none.
#[test]
fn a_plan_runs_nothing() {
    let toml = "[preprocessor.predict.run.mine]\nrun = [\"/bin/sh\", \"-e\", \"{file}\"]\n";
    let lesson =
        "~~~predict {#one}\n```mine {args=\"a 'b c'\"}\ntouch ran\n```\n```output\n1\n```\n~~~\n";
    let book = BookDir::new(toml, &[("one", lesson)]);
    let plan = said(&verify(book.root(), &["--plan"]), 0);
    for line in [
        "src/one.md:2: predict #one (mine)",
        "  in a new directory, /NEW, with main.mine",
        "  $ /bin/sh -e main.mine a 'b c'",
        "    at most 10 s, and 1024 KiB on each stream",
        "    may write: /NEW",
    ] {
        assert!(plan.lines().any(|other| other == line), "{line}\n{plan}");
    }
    let without = said(&verify(book.root(), &["--plan", "--sandbox", "off"]), 0);
    assert!(without.contains("    with your rights: the sandbox is off\n"), "{without}");
}

/// What a stranger writes into `book.toml` is asked in the sandbox, and does not open it where
/// nobody looks.
#[cfg(target_os = "linux")]
#[test]
fn a_strangers_settings_open_nothing() {
    let outside = tempfile::tempdir().unwrap();
    let file = outside.path().join("made");
    let path = file.to_str().unwrap();
    let lesson = "~~~predict {#one}\n```mine\necho 1\n```\n```output\n1\n```\n~~~\n";
    for question in ["probe", "version"] {
        let toml = format!(
            "[preprocessor.predict.run.mine]\nrun = [\"sh\", \"{{file}}\"]\n\
             {question} = [\"sh\", \"-c\", \"echo /usr; echo > {path}\"]\n"
        );
        let book = BookDir::new(&toml, &[("one", lesson)]);
        said(&verify(book.root(), &["--sandbox", "off"]), 0);
        assert!(file.exists(), "{question} does not work");
        std::fs::remove_file(&file).unwrap();
        verify(book.root(), &["--all"]);
        assert!(!file.exists(), "{question}");
    }
    let book =
        BookDir::new("[preprocessor.predict.verify]\nsandbox = \"off\"\n", &[("one", lesson)]);
    let mut in_ci = command();
    in_ci.arg("verify").current_dir(book.root()).env("CI", "true");
    let output = in_ci.output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: `sandbox = \"off\"` in book.toml does not count where `CI` is set, since a \
         stranger's change may say so; if you mean it, add `--sandbox off` to the command\n"
    );
}

/// The codes of what is wrong in a book, and how many programs of it were run.
fn codes_of(toml: &str, lesson: &str) -> (Vec<String>, usize) {
    let book = BookDir::new(toml, &[("one", lesson)]);
    let output = verify(book.root(), &["--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = json["report"]["diagnostics"].as_array().unwrap().iter();
    let codes = found.map(|found| found["code"].as_str().unwrap().to_owned()).collect();
    (codes, json["programs"].as_array().unwrap().len())
}

/// What looks true, or cannot be run, is told and not taken for proved.
#[test]
fn nothing_untrue_passes() {
    let question = |program: &str, answer: &str| {
        format!("~~~~predict {{#one}}\n```python\n{program}\n```\n{answer}~~~~\n")
    };
    let fails = "```output {stream=stderr match=wildcard exit=1}\n...\nValueError: x\n```\n";
    let refuted = |what: &str| format!("{fails}~~~predicted {what}\nNo.\n~~~\n");
    let raises = "raise ValueError('x')";
    let right = "\n- [x]\n  ```output\n  8\n  ```\n- [ ] `9`\n";
    for (lesson, codes) in [
        (question(raises, &refuted("ValueError")), vec!["predicted-equals-output"]),
        (question(raises, &refuted("error")), vec!["predicted-equals-output"]),
        (question(raises, &refuted("TypeError")), vec![]),
        (question("print(7)", right), vec!["right-choice-differs"]),
        (question("print(8)", right), vec![]),
        (
            question(
                "1/0",
                "```output {phase=compile}\nZeroDivisionError: division by zero\n```\n",
            ),
            vec!["compiles"],
        ),
        (
            question(
                "print(1)",
                "```output {exit=2}\n1\n```\n```output {stream=stderr exit=3}\nx\n```\n",
            ),
            vec!["exit-differs"],
        ),
        (
            question(
                "print('at', 5)",
                "```output {match=wildcard}\nat [..]\n```\n~~~predicted at 6\nNo.\n~~~\n",
            ),
            vec!["predicted-equals-output"],
        ),
        (question("{{#include gone.py}}", "```output\n1\n```\n"), vec!["missing-include"]),
        (
            "~~~predict\n```text\nprint(7)\n```\n```output\n8\n```\n~~~\n".to_owned(),
            vec!["output-without-program"],
        ),
    ] {
        assert_eq!(codes_of("", &lesson).0, codes, "{lesson}");
    }
}

/// A mistake in `book.toml` may be about what keeps things from programs: none runs.
#[test]
fn nothing_runs_under_settings_that_nobody_meant() {
    let lesson = "~~~predict\n```sh\necho 1\n```\n```output\n1\n```\n~~~\n";
    let toml = "[preprocessor.predict.verify]\nsandbox = \"requre\"\n";
    assert_eq!(codes_of(toml, lesson), (vec!["bad-value".to_owned()], 0));
    let book = BookDir::new(toml, &[("one", lesson)]);
    let told = said(&verify(book.root(), &[]), 1);
    assert!(told.contains("\nnothing was run; 1 mistake\n"), "{told}");
}

/// What a filter takes out of a comparison is shown where somebody is to write it down.
#[test]
fn filters_hide_nothing_from_authors() {
    let toml =
        "[preprocessor.predict.verify.filters.n]\npattern = \"[0-9]+\"\nreplacement = \"N\"\n";
    let lesson = "~~~predict\n```sh\necho took 17 ms\n```\n```output\n```\n~~~\n";
    let told = said(&verify(BookDir::new(toml, &[("one", lesson)]).root(), &[]), 1);
    assert!(told.contains("took 17 ms"), "{told}");
}

/// Where the sandbox may be why, that is said.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_lacks_rights_is_told_why() {
    let lesson = "~~~predict\n```sh\nls /proc\n```\n```output\n1\n```\n~~~\n";
    let told = said(&verify(BookDir::new("", &[("one", lesson)]).root(), &[]), 1);
    let hint = "the sandbox may be why: see what it does with `--sandbox off`";
    assert!(told.contains(hint), "{told}");
}

/// A file is named from here, or from the directory of the book.
#[test]
fn files_are_named_from_the_book_as_well() {
    let book = copy_of_case("true");
    let above = book.root().parent().unwrap();
    let name = book.root().file_name().unwrap().to_str().unwrap();
    for path in ["src/crlf.md", &format!("{name}/src/crlf.md")] {
        let told = said(&verify(above, &[name, path, "--all"]), 0);
        assert!(told.contains("1 program: 1 proved"), "{told}");
    }
}
