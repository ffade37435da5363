//! What a sandbox for each program costs: 100 programs in Python, verified, beside the same ones
//! under `xargs -P2`, in turns.
//!
//! Run it with `cargo bench --bench verify`, while nothing else runs.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is not as it should be")]
#![expect(clippy::print_stdout, reason = "the figures are what this is for")]
#![expect(clippy::disallowed_methods, reason = "what is measured are programs")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many programs.
const PROGRAMS: usize = 100;

/// How often both are measured.
const ROUNDS: usize = 5;

fn main() {
    let book = tempfile::tempdir().unwrap();
    let root = book.path();
    let scripts = root.join("scripts");
    std::fs::create_dir_all(root.join("src")).unwrap();
    std::fs::create_dir_all(&scripts).unwrap();
    std::fs::write(root.join("book.toml"), "[book]\ntitle = \"b\"\n").unwrap();
    std::fs::write(root.join("src/SUMMARY.md"), "# S\n\n- [One](one.md)\n").unwrap();
    let mut chapter = String::new();
    for number in 0..PROGRAMS {
        let program = format!("print({number} * 2)\n");
        std::fs::write(scripts.join(format!("{number}.py")), &program).unwrap();
        let output = number * 2;
        let _ = write!(
            chapter,
            "~~~predict {{#p{number}}}\n```python\n{program}```\n```output\n{output}\n```\n~~~\n\n"
        );
    }
    std::fs::write(root.join("src/one.md"), chapter).unwrap();
    let python = real_python();
    let (mut beside, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        beside.push(under_xargs(&scripts, &python));
        ours.push(verified(root));
    }
    let (beside, ours) = (median(beside), median(ours));
    println!("{PROGRAMS} programs in Python, two at a time, median of {ROUNDS}");
    println!("  under xargs   {:>7.0} ms", beside.as_secs_f64() * 1000.0);
    println!("  verified      {:>7.0} ms", ours.as_secs_f64() * 1000.0);
    println!("  ratio         {:>10.2}", ours.as_secs_f64() / beside.as_secs_f64());
}

/// The interpreter itself: a stand-in that looks for it would make ours look better.
fn real_python() -> String {
    let output = Command::new("python3").args(["-c", "import sys; print(sys.executable)"]).output();
    String::from_utf8(output.unwrap().stdout).unwrap().trim().to_owned()
}

fn under_xargs(scripts: &Path, python: &str) -> Duration {
    let started = Instant::now();
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ls *.py | xargs -P2 -n1 '{python}'")]).current_dir(scripts);
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
    started.elapsed()
}

fn verified(root: &Path) -> Duration {
    let started = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mdbook-predict"));
    command.args(["verify", "--all", "--jobs", "2", "--sandbox", "require"]).current_dir(root);
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
    started.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
