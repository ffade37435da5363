//! The whole process, against a program that copies its input and one that only parses it.
//!
//! `cargo bench` generates books without blocks, with few and with many, feeds each of them to the
//! three programs through pipes, as mdBook does, and prints processor time, wall time and
//! peak memory as ratios; then the cost of one chapter by its number of blocks.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is not as it should be")]
#![expect(clippy::print_stdout, reason = "the figures are what this is for")]
#![expect(clippy::disallowed_methods, reason = "what is measured are programs")]

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mdbook_predict::chapter::{
    Delivery, ProvedOutputs, Reading, Settings, Target, Translation, Writing, read, write,
};
use serde_json::json;
use wait4::Wait4 as _;

/// How often each program runs; the best run counts.
const RUNS: usize = 11;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("copy") => copy(),
        Some("parse") => parse(),
        Some("measure") => measure(),
        _ => compare(),
    }
}

/// Program (a): copies standard input to standard output.
fn copy() {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input).unwrap();
    std::io::stdout().write_all(&input).unwrap();
}

/// Program (b): a preprocessor that changes nothing, in the way of mdBook's developer guide.
fn parse() {
    let (_, book) = mdbook_preprocessor::parse_input(std::io::stdin()).unwrap();
    serde_json::to_writer(std::io::stdout(), &book).unwrap();
}

/// A page of prose, code and lists, as books have them.
const PAGE: &str = "## A heading with `code`\n\nSome *prose* that goes on for a while, with a \
    [link](other.md) and a \"quotation\" or two, until the paragraph ends somewhere.\n\n```rust\n\
    fn main() {\n    println!(\"Hello, {}!\", \"world\");\n}\n```\n\n- one item\n- another item \
    with **bold** words\n\n> A quote, for once.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n";

const LESSON: &str = "~~~~predict What does this print?\n```rust\nfn main() {\n    \
    println!(\"{}\", 7 / 2);\n}\n```\n\n- [ ] `3.5`\n- [x] `3`\n\n~~~hint\nThink.\n~~~\n\n\
    ```output\n3\n```\n\nIntegers.\n~~~~\n\n";

/// A book that a benchmark is about.
struct Shape {
    name: &'static str,
    chapters: usize,
    /// The prose in a chapter, in bytes; half of it stands before the lessons.
    prose: usize,
    /// The lessons in a chapter.
    lessons: usize,
}

const SHAPES: [Shape; 4] = [
    Shape { name: "24 kB each, without blocks", chapters: 1_000, prose: 24_000, lessons: 0 },
    Shape { name: "24 kB each, a block in every one", chapters: 1_000, prose: 24_000, lessons: 1 },
    Shape { name: "5 kB each, a block in every one", chapters: 4_000, prose: 5_000, lessons: 1 },
    Shape {
        name: "a quiz book, 125 blocks in every one",
        chapters: 20,
        prose: 5_000,
        lessons: 125,
    },
];

impl Shape {
    /// What mdBook would send.
    fn input(&self) -> String {
        let prose = PAGE.repeat(self.prose / 2 / PAGE.len());
        let lessons = LESSON.repeat(self.lessons);
        let page = format!("# A chapter\n\n{prose}{lessons}{prose}");
        let chapters: Vec<_> = (0..self.chapters)
            .map(|number| {
                let path = format!("chapter-{number}.md");
                json!({ "Chapter": {
                    "name": "A chapter", "content": page, "number": [number], "sub_items": [],
                    "path": path, "source_path": path, "parent_names": [],
                }})
            })
            .collect();
        let context = json!({
            "root": ".", "renderer": "html", "mdbook_version": "0.5.4",
            "config": { "book": { "title": "Book" }, "preprocessor": { "predict": {} } },
        });
        json!([context, { "items": chapters }]).to_string()
    }
}

/// What a run cost.
#[derive(Clone, Copy)]
struct Cost {
    processor: Duration,
    wall: Duration,
    /// Peak memory in bytes.
    memory: u64,
}

/// Runs a program on a file through pipes, and prints what that cost.
///
/// A process of its own does this, because the peak memory of a child counts what its parent had.
fn measure() {
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    let [file, program, arguments @ ..] = &arguments[..] else { panic!("no program") };
    let mut input = std::fs::File::open(file).unwrap();
    let size = input.metadata().unwrap().len();
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    std::thread::scope(|scope| {
        scope.spawn(move || pump(&mut input, &mut stdin));
        let written = pump(&mut stdout, &mut std::io::sink());
        assert!(written > size / 2, "{program} wrote too little");
    });
    let usage = child.wait4().unwrap();
    assert!(usage.status.success());
    let processor = usage.rusage.utime + usage.rusage.stime;
    let (wall, memory) = (start.elapsed(), usage.rusage.maxrss);
    println!("{} {} {memory}", processor.as_micros(), wall.as_micros());
}

