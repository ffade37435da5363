//! Law 5: what a book costs grows as the book does.
//!
//! What is measured is the processor time of the command, by the system's own account: waiting for
//! other processes is no part of it, so a busy machine changes it little. Counting steps would be
//! better still, but the crate forbids `unsafe`, which a counting allocator needs, and the loops
//! that matter allocate nothing. Eight times the input may cost up to 24 times as much; what is
//! quadratic costs 64 times.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use wait4::Wait4 as _;

use crate::support::{BookDir, chapter, checkout, command, context};

/// What is enough to be told from what every start of the command costs.
const ENOUGH: Duration = Duration::from_millis(80);

/// The most bytes that the report about one chapter may have: that of a few kinds of mistake, each
/// told twenty times.
const MOST_TOLD: usize = 100_000;

/// The processor time that the command takes for `input`, and how much it has to say.
fn cost(input: &Value) -> (Duration, usize) {
    cost_of(command(), &input.to_string())
}

/// The same where it checks a book of the chapter `text`, with every lint there is.
fn cost_of_check(text: &str) -> (Duration, usize) {
    let levels = "[preprocessor.predict.lints]\npedantic = \"warn\"\n";
    let book = BookDir::new(levels, &[("a", text)]);
    let mut command = command();
    command.arg("check").arg(book.root());
    cost_of(command, "")
}

fn cost_of(mut command: Command, input: &str) -> (Duration, usize) {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut stdin, mut stderr) = (child.stdin.take().unwrap(), child.stderr.take().unwrap());
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input.as_bytes()).unwrap());
        let mut said = Vec::new();
        stderr.read_to_end(&mut said).unwrap();
        let usage = child.wait4().unwrap();
        assert!(matches!(usage.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&said));
        (usage.rusage.utime + usage.rusage.stime, said.len())
    })
}

/// Asserts that what `shape` makes of numbers costs no more than these numbers grow.
#[track_caller]
fn is_linear(name: &str, shape: &dyn Fn(usize) -> Value) {
    grows_no_faster(name, &|n| cost(&shape(n)));
}

/// The same for what `cost` says that numbers cost.
#[track_caller]
fn grows_no_faster(name: &str, cost: &dyn Fn(usize) -> (Duration, usize)) {
    let mut n = 500;
    let small = loop {
        let (once, _) = cost(n);
        if once >= ENOUGH || n > 500_000 {
            break once;
        }
        n *= 2;
    };
    let (large, told) = cost(8 * n);
    assert!(large < small * 24, "{name}: {small:?} for {n}, {large:?} for {}", 8 * n);
    assert!(told < MOST_TOLD, "{name}: {told} bytes on standard error");
}

/// The same where it mends what is wrong with a book of this chapter, which includes `part`.
fn cost_of_fix(text: &str, part: &str) -> (Duration, usize) {
    let book = BookDir::new("", &[("a", text)]);
    book.write("src/part.md", part);
    let mut command = command();
    command.args(["check", "--fix"]).arg(book.root());
    cost_of(command, "")
}

/// A book in `root` of one chapter.
fn book(root: &Path, text: &str) -> Value {
    json!([context(root, "html"), { "items": [chapter("a", text, Vec::new())] }])
}

fn wrap(body: &str) -> String {
    format!("~~~~predict T\n{body}\n```output\n1\n```\n~~~~\n")
}

/// A question about a program, and what is said to its answers.
fn wrap_answer(program: &str, said: &str) -> String {
    format!("~~~~predict T\n```python\n{program}```\n\n```output\n1\n```\n\n{said}~~~~\n")
}

