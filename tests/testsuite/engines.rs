//! Both real engines build fixture books with the built command.

use std::cell::RefCell;
use std::path::Path;
use std::sync::{Arc, Mutex, Once};

use mdbook_driver::MDBook;
use mdbook_predict::cmd::PredictPreprocessor;
use mdbook04::MDBook as MDBook04;

use crate::support::{
    BookDir, checkout, main_of, preprocessor_table, quiet_preprocessor_table, without_delivery,
};

/// Builds the book in `root` with mdBook 0.5, and returns what that warned of.
pub(crate) fn build_0_5(root: &Path) -> Vec<String> {
    let warnings = Warnings::default();
    tracing::subscriber::with_default(warnings.clone(), || {
        MDBook::load(root).unwrap().build().unwrap();
    });
    std::mem::take(&mut warnings.0.lock().unwrap())
}

/// Builds the book in `root` with mdBook 0.4, and returns what that warned of.
pub(crate) fn build_0_4(root: &Path) -> Vec<String> {
    LOGGER.call_once(|| {
        log::set_logger(&Logger).unwrap();
        log::set_max_level(log::LevelFilter::Warn);
    });
    LOGGED.take();
    MDBook04::load(root).unwrap().build().unwrap();
    LOGGED.take()
}

/// Collects the warnings of mdBook 0.5.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

impl tracing::Subscriber for Warnings {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() <= tracing::Level::WARN
    }
    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        struct Message(String);
        impl tracing::field::Visit for Message {
            fn record_debug(&mut self, _: &tracing::field::Field, value: &dyn std::fmt::Debug) {
                self.0.push_str(&format!("{value:?}"));
            }
        }
        let mut message = Message(String::new());
        event.record(&mut message);
        self.0.lock().unwrap().push(message.0);
    }
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

/// Collects the warnings of mdBook 0.4, for each thread by itself.
struct Logger;

static LOGGER: Once = Once::new();

thread_local! {
    static LOGGED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }
    fn log(&self, record: &log::Record<'_>) {
        LOGGED.with_borrow_mut(|logged| logged.push(record.args().to_string()));
    }
    fn flush(&self) {}
}

/// A lesson with every kind of block, between other Markdown, in every container of both engines.
const LESSON: &str = include_str!("../cases/chapters/containers/chapter.md");
const CHOICES: &str = include_str!("../cases/chapters/choices/chapter.md");

/// What stands under choices, and titles and choices that look like the start of a block.
const FEEDBACK: &str = include_str!("../cases/chapters/feedback/chapter.md");
const INLINE: &str = include_str!("../cases/chapters/inline/chapter.md");

/// What is said to predictions with programs of their own, and callouts that wait for a question.
const REPLIES: &str = include_str!("../cases/chapters/replies/chapter.md");
const AFTER: &str = include_str!("../cases/chapters/after/chapter.md");

fn fixture() -> BookDir {
    let chapters = [
        ("containers", LESSON),
        ("choices", CHOICES),
        ("feedback", FEEDBACK),
        ("inline", INLINE),
        ("replies", REPLIES),
        ("after", AFTER),
    ];
    BookDir::new(&preprocessor_table(), &chapters)
}

/// The content of a page, without the style sheet.
fn page(book: &BookDir, name: &str) -> String {
    let page = book.read(&format!("book/{name}.html"));
    without_delivery(main_of(&page))
}

fn golden(actual: String, file: &str) {
    let path = checkout().join("tests/cases/engines").join(file);
    snapbox::Assert::new()
        .action_env("SNAPSHOTS")
        .eq(actual, snapbox::Data::read_from(&path, None).raw());
}

#[test]
fn mdbook_0_5_builds_pages() {
    let book = fixture();
    assert_eq!(build_0_5(book.root()), [] as [String; 0]);
    golden(page(&book, "containers"), "containers-0.5.html");
    golden(page(&book, "choices"), "choices-0.5.html");
    golden(page(&book, "feedback"), "feedback-0.5.html");
    golden(page(&book, "inline"), "inline-0.5.html");
    golden(page(&book, "replies"), "replies-0.5.html");
    golden(page(&book, "after"), "after-0.5.html");
}

#[test]
fn mdbook_0_4_builds_pages() {
    let book = fixture();
    assert_eq!(build_0_4(book.root()), [] as [String; 0]);
    golden(page(&book, "containers"), "containers-0.4.html");
    golden(page(&book, "choices"), "choices-0.4.html");
    golden(page(&book, "feedback"), "feedback-0.4.html");
    golden(page(&book, "inline"), "inline-0.4.html");
    golden(page(&book, "replies"), "replies-0.4.html");
    golden(page(&book, "after"), "after-0.4.html");
}

