//! What programs print is text, to terminals and to CI systems; and what is no program is not run.

use std::process::Command;

use serde_json::Value;

use super::whole::Run;

/// Commands of CI systems, and of terminals, on both streams.
const LOUD: &str = r"say() {
printf '::error file=a.md::owned\n  ::add-mask::e\n##[error]owned\n###[error]owned\n'
printf '##vso[task.setvariable]owned\n\033[2J\033]0;owned\007\302\2332J\342\200\256\n'
}
say
say >&2
exit 3";

/// Whether a CI system would see a command in `line`: GitHub's new ones stand at its beginning,
/// its old ones and those of others anywhere.
fn has_command(line: &str) -> bool {
    let mut brackets = line.match_indices('[');
    let old = |before: &str| before.trim_end_matches(char::is_alphabetic).ends_with("##");
    brackets.any(|(at, _)| old(&line[..at])) || line.trim_start().starts_with("::")
}

fn steers(text: &str) -> bool {
    text.contains(|c: char| c.is_control() && c != '\n') || text.contains('\u{202e}')
}

#[test]
fn what_is_printed_is_never_a_command() {
    let plain = Command::new("sh").args(["-c", LOUD]).output().unwrap();
    let plain = String::from_utf8(plain.stdout).unwrap();
    assert_eq!(plain.lines().filter(|line| has_command(line)).count(), 5, "it can do it");
    assert!(steers(&plain));
    let lesson = |attributes: &str| {
        format!(
            "~~~~predict {{#loud}}\n```sh {attributes}\n{LOUD}\n```\n```output\nquiet\n```\n~~~~\n\n"
        )
    };
    let skipped = lesson("{skip=\"##[error]owned\"}").replace("#loud", "#skipped");
    let run = Run::new("", &format!("{}{skipped}", lesson("{args=\"a##[group]\"}")));
    for format in ["human", "json", "github"] {
        let output = run.finish(&["--format", format]);
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains("owned"), "{told}");
        assert!(!steers(&told), "{told:?}");
        let commands = told.lines().filter(|line| has_command(line));
        let own = commands.filter(|line| !line.starts_with("::error title="));
        assert_eq!(own.collect::<Vec<_>>(), [""; 0], "{told}");
        if format == "json" {
            let told: Value = serde_json::from_str(&told).unwrap();
            let skipped = &told["programs"][1];
            assert_eq!(skipped["reason"], "##[error]owned", "it is what it was");
        }
    }
    let plan = String::from_utf8(run.finish(&["--plan"]).stdout).unwrap();
    assert!(plan.contains("[group]") && !plan.lines().any(has_command), "{plan}");
}

/// The same lines are run where they are a program, and only there.
#[test]
fn only_programs_run() {
    let marks = tempfile::tempdir().unwrap();
    let mark = |name: &str| format!("touch '{}/{name}'\necho x", marks.path().display());
    let lesson = |id: &str, lines: &str| format!("~~~~predict {{#{id}}}\n{lines}\n~~~~\n\n");
    let claimed = |lines: &str| format!("{lines}\n\n```output\nx\n```");
    let chapter = [
        lesson("program", &claimed(&format!("```sh\n{}\n```", mark("program")))),
        lesson("text", &claimed(&format!("```text\n{}\n```", mark("text")))),
        lesson("wordless", &claimed(&format!("```\n{}\n```", mark("wordless")))),
        format!("```sh\n{}\n```\n\n", mark("alone")),
        format!("<!--\n{}-->\n\n", lesson("comment", &format!("```sh\n{}\n```", mark("comment")))),
        format!("````md\n{}````\n\n", lesson("shown", &format!("```sh\n{}\n```", mark("shown")))),
        lesson("unclaimed", &format!("```sh\n{}\n```", mark("unclaimed"))),
        lesson("skip", &claimed(&format!("```sh {{skip=\"no\"}}\n{}\n```", mark("skip")))),
        lesson(
            "input",
            &claimed(&format!("```sh\ncat\n```\n```sh {{stdin}}\n{}\n```", mark("input"))),
        ),
    ]
    .concat();
    let run = Run::new("", &chapter);
    run.finish(&["--sandbox", "off"]);
    let marks: Vec<_> = std::fs::read_dir(marks.path()).unwrap().collect();
    let names: Vec<_> = marks.into_iter().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["program"]);
}