#[test]
fn lessons_cost_what_they_are_long() {
    let lesson = "~~~~predict T\n- [ ] a\n- [x] b\n\n```output\n1\n```\n~~~~\n\n";
    let shapes: [(&str, &dyn Fn(usize) -> String); 11] = [
        ("blocks", &|n| lesson.repeat(n)),
        ("mistakes", &|n| "~~~~predict T {x}\ntext\n~~~~\n\n".repeat(n)),
        ("text", &|n| format!("{lesson}{}", "some words here\n\n".repeat(n))),
        ("choices", &|n| wrap(&"- [ ] a\n- [x] b\n".repeat(n))),
        ("parts", &|n| wrap(&"~~~hint\ntext\n~~~\n\nprose\n\n".repeat(n))),
        ("refutations", &|n| {
            let items: String = (0..n).map(|at| format!("- [ ] a{at}\n\n  no\n")).collect();
            let parts: String =
                (0..n).map(|at| format!("~~~predicted b{at}\nno\n~~~\n\n")).collect();
            format!("~~~~predict T\n{items}- [x] 1\n\n```output\n1\n```\n\n{parts}~~~~\n")
        }),
        ("callouts that wait", &|n| {
            let waiting: String =
                (0..n).map(|at| format!("~~~takeaway {{after=q{at}}}\nt\n~~~\n\n")).collect();
            let asked =
                (0..n).map(|at| format!("~~~~predict {{#a{at}}}\n```output\n{at}\n```\n~~~~\n\n"));
            waiting + &asked.collect::<String>()
        }),
        ("counter-programs of one program", &|n| {
            let program: String = (0..n).map(|at| format!("line {at}\n")).collect();
            let read = |at| format!("~~~predicted {at}\n```python\nx{at}\n```\n~~~\n\n");
            let read: String = (2..n + 2).map(read).collect();
            wrap_answer(&program, &read)
        }),
        ("counter-programs unlike their program", &|n| {
            let program: String = (0..150).map(|at| format!("line {at}\n")).collect();
            let read = |at| format!("~~~predicted {at}\n```python\nx{at}\n```\n~~~\n\n");
            let read: String = (2..n / 10 + 2).map(read).collect();
            wrap_answer(&program, &read)
        }),
        ("a long counter-program", &|n| {
            let lines = |word| (0..n).map(|at| format!("{at}\n")).collect::<String>() + word;
            let read = format!("~~~predicted 2\n```python\n{}\n```\n~~~\n", lines("read"));
            wrap_answer(&lines("says\n"), &read)
        }),
        ("body", &|n| wrap(&"some words here\n\n".repeat(n))),
    ];
    for (name, shape) in shapes {
        is_linear(name, &|n| book(checkout(), &shape(n)));
    }
}

#[test]
fn lints_cost_what_they_read() {
    let program = "```python\nx\n```\n";
    let shapes: [(&str, &dyn Fn(usize) -> String); 5] = [
        ("questions with lints", &|n| {
            let ask = |at| {
                let choices = "- [ ] a\n- [x] b\n- [ ] c\n";
                format!("~~~~predict Broken\n{program}{choices}```output\n{at}\n```\n~~~~\n\n")
            };
            (0..n).map(ask).collect()
        }),
        ("blocks that allow", &|n| {
            let names = "long-rule long-output ".repeat(n);
            let inner = "~~~takeaway {allow=telling-title}\nt\n~~~\n\n".repeat(n);
            format!("~~~~mistake {{allow=\"{names}\"}}\n{inner}~~~~\n")
        }),
        ("replies that nobody reaches", &|n| {
            let choices: String = (0..n).map(|at| format!("- [ ] a{at}\n")).collect();
            let said: String = (0..n).map(|at| format!("~~~predicted b{at}\n~~~\n\n")).collect();
            format!("~~~~predict T\n{choices}- [x] 1\n\n```output\n1\n```\n\n{said}~~~~\n")
        }),
        ("an output that is nearly everywhere", &|n| {
            let lines = "a\n".repeat(n);
            let callouts = "~~~takeaway\na\n~~~\n\n".repeat(n);
            let question = format!("~~~~~predict T\n{program}{callouts}```output\n{lines}b\n```\n");
            format!("{lines}\n{question}~~~~~\n\n{callouts}")
        }),
        ("fixes", &|n| wrap_answer("x\n", &"~~~fix\n```output\n1\n```\n~~~\n\n".repeat(n))),
    ];
    for (name, shape) in shapes {
        grows_no_faster(name, &|n| cost_of_check(&shape(n)));
    }
}

#[test]
fn fixes_cost_what_they_mend() {
    let mistakes = |n: usize| -> String {
        (0..n).map(|at| format!("~~~~takeaway {{id=a{at}}}\nt{at}\n~~~~\n\n")).collect()
    };
    grows_no_faster("mistakes of a chapter", &|n| cost_of_fix(&mistakes(n), ""));
    let part = "{{#include part.md}}\n";
    grows_no_faster("mistakes of an included file", &|n| cost_of_fix(part, &mistakes(n)));
}

/// Ten files include each other many times each, which makes a text that nobody could hold.
#[test]
fn includes_that_multiply_cost_what_they_are_long() {
    grows_no_faster("includes", &|n| {
        let book = BookDir::new("", &[("a", "{{#include 0.md}}\n")]);
        for level in 0..9 {
            let text = format!("{{{{#include {}.md}}}}\n", level + 1).repeat(n);
            book.write(&format!("src/{level}.md"), &text);
        }
        book.write("src/9.md", "text\n");
        let mut command = command();
        command.arg("check").arg(book.root());
        cost_of(command, "")
    });
}

