//! The command: streams, exit codes, bad input, and what a process may not do (law 8).

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use crate::support::{BookDir, chapter, checkout, command, context, preprocess};

/// Input for the book in `root` with the given chapters.
fn input(root: &Path, chapters: Vec<Value>) -> Vec<u8> {
    json!([context(root, "html"), { "items": chapters }]).to_string().into_bytes()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn every_renderer_is_supported() {
    for renderer in ["html", "markdown", "epub", "no-such-thing"] {
        let output = command().args(["supports", renderer]).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stdout.is_empty() && output.stderr.is_empty());
    }
}

#[test]
fn a_wrong_command_line_is_an_error_and_does_not_wait() {
    let output = command().arg("suports").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("a similar subcommand exists: 'supports'"));
}

#[test]
fn a_thousand_chapters_without_blocks_come_back_as_they_were() {
    let chapters: Vec<Value> = (0..1_000)
        .map(|number| {
            chapter(&format!("c{number}"), "# Title\n\n```rust\nfn main() {}\n```\n", Vec::new())
        })
        .collect();
    let book = json!({ "items": chapters, "__non_exhaustive": null }).to_string();
    let input = format!("[{},{book}]", context(checkout(), "html"));
    let output = preprocess(input.as_bytes());
    assert!(output.status.success());
    assert!(output.stdout == book.as_bytes(), "the book changed");
    assert_eq!(stderr(&output), "");
}

/// mdBook writes all of its input before it reads a byte.
#[test]
fn nothing_is_written_before_everything_is_read() {
    let lesson = "~~~takeaway\ntext\n~~~\n";
    let chapters: Vec<Value> =
        (0..2_000).map(|n| chapter(&format!("c{n}"), lesson, Vec::new())).collect();
    let input = input(checkout(), chapters);
    let mut child = command().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&input).unwrap();
    drop(stdin);
    let mut book = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut book).unwrap();
    assert!(child.wait().unwrap().success());
    let book: Value = serde_json::from_slice(&book).unwrap();
    assert_eq!(book["items"].as_array().unwrap().len(), 2_000);
}

