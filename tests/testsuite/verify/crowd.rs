//! Many programs, and among them some that do what they can to be a burden.

use serde_json::Value;

use super::whole::Run;

/// What does not end well, a program of a shell each; none of them prints what its lesson claims.
const BURDENS: &[(&str, &str)] = &[
    (" {timeout=1}", "trap '' TERM INT HUP\nwhile :; do :; done"),
    (" {timeout=1}", "for i in $(seq 50); do (sleep 1000 & sleep 1000) & done\nwait"),
    (" {timeout=1}", "exec >&- 2>&-\nsleep 1000"),
    ("", "for i in $(seq 5); do (sleep 1000 &) done"),
    ("", "setsid sleep 1000 >/dev/null 2>&1 &\nsetsid --wait true"),
    ("", "cd /\nfor i in 1 2 3; do (env -i setsid sleep 1000 >/dev/null 2>&1 &) done"),
    ("", "yes"),
    ("", "umask 777\nmkdir closed\ncd closed"),
    ("", "perl -e '$x = \"x\" x (1 << 30); $y = \"y\" x (1 << 28)'"),
    ("", "head -c 100000000 /dev/zero >large"),
];

const PROGRAMS: usize = 200;

/// How many programs stand between two burdens, and the first of them.
const EACH: usize = PROGRAMS / BURDENS.len();

fn chapter() -> String {
    let lesson = |number: usize| {
        let (attributes, program) = match number.is_multiple_of(EACH) {
            true => BURDENS[number / EACH],
            false => ("", "echo $((6 * 7))"),
        };
        format!(
            "~~~~predict {{#n{number}}}\n```sh{attributes}\n{program}\n```\n```output\n42\n```\n~~~~\n\n"
        )
    };
    (0..PROGRAMS).map(lesson).collect()
}

#[test]
fn burdens_are_wrong_and_all_others_are_right() {
    let run = Run::new("", &chapter());
    // Without a sandbox, what has escaped is ended when all is done.
    for more in [&[][..], &["--sandbox", "off"]] {
        let output = run.finish(&[&["--format", "json"], more].concat());
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        let programs = told["programs"].as_array().unwrap();
        assert_eq!(programs.len(), PROGRAMS);
        for (number, program) in programs.iter().enumerate() {
            let expected = if number.is_multiple_of(EACH) { "wrong" } else { "proved" };
            assert_eq!(program["standing"], expected, "{more:?} {program}");
        }
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(run.left(), [""; 0], "{more:?}");
    }
}