#[test]
fn long_lines_cost_what_they_are_long() {
    let shapes: [(&str, &dyn Fn(usize) -> String); 10] = [
        ("fences on a line", &|n| "```a ".repeat(n)),
        ("fences in a word", &|n| "```a".repeat(n)),
        ("fences of tildes", &|n| "~~~a ".repeat(n)),
        ("blocks on a line", &|n| "```predict `a` ".repeat(n)),
        ("quotes before fences", &|n| format!("{}{}", "> ".repeat(n), "```predict `a` ".repeat(n))),
        ("code spans in a title", &|n| format!("~~~takeaway {}\nt\n~~~\n", "`a``b```c".repeat(n))),
        ("attributes", &|n| format!("~~~takeaway {{{}}}\nt\n~~~\n", "abc ".repeat(n))),
        ("braces", &|n| format!("~~~takeaway {}\nt\n~~~\n", "{a ".repeat(n))),
        ("tabs behind a block", &|n| {
            format!("- ~~~takeaway T\n  t\n  ~~~\n  {}t\n", "\t".repeat(n))
        }),
        ("classes before spaces", &|n| {
            format!("~~~takeaway {{{}{}}}\nt\n~~~\n", ".a ".repeat(n), " ".repeat(n))
        }),
    ];
    for (name, shape) in shapes {
        is_linear(name, &|n| book(checkout(), &shape(n)));
    }
}

#[test]
fn settings_cost_what_they_are_long() {
    let dir = BookDir::new("", &[]);
    is_linear("unknown keys", &|n| {
        let lines: String = (0..n).map(|at| format!("key{at} = 1\n")).collect();
        let text = format!("[preprocessor.predict]\n{lines}");
        dir.write("book.toml", &text);
        let keys: serde_json::Map<_, _> = (0..n).map(|at| (format!("key{at}"), json!(1))).collect();
        let mut book = book(dir.root(), "");
        book[0]["config"]["preprocessor"]["predict"] = Value::Object(keys);
        book
    });
    is_linear("callouts and unknown languages", &|n| {
        let names = (0..n).map(|at| (format!("callout-{at}"), json!({ "title": "T" })));
        let callouts: serde_json::Map<_, _> = names.collect();
        let fences: String = (0..n).map(|at| format!("```calluot{at}x\n```\n")).collect();
        let mut book = book(checkout(), &fences);
        book[0]["config"]["preprocessor"]["predict"]["callouts"] = Value::Object(callouts);
        book
    });
}

#[test]
fn places_cost_what_chapters_are_long() {
    let dir = BookDir::new("", &[]);
    is_linear("mistakes in included text", &|n| {
        let lines: String = (0..n).map(|at| format!("~~~takeaway {{x{at}}}\nt\n~~~\n")).collect();
        dir.write("src/a.md", &format!("Line.\n{lines}"));
        book(dir.root(), &lines)
    });
}

/// A book of this many chapters with the same text.
fn same_chapters(number: usize, text: &str) -> Value {
    let chapters = (0..number).map(|at| chapter(&format!("a{at}"), text, Vec::new()));
    json!([context(checkout(), "html"), { "items": chapters.collect::<Vec<_>>() }])
}

/// What mends fences looks at chapters of a certain length at most, which a book with ever more of
/// the same chapter does not show: so one chapter is compared with its parts.
#[test]
fn a_chapter_with_mistakes_costs_what_its_parts_do() {
    let shapes: [(&str, &str, &str); 11] = [
        ("blocks too short", "~~~predict\n~~~hint\nt\n~~~\n```output\n1\n```\n~~~\n\n", ""),
        ("blocks never closed", "~~~predict\nt\n\n", ""),
        ("blocks never closed in quotes", "> ~~~predict\n> t\n\n", ""),
        ("blocks never closed in lists", "- ~~~predict\n  t\n\nx\n\n", ""),
        ("blocks that are indented", "text\n\n    ~~~predict\n\n", ""),
        ("lines that are indented", "    ~~~predict\n", "text\n"),
        ("blocks in HTML", "<div>\n~~~predict\n\n", ""),
        ("unknown words", "~~~[x]\nx\n~~~\n\n", "~~~takeaway\nx\n~~~\n\n"),
        ("lines of colons", ":::predict\n\n:::\n\n", ""),
        ("closing fences too short", "~~~~predict\n```output\n1\n```\n~~~\n\n", ""),
        ("comments", "<!--\n~~~\n", "~~~~predict\nt\n~~~\n"),
    ];
    for (name, piece, first) in shapes {
        let text = |times: usize| format!("{first}{}", piece.repeat(times));
        let times = 20_000 / piece.len();
        let mut number = 1;
        let small = loop {
            let (once, _) = cost(&same_chapters(8 * number, &text(times)));
            if once >= ENOUGH || number > 500 {
                break once;
            }
            number *= 2;
        };
        let (large, _) = cost(&same_chapters(number, &text(8 * times)));
        assert!(large < small * 3, "{name}: {small:?} in parts, {large:?} in one");
    }
}