#[test]
fn input_that_is_not_mdbooks_is_refused_with_a_reason() {
    let not = "error: the input is not the JSON `[context, book]` that mdBook writes";
    let cases: [(&[u8], &str); 8] = [
        (b"", &format!("{not}: no `[`\n")),
        (b"{}", &format!("{not}: no `[`\n")),
        (b"[", "error: the input has no context\n"),
        (b"[{}]", &format!("{not}: no `,`\n")),
        (b"[{},{}", &format!("{not}: it ends too early\n")),
        (
            b"[{},[]]",
            "error: the book that mdBook sent cannot be read: invalid type: sequence, expected a \
             book at line 1 column 0\n",
        ),
        (
            b"[{\"root\":7},{}]",
            "error: the context that mdBook sent cannot be read: invalid type: integer `7`, \
             expected path string at line 1 column 9\n",
        ),
        (
            b"[\xff]",
            "error: standard input is not UTF-8: invalid utf-8 sequence of 1 bytes from index 1\n",
        ),
    ];
    for (input, expected) in cases {
        let output = preprocess(input);
        assert_eq!(stderr(&output), expected, "{:?}", String::from_utf8_lossy(input));
        assert_eq!(output.status.code(), Some(3));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn fields_that_nobody_knows_survive() {
    let lesson = "~~~takeaway\ntext\n~~~\n";
    let mut first = chapter("a", lesson, vec![chapter("b", lesson, Vec::new())]);
    first["Chapter"]["new"] = json!({ "x": [1.50, "\u{1F600}"] });
    let draft = json!({ "Chapter": {
        "name": "draft", "content": "", "path": null, "source_path": null, "number": null,
        "sub_items": [chapter("below", lesson, Vec::new())], "parent_names": [],
    }});
    let items = json!([first, "Separator", { "PartTitle": "Part" }, { "Unheard": 1 }, draft]);
    for key in ["items", "sections"] {
        let mut book = json!({ "before": true, "after": { "y": null } });
        book[key] = items.clone();
        let output = preprocess(json!([context(checkout(), "html"), book]).to_string().as_bytes());
        let mut after: Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut contents = Vec::new();
        for pointer in
            ["/0/Chapter", "/0/Chapter/sub_items/0/Chapter", "/4/Chapter/sub_items/0/Chapter"]
        {
            let chapter = after[key].pointer_mut(pointer).unwrap();
            contents.push(chapter["content"].as_str().unwrap().to_owned());
            chapter["content"] = json!(lesson);
        }
        assert!(contents.iter().all(|content| content.contains("<aside")));
        assert_eq!(after, book);
    }
}

/// JSON has no order of keys: a chapter's children may stand before its own text.
#[test]
fn chapters_may_stand_before_the_text_of_those_above_them() {
    let lesson = "~~~takeaway\\ntext\\n~~~\\n";
    let chapter = |name: &str, below: &str| {
        format!(r#"{{"Chapter":{{"sub_items":[{below}],"content":"{lesson}","name":"{name}"}}}}"#)
    };
    let items = [chapter("a", &chapter("b", &chapter("c", ""))), chapter("d", "")].join(",");
    let book = format!(r#"{{"items":[{items}]}}"#);
    let output = preprocess(format!("[{},{book}]", context(checkout(), "markdown")).as_bytes());
    assert_eq!(stderr(&output), "");
    let expanded = book.replace(lesson, "> **Key takeaway**\\n>\\n> text\\n\\n");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expanded);
}

const MISTAKE: &str = "# Title\n\n~~~predict\ntext\n~~~\n";

#[test]
fn all_mistakes_of_a_book_are_reported_and_stop_the_build() {
    let book = BookDir::new("", &[("a", MISTAKE), ("b", "~~~pedict\n~~~\n")]);
    let chapters =
        vec![chapter("a", MISTAKE, Vec::new()), chapter("b", "~~~pedict\n~~~\n", Vec::new())];
    let output = preprocess(&input(book.root(), chapters));
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let root = format!("{}/", book.root().display());
    snapbox::assert_data_eq!(
        stderr(&output).replace(&root, ""),
        snapbox::str![[r#"
error[nothing-to-reveal]: this `predict` block has no answer to reveal
 --> src/a.md:3:1
  |
3 | ~~~predict
  | ^^^^^^^^^^ neither an `output` nor an `answer` stands directly in it
  |
  = help: put what the program prints in an `output` fence, or the answer in an `answer` block

error[unknown-kind]: there is no kind of block `pedict`
 --> src/b.md:1:4
  |
1 | ~~~pedict
  |    ^^^^^^ not a kind, and not a language that we know
  |
  = help: did you mean `predict`?

error: 2 mistakes in the lessons of this book; to build it with a box where they stand, set `on-error = "show"` in `[preprocessor.predict]`

"#]]
    );
}

/// Some texts make the Markdown parser panic, whoever calls it.
#[test]
fn a_panic_of_the_parser_is_a_mistake_in_its_chapter() {
    let in_block = "~~~~predict T\n- [ ] \\\n  -\n- [x] b\n\n~~~output\n1\n~~~\n~~~~\n";
    let in_chapter = "~~~takeaway\ntext\n~~~\n\n>o\n>  {}\n>=\n";
    for (renderer, on_error, code) in
        [("html", "fail", 1), ("markdown", "fail", 1), ("html", "show", 0)]
    {
        let texts = [in_block, in_chapter, "~~~pedict\n~~~\n"].into_iter().enumerate();
        let chapters: Vec<Value> =
            texts.map(|(at, text)| chapter(&format!("c{at}"), text, Vec::new())).collect();
        let mut context = context(checkout(), renderer);
        context["config"]["preprocessor"]["predict"]["on-error"] = json!(on_error);
        let book = json!([context, { "items": chapters }]).to_string();
        let output = preprocess(book.as_bytes());
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(!said.contains("panicked at") && !said.contains("RUST_BACKTRACE"), "{said}");
        let lines = said.lines().filter(|line| line.starts_with("error[") || line.contains("-->"));
        let lines: Vec<&str> = lines.map(str::trim).collect();
        let panics = "error[parser-panic]: the Markdown parser panics here";
        assert_eq!(lines[0], panics);
        assert!(lines[1].ends_with("src/c0.md:3:1"), "{said}");
        assert_eq!(lines[2], panics);
        assert!(lines[3].ends_with("src/c1.md:7:1"), "{said}");
        assert_eq!(lines[4], "error[unknown-kind]: there is no kind of block `pedict`");
        assert_eq!(lines.len(), 6);
    }
}

/// Nobody wants the text of a book that is not built: it ends at the first mistake.
#[test]
fn a_mistake_ends_the_book() {
    let lesson = "~~~takeaway\ntext\n~~~\n";
    let chapters = |second: &str| {
        let texts = [lesson, second, lesson].into_iter().enumerate();
        texts.map(|(n, text)| chapter(&format!("c{n}"), text, Vec::new())).collect::<Vec<_>>()
    };
    let output = preprocess(&input(checkout(), chapters(MISTAKE)));
    assert_eq!(output.status.code(), Some(1));
    let written = String::from_utf8(output.stdout).unwrap();
    assert_eq!(written.matches("<aside").count(), 1, "{written}");
    // A mistake in `book.toml` that only matters with lessons comes with the first of them.
    let mut context = context(checkout(), "html");
    context["config"]["preprocessor"]["predict"]["assets"] = json!("linked");
    let book = json!({ "items": chapters(lesson) });
    let output = preprocess(json!([context, book]).to_string().as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error[assets-not-linked]"));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
}

/// Where nobody listens any more, the author still hears of every mistake.
#[cfg(unix)]
#[test]
fn a_closed_standard_output_hides_no_mistake() {
    let lesson = "~~~takeaway\ntext\n~~~\n";
    let warning = "~~~~predict\n```output\n```\n~~~~\n";
    let chapters: Vec<Value> = (0..50)
        .map(|n| chapter(&format!("c{n}"), lesson, Vec::new()))
        .chain([chapter("last", warning, Vec::new())])
        .collect();
    let mut child = command()
        .stdin(Stdio::piped())
        .stdout(std::fs::File::options().write(true).open("/dev/full").unwrap())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&input(checkout(), chapters)).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let said = stderr(&output);
    assert!(said.contains("warning[output-pending]"), "{said}");
    assert!(said.contains("error: cannot write to standard output: "), "{said}");
}

#[test]
fn mistakes_can_be_shown_in_the_page() {
    let mut context = context(checkout(), "html");
    context["config"]["preprocessor"]["predict"]["on-error"] = json!("show");
    let book = json!({ "items": [chapter("a", MISTAKE, Vec::new())] });
    let output = preprocess(json!([context, book]).to_string().as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).starts_with("error[nothing-to-reveal]"));
    let book: Value = serde_json::from_slice(&output.stdout).unwrap();
    let content = book["items"][0]["Chapter"]["content"].as_str().unwrap();
    let message = "<strong>This <code>predict</code> block has no answer to reveal</strong>";
    assert!(content.contains(message), "{content}");
    assert!(
        content.contains("~~~text\npredict\ntext\n~~~"),
        "the author's text is lost: {content}"
    );
}

/// Where another preprocessor changed the chapter, places are looked up in the file, and where
/// that cannot be done, the message says so.
#[test]
fn places_are_honest_about_what_was_counted() {
    let book = BookDir::new("", &[("a", MISTAKE)]);
    let mistake_twice = format!("Included.\n\nMore.\n\n{MISTAKE}\n~~~takeaway {{x}}\n~~~\n");
    let output = preprocess(&input(book.root(), vec![chapter("a", &mistake_twice, Vec::new())]));
    let root = format!("{}/", book.root().display());
    let report = stderr(&output).replace(&root, "");
    assert!(report.contains("--> src/a.md:3:1\n"), "{report}");
    assert!(report.contains("--> src/a.md:11:14\n"), "{report}");
    let doubt = "= note: other preprocessors changed this chapter first: lines are counted in the \
                 text that they passed on\n";
    assert_eq!(report.matches(doubt).count(), 1, "{report}");
}

/// A pipe or a directory in the place of a file is a file that cannot be read.
#[cfg(unix)]
#[test]
fn nothing_but_files_is_read() {
    let book = BookDir::new("", &[]);
    for path in ["book.toml", "predict.css", "predict.js", "src/a.md"] {
        let path = book.root().join(path);
        let _ = std::fs::remove_file(&path);
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    }
    let mut context = context(book.root(), "html");
    context["config"]["preprocessor"]["predict"]["assets"] = json!("linked");
    context["config"]["output"]["html"] =
        json!({ "additional-css": ["predict.css"], "additional-js": ["predict.js"] });
    let json = json!([context, { "items": [chapter("a", MISTAKE, Vec::new())] }]);
    let output = preprocess(json.to_string().as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("`predict.css` cannot be read"), "{said}");
    assert!(said.contains("error[nothing-to-reveal]"), "{said}");
}

/// What would steer a terminal is shown as a sign, wherever it comes from.
#[test]
fn nothing_steers_the_terminal() {
    let steering = "\u{1b}]0;x\u{7}\u{9b}31m";
    let mut context = context(checkout(), "html");
    context["config"]["preprocessor"][steering] = json!({ "command": "x" });
    context["config"]["preprocessor"]["predict"][steering] = json!("x");
    let text = format!("~~~predict {steering} {{{steering}}}\ntext\n~~~\n");
    let mut with_path = chapter("a", &text, Vec::new());
    with_path["Chapter"]["source_path"] = json!(format!("{steering}.md"));
    let mut without_path = chapter(steering, &text, Vec::new());
    without_path["Chapter"]["source_path"] = Value::Null;
    let json = json!([context, { "items": [with_path, without_path] }]);
    let said = stderr(&preprocess(json.to_string().as_bytes()));
    assert!(said.matches("\u{fffd}]0;x\u{fffd}\u{fffd}31m").count() >= 6, "{said}");
    assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
    let output = command().args(["install", &format!("no/{steering}")]).output().unwrap();
    assert!(stderr(&output).contains('\u{fffd}') && !stderr(&output).contains('\u{1b}'));
}

/// Nothing turns the direction of the text on a terminal, and nothing ends a line there.
#[test]
fn nothing_turns_the_text_of_a_report() {
    let turning = ["\u{202e}", "\u{2066}", "\u{200f}", "\u{2028}"];
    for sign in turning {
        let text = format!("~~~predict a{sign}b {{a{sign}=x}}\n~~~hint <b{sign}>\n");
        let said = stderr(&preprocess(&input(checkout(), vec![chapter(sign, &text, Vec::new())])));
        assert!(said.contains('\u{fffd}') && !said.contains(sign), "{said:?}");
    }
}

/// A box says where its mistakes stand: in the chapter, or in the file that it includes.
#[test]
fn a_box_has_the_place_of_each_mistake() {
    let own = "# One\n\n~~~predict {inptu=x}\n```output\n1\n```\n~~~\n\n";
    let other = "Two\n\n~~~predict Two\n~~~\n";
    let file = format!("{own}{{{{#include parts/two.md}}}}\n");
    let book = BookDir::new("", &[("a", &file)]);
    std::fs::create_dir(book.root().join("src/parts")).unwrap();
    std::fs::write(book.root().join("src/parts/two.md"), other).unwrap();
    let mut context = context(book.root(), "html");
    context["config"]["preprocessor"]["predict"]["on-error"] = json!("show");
    let read = chapter("a", &format!("{own}{other}"), Vec::new());
    let json = json!([context, { "items": [read] }]);
    let output = preprocess(json.to_string().as_bytes());
    let said = stderr(&output);
    let page = String::from_utf8(output.stdout).unwrap();
    for place in ["src/a.md:3:13", "src/parts/two.md:3:1"] {
        assert!(said.contains(&format!("{place}\n")), "{said}");
        assert!(page.contains(&format!("<small>{place} · ")), "{page}");
    }
    let told = "<strong><code>predict</code> has no attribute <code>inptu</code></strong>";
    assert!(page.contains(told), "{page}");
}

/// What is wrong in `book.toml` has no place on a page.
#[test]
fn boxes_are_offered_for_mistakes_in_lessons_alone() {
    let said = |key: &str, text: &str| {
        let mut context = context(checkout(), "html");
        context["config"]["preprocessor"]["predict"][key] = json!("soft");
        let json = json!([context, { "items": [chapter("a", text, Vec::new())] }]);
        stderr(&preprocess(json.to_string().as_bytes()))
    };
    let last = |said: String| said.lines().last().unwrap().to_owned();
    assert_eq!(last(said("gaet", "")), "error: 1 mistake in the settings of this book");
    let both =
        "error: 1 mistake in the settings of this book and 1 mistake in the lessons of this book";
    assert_eq!(last(said("gaet", MISTAKE)), both);
    assert!(last(said("gate", MISTAKE)).contains("on-error = \"show\""));
}

/// Twenty of a kind are told, and the last sentence counts all of them.
#[test]
fn like_mistakes_are_counted() {
    let text = format!("~~~takeaway {{{}}}\nt\n~~~\n", "abc ".repeat(332));
    let output = preprocess(&input(checkout(), vec![chapter("a", &text, Vec::new())]));
    let said = stderr(&output);
    assert_eq!(said.matches("error[unknown-attribute]").count(), 20, "{said}");
    assert!(said.contains("\n\nand 312 more like this: `unknown-attribute` in src/a.md\n\n"));
    assert!(said.contains("error: 332 mistakes in the lessons of this book"), "{said}");
    let longest = said.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest < 200, "{said}");
    assert!(said.contains(" --> src/a.md:1:90\n"), "the column is that of the file: {said}");
}

/// Law 8: it starts no process and writes no file.
///
/// Every program that a lesson names, and a few more, is on the `PATH` as a script that leaves a
/// mark; the book's directory must be the same before and after.
#[cfg(unix)]
#[test]
fn it_starts_no_process_and_writes_no_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let lesson = std::fs::read_to_string(checkout().join("book/src/lesson.md")).unwrap();
    let book = BookDir::new("", &[("lesson", &lesson)]);
    let bin = tempfile::tempdir().unwrap();
    let mark = bin.path().join("mark");
    for name in ["python", "python3", "node", "rustc", "cargo", "sh", "bash", "git", "cc", "env"] {
        let script = bin.path().join(name);
        std::fs::write(&script, format!("#!/bin/sh\n: > {}\n", mark.display())).unwrap();
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let tripped = std::process::Command::new(bin.path().join("python3")).status().unwrap();
    assert!(tripped.success() && mark.exists(), "the wire does not trip");
    std::fs::remove_file(&mark).unwrap();
    let before = snapshot(book.root());
    for renderer in ["html", "markdown", "test"] {
        let json = json!([
            context(book.root(), renderer),
            { "items": [chapter("lesson", &lesson, Vec::new())] }
        ]);
        let mut child = command()
            .env("PATH", bin.path())
            .current_dir(book.root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(json.to_string().as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success() && output.stdout.len() > lesson.len());
    }
    assert!(!mark.exists(), "a program was started");
    assert_eq!(snapshot(book.root()), before);
}

/// All files below `dir` with their contents.
fn snapshot(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = std::fs::read(&path).unwrap();
                files.push((path, content));
            }
        }
    }
    files.sort();
    files
}

/// Labels, kinds that are off, and callouts of a book's own.
#[test]
fn a_book_has_its_own_words() {
    let mut context = context(checkout(), "html");
    context["config"]["book"]["language"] = json!("de");
    context["config"]["preprocessor"]["predict"] = json!({
        "book-id": "mine",
        "disable": ["takeaway"],
        "labels": { "answer": "Aufgelöst", "question": "Was <b> *tut* es?" },
        "callouts": { "note": { "title": "Merke", "color": "teal", "icon": "☝" } },
    });
    let text =
        "~~~~predict\n~~~answer\nJa.\n~~~\n~~~~\n\n~~~note\nN.\n~~~\n\n~~~takeaway\nT.\n~~~\n";
    let book = json!({ "items": [chapter("a", text, Vec::new())] });
    let output = preprocess(json!([context, book]).to_string().as_bytes());
    assert_eq!(stderr(&output), "");
    let book: Value = serde_json::from_slice(&output.stdout).unwrap();
    let content = book["items"][0]["Chapter"]["content"].as_str().unwrap();
    for expected in [
        "data-predict-book=\"mine\"",
        "<p class=\"predict-label\">Vorhersage</p>",
        "aria-level=\"2\">Was &lt;b&gt; *tut* es?</div>",
        "<summary>Aufgelöst</summary>",
        "class=\"predict-callout predict-note\" \
         style=\"--predict-color: teal\"",
        "<p class=\"predict-label\" data-predict-icon=\"☝\">Merke</p>",
        "\n\n~~~takeaway\nT.\n~~~\n",
    ] {
        assert!(content.contains(expected), "{expected}\n{content}");
    }
}

/// Where two programs are shown as one, readers see no line that the book hides.
#[test]
fn hidden_lines_are_hidden_in_programs_that_are_read() {
    let mut context = context(checkout(), "html");
    context["config"]["output"]["html"]["code"]["hidelines"] = json!({ "python": "%" });
    let fence = |lines: &str| format!("```python\n%secret\n{lines}\n  % and more\n```\n");
    let (program, read) = (fence("a = 1"), fence("a = 2"));
    let text =
        format!("~~~~predict\n{program}\n```output\n1\n```\n~~~predicted 2\n{read}~~~\n~~~~\n");
    let book = json!({ "items": [chapter("a", &text, Vec::new())] });
    let output = preprocess(json!([context, book]).to_string().as_bytes());
    assert_eq!(stderr(&output), "");
    let book: Value = serde_json::from_slice(&output.stdout).unwrap();
    let content = book["items"][0]["Chapter"]["content"].as_str().unwrap();
    let (program, counter) = content.split_once("<figure class=\"predict-counter\">").unwrap();
    assert!(program.contains("%secret") && counter.contains("a = <ins>1</ins>"), "{content}");
    assert!(!counter.contains("secret") && !counter.contains("more"), "{content}");
}

/// A book that has switched outputs off is not told to write one.
#[test]
fn nobody_is_sent_to_a_kind_that_is_off() {
    let mut context = context(checkout(), "html");
    context["config"]["preprocessor"]["predict"]["disable"] = json!(["output"]);
    let text = "~~~~predict\n~~~why\nW.\n~~~\n~~~answer\nA.\n~~~\n~~~hint\nH.\n~~~\n~~~~\n\n\
                ~~~predict\n~~~\n";
    let book = json!({ "items": [chapter("a", text, Vec::new())] });
    let said = stderr(&preprocess(json!([context, book]).to_string().as_bytes()));
    assert_eq!(said.matches("error[misplaced-part]").count(), 2, "{said}");
    assert!(said.contains("help: put the answer in an `answer` block"), "{said}");
    assert!(!said.contains("`output`"), "{said}");
}

/// Another preprocessor that runs first is reported once there is a lesson for it to miss.
#[test]
fn an_earlier_preprocessor_is_reported_where_there_are_lessons() {
    let mut context = context(checkout(), "html");
    context["config"]["preprocessor"]["katex"] = json!({ "command": "mdbook-katex" });
    for (text, is_warned) in [("No lesson.\n", false), ("~~~takeaway\nT.\n~~~\n", true)] {
        let book = json!({ "items": [chapter("a", text, Vec::new())] });
        let output = preprocess(json!([context, book]).to_string().as_bytes());
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(stderr(&output).contains("`katex` runs before `predict`"), is_warned);
    }
}