/// Copies `from` to `to` through a buffer as large as a pipe's, and counts the bytes.
fn pump(from: &mut impl std::io::Read, to: &mut impl std::io::Write) -> u64 {
    let mut buffer = vec![0; 65_536];
    let mut copied = 0;
    loop {
        match from.read(&mut buffer).unwrap() {
            0 => return copied,
            read => {
                to.write_all(&buffer[..read]).unwrap();
                copied += read as u64;
            }
        }
    }
}

fn run(program: &str, arguments: &[&str], input: &Path) -> Cost {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg("measure")
        .arg(input)
        .arg(program)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<u64> = text.split_whitespace().map(|word| word.parse().unwrap()).collect();
    Cost {
        processor: Duration::from_micros(numbers[0]),
        wall: Duration::from_micros(numbers[1]),
        memory: numbers[2],
    }
}

/// The best times and the worst memory of several runs of each program; they take turns, so that a busy moment of the machine
/// hits all of them.
fn best<const N: usize>(programs: [(&str, &[&str]); N], input: &Path) -> [Cost; N] {
    let mut best = programs.map(|(program, arguments)| run(program, arguments, input));
    for _ in 1..RUNS {
        for (best, (program, arguments)) in best.iter_mut().zip(programs) {
            let cost = run(program, arguments, input);
            best.processor = best.processor.min(cost.processor);
            best.wall = best.wall.min(cost.wall);
            best.memory = best.memory.max(cost.memory);
        }
    }
    best
}

fn compare() {
    let own = std::env::current_exe().unwrap();
    let own = own.to_str().unwrap();
    for shape in SHAPES {
        let input = shape.input();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(input.as_bytes()).unwrap();
        let (chapters, name) = (shape.chapters, shape.name);
        let megabytes = input.len() as f64 / 1e6;
        println!("\n{megabytes:.1} MB: {chapters} chapters of {name}; best of {RUNS} runs");
        let programs: [(&str, &[&str]); 3] =
            [(env!("CARGO_BIN_EXE_mdbook-predict"), &[]), (own, &["copy"]), (own, &["parse"])];
        let [ours, copy, parse] = best(programs, file.path());
        for (name, cost) in [("(a) copy", copy), ("(b) parse and write", parse), ("ours", ours)] {
            println!(
                "  {name:<20} {:>4} ms processor, {:>4} ms wall, {:>6.1} MB peak",
                cost.processor.as_millis(),
                cost.wall.as_millis(),
                cost.memory as f64 / 1e6
            );
        }
        let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
        println!(
            "  ours takes {:.2} times (b) and {:.2} times (a) (wall: {:.2}, {:.2}), and peaks at {:.2} \
             times the input",
            ratio(ours.processor, parse.processor),
            ratio(ours.processor, copy.processor),
            ratio(ours.wall, parse.wall),
            ratio(ours.wall, copy.wall),
            ours.memory as f64 / input.len() as f64
        );
    }
    by_number_of_blocks();
}

/// The cost of one chapter, by its number of blocks.
fn by_number_of_blocks() {
    let (reading, settings) = (Reading::default(), &Settings::default());
    let (delivery, target) = (&Delivery::new(settings), Target::Html);
    let (dialect, translation, path) = (reading.dialect, Translation::None, "a.md");
    let (questions, proved) = (&[], &ProvedOutputs::default());
    let writing =
        Writing { path, target, translation, dialect, settings, delivery, questions, proved };
    println!("\none chapter, by its number of blocks, best of {RUNS} runs");
    for blocks in [10, 100, 1_000, 10_000] {
        let text = LESSON.repeat(blocks);
        let once = || {
            let start = Instant::now();
            assert!(write(&read(&text, &reading), &writing).is_some());
            start.elapsed()
        };
        let best = (0..RUNS).map(|_| once()).min().unwrap();
        println!(
            "  {blocks:>6} blocks: {:>9.3} ms, {:.2} µs for each",
            best.as_secs_f64() * 1e3,
            best.as_secs_f64() * 1e6 / blocks as f64
        );
    }
}