#[test]
fn both_entrances_give_the_same_book() {
    let command = fixture();
    build_0_5(command.root());
    let in_process = BookDir::new("", &[("containers", LESSON), ("choices", CHOICES)]);
    let mut book = MDBook::load(in_process.root()).unwrap();
    book.with_preprocessor(PredictPreprocessor);
    book.build().unwrap();
    for name in ["containers", "choices"] {
        assert_eq!(page(&command, name), page(&in_process, name));
    }
}

/// A chapter comes before those below it, and a list of questions after all of them.
#[test]
fn both_entrances_list_questions_in_the_order_of_the_book() {
    let question = "~~~~predict What?\n```output\n1\n```\n~~~~\n";
    let book = |toml: &str| {
        let book = BookDir::new(toml, &[]);
        let summary =
            "- [List](list.md)\n- [Above](above.md)\n  - [Below](below.md)\n- [Last](last.md)\n";
        book.write("src/SUMMARY.md", &format!("# S\n\n{summary}"));
        book.write("src/list.md", "~~~progress\n~~~\n");
        for name in ["above", "below", "last"] {
            book.write(&format!("src/{name}.md"), question);
        }
        book
    };
    let command = book(&preprocessor_table());
    build_0_5(command.root());
    let in_process = book("");
    let mut engine = MDBook::load(in_process.root()).unwrap();
    engine.with_preprocessor(PredictPreprocessor);
    engine.build().unwrap();
    for book in [command, in_process] {
        let page = page(&book, "list");
        let names = page.split("<div class=\"predict-chapter\">").skip(1);
        let names: Vec<&str> = names.map(|rest| rest.split(['<', '>']).nth(2).unwrap()).collect();
        assert_eq!(names, ["Above", "Below", "Last"]);
    }
}

/// Drafts with children, a byte-order mark, an include, and a chapter that is not UTF-8's simplest.
#[test]
fn odd_books_are_built_by_both_engines() {
    for build in [build_0_5, build_0_4] {
        let book = BookDir::new(&preprocessor_table(), &[]);
        book.write(
            "src/SUMMARY.md",
            "# S\n\n- [Draft]()\n  - [Below](below.md)\n- [Bom](bom.md)\n",
        );
        book.write("src/part.md", "~~~takeaway\nincluded\n~~~\n");
        book.write("src/below.md", "{{#include part.md}}\n\nŻółw 🐢\n");
        book.write("src/bom.md", "\u{feff}~~~takeaway\r\nmark\r\n~~~\r\n");
        assert_eq!(build(book.root()), [] as [String; 0]);
        for (name, word) in [("below", "included"), ("bom", "mark")] {
            let page = book.read(&format!("book/{name}.html"));
            assert!(
                page.contains("<aside role=\"note\"") && page.contains(&format!("<p>{word}</p>"))
            );
            assert!(!page.contains("~~~"), "{page}");
        }
        assert!(book.read("book/below.html").contains("Żółw 🐢"));
    }
}

/// A block at the end of an inner list leaves the outer one as tight as a fence does, and what
/// follows a tab stays in its container.
#[test]
fn a_block_loosens_no_list_around_its_own() {
    let chapter = include_str!("../cases/chapters/tight/chapter.md");
    for (build, definition) in
        [(build_0_5 as fn(&Path) -> Vec<String>, "<dd><aside"), (build_0_4, "term\n:")]
    {
        let book = BookDir::new(&preprocessor_table(), &[("tight", chapter)]);
        assert_eq!(build(book.root()), [] as [String; 0]);
        let page = page(&book, "tight");
        let flat = page.replace("\n<", "<").replace(">\n", ">");
        assert!(flat.contains("<li>c</li>"), "{page}");
        assert!(page.contains(definition), "{page}");
        let quoted = flat.split("<p>f</p>").nth(1).unwrap();
        let own = quoted.split("</ul>").next().unwrap();
        assert!(own.contains("kept"), "{page}");
    }
}

/// The Markdown renderer gets no HTML.
#[test]
fn other_renderers_get_plain_markdown() {
    let book = BookDir::new(
        &format!("{}\n[output.markdown]\n", preprocessor_table()),
        &[("choices", CHOICES)],
    );
    build_0_5(book.root());
    let text = book.read("book/choices.md");
    assert!(text.contains("**The answer**") && !text.contains('<'), "{text}");
}

/// A lesson whose program and fix assert something when they run.
fn rust_lesson(program: &str, fix: &str) -> String {
    format!(
        "~~~~~predict T\n```rust {{caption=\"Program\"}}\n{program}\n```\n\n```output\n1\n```\n\n\
         ~~~~fix\n```rust\n{fix}\n```\n```output\n1\n```\n~~~~\n~~~~~\n"
    )
}

