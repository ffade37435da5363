//! `check` against `mdbook build` of the same book, and against the preprocessing in that build.
//!
//! `cargo bench --bench check` writes a book of 1,000 chapters and 20 MB with a lesson in every
//! chapter, half of them with programs that they include. It is checked, built by the real mdBook,
//! and sent to the preprocessor as that build sends it, in turns; the best runs are compared.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is not as it should be")]
#![expect(clippy::print_stdout, reason = "the figures are what this is for")]
#![expect(clippy::disallowed_methods, reason = "what is measured are programs")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use wait4::Wait4 as _;

/// How often the book is checked and preprocessed; it is built once for three of these.
const RUNS: usize = 9;

const CHAPTERS: usize = 1_000;

/// The command that is measured.
const OURS: &str = env!("CARGO_BIN_EXE_mdbook-predict");

/// A page of prose, code and lists, as books have them.
const PAGE: &str = "## A heading with `code`\n\nSome *prose* that goes on for a while, with a \
    [link](other.md) and a \"quotation\" or two, until the paragraph ends somewhere.\n\n```rust\n\
    fn main() {\n    println!(\"Hello, {}!\", \"world\");\n}\n```\n\n- one item\n- another item \
    with **bold** words\n\n> A quote, for once.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n";

/// A lesson with its program, or with a link to that.
fn lesson(program: &str) -> String {
    format!(
        "~~~~predict What does this print?\n```python\n{program}\n```\n\n- [ ] `3.5`\n- [x] `3`\n\n\
         ~~~hint\nThink.\n~~~\n\n```output\n3\n```\n\nIntegers.\n~~~~\n\n"
    )
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("build") => build(Path::new(&std::env::args().nth(2).unwrap())),
        _ => compare(),
    }
}

/// Builds the book in `root` as `mdbook build` does.
fn build(root: &Path) {
    MDBook::load(root).unwrap().build().unwrap();
}

/// Writes the book, and gives its size in bytes.
fn write_book(root: &Path) -> usize {
    let src = root.join("src");
    std::fs::create_dir_all(src.join("programs")).unwrap();
    std::fs::write(src.join("programs/half.py"), "half = 7 // 2\nprint(half)\n").unwrap();
    let toml = format!("[book]\ntitle = \"Book\"\n\n[preprocessor.predict]\ncommand = '{OURS}'\n");
    std::fs::write(root.join("book.toml"), toml).unwrap();
    let prose = PAGE.repeat(10_000 / PAGE.len());
    let (mut summary, mut size) = ("# Summary\n\n".to_owned(), 0);
    for number in 0..CHAPTERS {
        let program =
            if number % 2 == 0 { "print(7 // 2)" } else { "{{#include programs/half.py}}" };
        let text = format!("# Chapter {number}\n\n{prose}{}{prose}", lesson(program));
        size += text.len();
        std::fs::write(src.join(format!("chapter-{number}.md")), text).unwrap();
        summary.push_str(&format!("- [Chapter {number}](chapter-{number}.md)\n"));
    }
    std::fs::write(src.join("SUMMARY.md"), summary).unwrap();
    size
}

/// What a run cost.
#[derive(Clone, Copy)]
struct Cost {
    processor: Duration,
    wall: Duration,
}

/// Runs `command` to its end.
fn cost(command: &mut Command) -> Cost {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let usage = child.wait4().unwrap();
    assert!(usage.status.success(), "{command:?}");
    Cost { processor: usage.rusage.utime + usage.rusage.stime, wall: start.elapsed() }
}

/// Writes what mdBook sends to the preprocessor in a build of the book in `root` to a file, whose
/// path this is.
fn sent(root: &Path) -> PathBuf {
    let file = root.join("sent.json");
    let listener = format!("sh -c '[ \"$1\" = supports ] || cat > \"{}\"' predict", file.display());
    let mut config = Config::from_disk(root.join("book.toml")).unwrap();
    config.set("preprocessor.predict.command", listener).unwrap();
    // It answers nothing, and so the build ends there.
    assert!(MDBook::load_with_config(root, config).unwrap().build().is_err());
    assert!(file.metadata().unwrap().len() > 10_000_000);
    file
}

fn compare() {
    let dir = tempfile::tempdir().unwrap();
    let size = write_book(dir.path());
    let sent = sent(dir.path());
    let own = std::env::current_exe().unwrap();
    let check = || cost(Command::new(OURS).arg("check").arg(dir.path()));
    let preprocess = || {
        let input = std::fs::File::open(&sent).unwrap();
        cost(Command::new(OURS).stdin(input))
    };
    let build = || cost(Command::new(&own).arg("build").arg(dir.path()));
    let (mut checked, mut preprocessed, mut built) = (check(), preprocess(), build());
    for run in 1..RUNS {
        checked = checked.least(check());
        preprocessed = preprocessed.least(preprocess());
        if run % 3 == 0 {
            built = built.least(build());
        }
    }
    println!("{:.1} MB in {CHAPTERS} chapters; best of {RUNS} runs", size as f64 / 1e6);
    for (name, cost) in
        [("check", checked), ("preprocessing", preprocessed), ("mdbook build", built)]
    {
        println!(
            "  {name:<14} {:>6} ms processor, {:>6} ms wall",
            cost.processor.as_millis(),
            cost.wall.as_millis()
        );
    }
    let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    println!(
        "  check takes {:.3} of a build (wall: {:.3}), and {:.2} of its preprocessing (wall: {:.2})",
        ratio(checked.processor, built.processor),
        ratio(checked.wall, built.wall),
        ratio(checked.processor, preprocessed.processor),
        ratio(checked.wall, preprocessed.wall)
    );
}

impl Cost {
    /// The best of both.
    fn least(self, other: Cost) -> Cost {
        Cost { processor: self.processor.min(other.processor), wall: self.wall.min(other.wall) }
    }
}
