//! What a file of 1,000 proofs saves and costs: a second `verify`, and builds of the same book with
//! it and without, in turns.
//!
//! Run it with `cargo bench --bench lock`, while nothing else runs.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is not as it should be")]
#![expect(clippy::print_stdout, reason = "the figures are what this is for")]
#![expect(clippy::disallowed_methods, reason = "what is measured are programs")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mdbook_driver::MDBook;
use wait4::Wait4 as _;

/// How many chapters, each with ten programs.
const CHAPTERS: usize = 100;

/// How often each is measured.
const RUNS: usize = 9;

/// The command that is measured.
const OURS: &str = env!("CARGO_BIN_EXE_mdbook-predict");

const PROSE: &str = "Some *prose* that goes on for a while, with `code` in it, until it ends.\n\n";

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("build") => {
            let root = std::env::args().nth(2).unwrap();
            MDBook::load(root).unwrap().build().unwrap();
        }
        _ => compare(),
    }
}

fn write_book(root: &Path) {
    let src = root.join("src");
    std::fs::create_dir_all(&src).unwrap();
    let toml = format!("[book]\ntitle = \"Book\"\n\n[preprocessor.predict]\ncommand = '{OURS}'\n");
    std::fs::write(root.join("book.toml"), toml).unwrap();
    let mut summary = "# Summary\n\n".to_owned();
    for chapter in 0..CHAPTERS {
        let questions = (0..10).map(|question| {
            let number = 10 * chapter + question;
            format!(
                "~~~predict {{#p{number}}}\n```sh\necho {number}\n```\n```output\n{number}\n```\n\
                 ~~~\n\n{}",
                PROSE.repeat(10)
            )
        });
        let text = format!("# Chapter {chapter}\n\n{}", questions.collect::<String>());
        std::fs::write(src.join(format!("chapter-{chapter}.md")), text).unwrap();
        summary.push_str(&format!("- [Chapter {chapter}](chapter-{chapter}.md)\n"));
    }
    std::fs::write(src.join("SUMMARY.md"), summary).unwrap();
}

/// What a run cost: processor time, and time on the clock.
type Cost = (Duration, Duration);

fn cost(command: &mut Command) -> Cost {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).env_remove("CI").spawn().unwrap();
    let usage = child.wait4().unwrap();
    assert!(usage.status.success(), "{command:?}");
    (usage.rusage.utime + usage.rusage.stime, start.elapsed())
}

fn compare() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    write_book(root);
    let own = std::env::current_exe().unwrap();
    let first = cost(Command::new(OURS).arg("verify").arg(root));
    let lock = root.join("predict.lock");
    let text = std::fs::read_to_string(&lock).unwrap();
    assert_eq!(text.matches("hash = ").count(), 10 * CHAPTERS);
    let (mut second, mut with, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        second.push(cost(Command::new(OURS).arg("verify").arg(root)));
        with.push(cost(Command::new(&own).arg("build").arg(root)));
        std::fs::remove_file(&lock).unwrap();
        without.push(cost(Command::new(&own).arg("build").arg(root)));
        std::fs::write(&lock, &text).unwrap();
    }
    println!("{} programs; processor and clock, median and worst of {RUNS}", 10 * CHAPTERS);
    let _ = told("verify, nothing proved yet", vec![first]);
    let _ = told("verify, all proved", second);
    let with = told("build with the proofs", with);
    let without = told("build without them", without);
    println!("  ratio of the builds {:.3}", with.as_secs_f64() / without.as_secs_f64());
}

/// Says what runs cost; their median of processor time.
fn told(what: &str, mut costs: Vec<Cost>) -> Duration {
    costs.sort();
    let ((processor, clock), worst) = (costs[costs.len() / 2], costs[costs.len() - 1]);
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "  {what:<28}{:>8.0} ms {:>8.0} ms   worst {:>8.0} ms",
        ms(processor),
        ms(clock),
        ms(worst.0)
    );
    processor
}