/// `mdbook test` compiles and runs the programs in `predict` and in `fix`.
#[test]
fn mdbook_test_runs_the_programs() {
    let good = "fn main() { assert_eq!(1 + 1, 2); }";
    let bad = "fn main() { assert_eq!(1 + 1, 3); }";
    for (program, fix, passes) in [(good, good, true), (bad, good, false), (good, bad, false)] {
        let text = rust_lesson(program, fix);
        let book = BookDir::new(&preprocessor_table(), &[("lesson", &text)]);
        let new = MDBook::load(book.root()).unwrap().test(Vec::new());
        assert_eq!(new.is_ok(), passes, "0.5: {new:?}");
        let old = MDBook04::load(book.root()).unwrap().test(Vec::new());
        assert_eq!(old.is_ok(), passes, "0.4: {old:?}");
    }
}

/// Blocks that would tear a page apart, or make an engine panic, if they were written.
const TORN: [&str; 8] = [
    "~~~takeaway a</span></p>\ntext\n~~~\n",
    "~~~takeaway Vec<String>\ntext\n~~~\n",
    "~~~takeaway a <!b\ntext\n~~~\n",
    "~~~~predict T\n- [ ] a</span></p>\n- [x] b\n\n```output\n1\n```\n~~~~\n",
    "~~~~predict T\n- [ ] a\n\n  ```text\n- [x] b\n\n```output\n1\n```\n~~~~\n",
    "~~~~predict T\n- [ ] a\n\n  <!--\n- [x] b\n\n```output\n1\n```\n~~~~\n",
    "~~~~predict T\n- [ ] a\n\n  </details>\n- [x] b\n\n```output\n1\n```\n~~~~\n",
    "~~~~predict T\n- [ ] a\n\n  <s>\n- [x] b\n\n```output\n1\n```\n~~~~\n",
];

/// What such a block would have swallowed is on the page, and what it says can be read.
#[test]
fn torn_blocks_are_shown_by_both_engines() {
    let toml = format!("{}on-error = \"show\"\n", quiet_preprocessor_table());
    let names: Vec<String> = (0..TORN.len()).map(|number| format!("torn-{number}")).collect();
    let texts = TORN.map(|block| format!("{block}\n*behind*\n"));
    let chapters: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    for build in [build_0_5, build_0_4] {
        let book = BookDir::new(&toml, &chapters);
        assert_eq!(build(book.root()), [] as [String; 0]);
        for name in &names {
            let page = page(&book, name);
            assert!(page.contains("<div class=\"predict-broken\""), "{page}");
            let words: Vec<&str> = page.split_whitespace().collect();
            assert!(words.ends_with(&["</div>", "<p><em>behind</em></p>"]), "{page}");
        }
    }
}

/// Mistakes stop the build of both engines.
#[test]
fn mistakes_stop_both_engines() {
    let book = BookDir::new(&quiet_preprocessor_table(), &[("a", "~~~predict\n~~~\n")]);
    assert!(MDBook::load(book.root()).unwrap().build().is_err());
    assert!(MDBook04::load(book.root()).unwrap().build().is_err());
}

/// A book with a mistake, built by both engines with what `mdbook serve` sets in its configuration.
#[test]
fn mdbook_serve_shows_mistakes_and_goes_on() {
    const KEY: &str = "output.html.live-reload-endpoint";
    for (line, goes_on) in [("", true), ("on-error = \"fail\"\n", false)] {
        let toml = format!("{}{line}", quiet_preprocessor_table());
        let book = BookDir::new(&toml, &[("a", "~~~predict\n~~~\n")]);
        let mut new = MDBook::load(book.root()).unwrap();
        new.config.set(KEY, "__livereload").unwrap();
        assert_eq!(new.build().is_ok(), goes_on);
        let mut old = MDBook04::load(book.root()).unwrap();
        old.config.set(KEY, "__livereload").unwrap();
        assert_eq!(old.build().is_ok(), goes_on);
        if goes_on {
            assert!(page(&book, "a").contains("<div class=\"predict-broken\""));
        }
    }
}

/// Both engines take keys of ours from the environment, here in a process that has one there.
#[test]
fn the_environment_sets_a_key() {
    const KEY: &str = "MDBOOK_PREPROCESSOR__PREDICT__ON_ERROR";
    if std::env::var_os(KEY).is_none() {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "engines::the_environment_sets_a_key"]).env(KEY, "show");
        let output = child.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return;
    }
    for build in [build_0_5, build_0_4] {
        let book = BookDir::new(&quiet_preprocessor_table(), &[("a", "~~~predict\n~~~\n")]);
        build(book.root());
        assert!(page(&book, "a").contains("<div class=\"predict-broken\""));
    }
}
