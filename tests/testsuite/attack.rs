//! The attack: hostile documents, each made from a seed, and what must be true of every one.
//!
//! Fragments of real Markdown stand between and inside blocks, in every container, among lines that
//! have broken something once. `cargo test attack` tries a fixed number of documents;
//! `ATTACK=3600 cargo test attack` tries new ones for that many seconds. What fails is shrunk and
//! shown with its seed. A case worth keeping goes into `tests/cases/attack/open`, its property and
//! its engine in a comment on its first line; who mends it moves it to `mended` beside it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;
use std::time::{Duration, Instant, SystemTime};

use mdbook_markdown::pulldown_cmark::Event;
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use mdbook_predict::chapter::lesson::{Block, Choice, Content, Piece};
use mdbook_predict::chapter::{Assets, Dialect, OnError, Target, read};
use mdbook_predict::report::{Document, Finding, Origin, Report, human};

use crate::law_3::{PLACES, Place, block, normal, render_0_4, render_0_5, unwrapped};
use crate::support::{
    Options, checkout, examples, expand, options, our_chapters, real_markdown, undelivered,
};

/// Numbers that look random and are the same for the same seed.
struct Random(u64);

impl Random {
    /// The numbers of a seed; near seeds have nothing in common.
    fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        (0..8).for_each(|_| _ = random.next());
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from((self.next() >> 16) % end as u64).unwrap()
    }

    /// Whether something happens that happens once in `times`.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// Fragments of Markdown that nobody here wrote for this, by the hash of their text.
///
/// One is drawn by that hash, so a new file somewhere changes few of the fixed documents.
struct Stock(BTreeMap<u64, String>);

impl Stock {
    /// What is the same on every machine: the parser's own suites and our chapters.
    fn fixed() -> Self {
        let mut stock = Stock(BTreeMap::new());
        examples().iter().for_each(|example| stock.add(&example.markdown));
        our_chapters().iter().for_each(|text| stock.add_pieces(text));
        stock
    }

    /// That, and all Markdown of the packages of this machine's build.
    fn whole() -> Self {
        let mut stock = Stock::fixed();
        real_markdown().iter().for_each(|(_, text)| stock.add_pieces(text));
        stock
    }

    fn add(&mut self, text: &str) {
        let text: String = text.replace("\r\n", "\n").chars().take(600).collect();
        // FNV-1a: the hash of the standard library may change with it.
        let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, step);
        self.0.insert(hash.wrapping_mul(0x9e37_79b9_7f4a_7c15), text);
    }

    /// Stretches of a few lines, some of them torn out of the middle of something.
    fn add_pieces(&mut self, text: &str) {
        let lines: Vec<&str> = text.lines().collect();
        lines.chunks(7).for_each(|lines| self.add(&lines.join("\n")));
    }

    fn fragment(&self, random: &mut Random) -> String {
        let next = self.0.range(random.next()..).next();
        next.or(self.0.iter().next()).unwrap().1.clone()
    }
}

/// What stands before the first line of something in a container, and before each further one.
const CONTAINERS: [(&str, &str); 24] = [
    ("", ""),
    ("   ", "   "),
    ("> ", "> "),
    (">", ">"),
    ("> [!NOTE]\n> ", "> "),
    ("> [!WARNING]\n>", "> "),
    ("- ", "  "),
    ("- ", "\t"),
    ("-\t", "\t"),
    ("* a\n\n  ", "  "),
    ("+ a\n  - b\n\n    ", "    "),
    ("- a\n  - b\n    - c\n\n      ", "      "),
    ("1. ", "   "),
    ("10) ", "    "),
    ("1.\t", "\t"),
    ("1. x\n   > ", "   > "),
    ("[^n]: ", "    "),
    ("x[^m]\n\n[^m]: y\n\n    ", "    "),
    ("term\n: ", "  "),
    ("term\n\n:   ", "\t"),
    ("- y\n\n\tterm\n\t: ", "\t  "),
    ("- x\n\n  > 1. ", "  >    "),
    ("> - x\n>\n>   ", ">\t"),
    ("- [ ] task\n\n  ", "  "),
];

/// Lines that have broken something, here or elsewhere: things left open, HTML of all seven kinds,
/// lines that change what stands above them, spaces that are none.
const HOSTILE: [&str; 72] = [
    "```",
    "~~~",
    "~~~~",
    "````rust",
    "<!--",
    "-->",
    "<!-- x -->",
    "<?php",
    "?>",
    "<!DOCTYPE x",
    "<![CDATA[ x",
    "]]>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<pre>",
    "</pre>",
    "<textarea>",
    "<div>",
    "</div>",
    "<details>",
    "</details>",
    "<summary>x",
    "<p>",
    "a</p>",
    "<table><tr><td>",
    "<x-y z=\"",
    "<s>",
    "</span>",
    "a</span></p>",
    "Vec<String>",
    "<b>b</b>",
    "a <br> b",
    "<svg><path/></svg>",
    "</section>",
    "<section>",
    "</aside>",
    "<img src=x>",
    "===",
    "---",
    "- - -",
    "***",
    "# one",
    "#",
    "## two ##",
    "| a | b |\n|---|---|\n| c | `|` |",
    "|--|",
    "- [ ] a",
    "- [x] b",
    "  - [x] c",
    "1. [ ] d",
    "> - [x] e",
    "* [X]\t",
    "- [ ]",
    "+",
    "[a]: /b 'c",
    "[^n]",
    "[^n]: note",
    "term\n: def",
    ": def",
    "`a",
    "``",
    "\\",
    "&#0;",
    "{}",
    "a\\\nb",
    "    code",
    "\tcode",
    "+++\nt = 1\n+++",
    "---\nt: 1\n---",
    "$$\nx\n$$",
];

/// Text of one line, for titles, captions, choices and predictions.
const INLINE: [&str; 36] = [
    "a",
    "`b`",
    "*c* d",
    "",
    "",
    "a `b",
    "``",
    "\\",
    "a\\",
    "> q",
    "# h",
    "1. n",
    "- l",
    "+ 1",
    "===",
    "---",
    "<b>x</b>",
    "Vec<String>",
    "a</span></p>",
    "<!-- c -->",
    "<!--",
    "[a](b)",
    "[a]",
    "[^n]",
    "![i](j)",
    "&amp;",
    "&lt;",
    "a_b_c",
    "~~s~~",
    "| a |",
    ": d",
    "\\{x\\}",
    "{1, 2}",
    "\u{a0}",
    "http://a.b",
    "<https://a.b>",
];

const ATTRIBUTES: [&str; 18] = [
    "",
    "",
    "",
    "",
    "",
    "",
    " {#id}",
    " {.c}",
    " {#foo .a}",
    " {input=text}",
    " {gate=attempt}",
    " {rows=3}",
    " {x}",
    " {",
    "{#i}",
    " {input=none #z}",
    " {caption=\"a \\\" <b>\"}",
    "\t",
];

const CALLOUTS: [&str; 7] =
    ["takeaway", "mistake", "mental-model", "in-practice", "takeaway", "mistake", "progress"];

const PARTS: [&str; 10] = [
    "hint",
    "setup",
    "rule",
    "limits",
    "answer",
    "why",
    "fix",
    "predicted `x`",
    "predicted",
    "accepted 1",
];

/// `text` in a container.
fn contained(text: &str, (first, next): (&str, &str)) -> String {
    let mut out = first.to_owned();
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
            out.push_str(if line.is_empty() { next.trim_end() } else { next });
        }
        out.push_str(line);
    }
    out
}

/// Makes documents of the fragments in its stock.
struct Maker<'s> {
    random: Random,
    stock: &'s Stock,
}

impl Maker<'_> {
    fn container(&mut self) -> (&'static str, &'static str) {
        CONTAINERS[self.random.below(CONTAINERS.len())]
    }

    /// A few lines that are no block of ours, or are one by accident.
    fn prose(&mut self) -> String {
        match self.random.below(9) {
            0 => self.random.pick(&HOSTILE).to_owned(),
            6..9 => format!("word\n*{}*", self.random.below(99)),
            1 => format!("{}\n{}", self.random.pick(&HOSTILE), self.random.pick(&HOSTILE)),
            2 => format!("text {}", self.random.pick(&INLINE)),
            3 => {
                let (text, container) = (self.stock.fragment(&mut self.random), self.container());
                contained(&text, container)
            }
            _ => self.stock.fragment(&mut self.random),
        }
    }

    /// A task list, with feedback under some of its items.
    fn choices(&mut self) -> String {
        let bullet = self.random.pick(&["-", "*", "+", "1.", "-"]);
        let mut text = String::new();
        for number in 0..2 + self.random.below(2) {
            let tick = if number == 0 || self.random.once_in(6) { "[x]" } else { "[ ]" };
            let words = if self.random.once_in(3) { self.random.pick(&INLINE) } else { "" };
            let _ = write!(text, "{bullet} {tick} c{number} {words}");
            let indent = " ".repeat(bullet.len() + 1);
            if self.random.once_in(5) {
                let _ = write!(text, "\n{indent}```output\n{indent}o{number}\n{indent}```");
            }
            if self.random.once_in(3) {
                let feedback = self.prose();
                let _ = write!(text, "\n\n{}", contained(&feedback, (&*indent, &*indent)));
            }
            text.push('\n');
        }
        text
    }

    /// The parts of a question, those that make it one and some others.
    fn question(&mut self, depth: usize) -> String {
        let mut pieces = Vec::new();
        if self.random.once_in(2) {
            pieces.push(self.prose());
        }
        if self.random.once_in(2) {
            let attributes = self.random.pick(&ATTRIBUTES);
            pieces.push(format!("```python{attributes}\nprint(1)\n\n\tx = 2\n```"));
        }
        if self.random.once_in(2) {
            pieces.push(self.choices());
        }
        if self.random.once_in(3) {
            pieces.push(self.block(depth + 1, "hint"));
        }
        pieces.push(match self.random.below(6) {
            0 => self.block(depth + 1, "answer"),
            1 => "```output\n```".to_owned(),
            _ => "```output\n1\n\n  2\n```".to_owned(),
        });
        for _ in 0..self.random.below(3) {
            let part = self.random.pick(&PARTS);
            let piece =
                if self.random.once_in(2) { self.block(depth + 1, part) } else { self.prose() };
            pieces.push(piece);
        }
        pieces.join(if self.random.once_in(8) { "\n" } else { "\n\n" })
    }

    /// A block of this kind, with a fence that is nearly always longer than those in it.
    fn block(&mut self, depth: usize, kind: &str) -> String {
        let body = match kind {
            "predict" => self.question(depth),
            _ if depth < 3 && self.random.once_in(5) => {
                let nested = self.any_block(depth + 1);
                format!(
                    "{}\n\n{}\n\n{}",
                    self.prose(),
                    contained(&nested, self.container()),
                    self.prose()
                )
            }
            _ => self.prose(),
        };
        let longest = body.split(|c| c != '~').map(str::len).max().unwrap_or(0).max(2);
        let fence = "~".repeat(if self.random.once_in(40) { 3 } else { longest + 1 });
        let title = if self.random.once_in(2) { self.random.pick(&INLINE) } else { "" };
        let attributes = self.random.pick(&ATTRIBUTES);
        let closer = if self.random.once_in(40) { "" } else { &fence };
        format!("{fence}{kind} {title}{attributes}\n{body}\n{closer}")
    }

    fn any_block(&mut self, depth: usize) -> String {
        let kind = if self.random.once_in(2) { "predict" } else { self.random.pick(&CALLOUTS) };
        self.block(depth, kind)
    }

    /// Other line endings, and other white space at a few places.
    fn spoiled(&mut self, text: String) -> String {
        let newline = self.random.pick(&["\n", "\n", "\n", "\n", "\r\n", "\r\n", "\r"]);
        let is_mixed = self.random.once_in(10);
        let is_spaced = self.random.once_in(5);
        let mut out = String::new();
        for character in text.chars() {
            let is_changed = self.random.once_in(12);
            match character {
                '\n' if newline != "\r" && (!is_mixed || is_changed) => out.push_str(newline),
                '\n' if is_changed && is_mixed => out.push('\r'),
                '\n' if is_spaced && is_changed => {
                    let space = ["\u{a0}", "\u{b}", "\u{c}", "\u{3000}", "\u{2028}", "\t", " "];
                    let space = self.random.pick(&space);
                    let _ = write!(out, "\n{space}\n");
                }
                ' ' if is_spaced && is_changed => {
                    out.push_str(self.random.pick(&["\t", "\u{a0}", "  ", "\u{c}", "\u{b}", "\r"]));
                }
                _ => out.push(character),
            }
        }
        out
    }

    fn document(&mut self) -> String {
        let mut parts = Vec::new();
        if self.random.once_in(12) {
            parts.push(self.random.pick(&["---\ntitle: x\n---", "+++\na = 1\n+++"]).to_owned());
        }
        for _ in 0..self.random.below(3) {
            parts.push(self.prose());
        }
        for _ in 0..1 + self.random.below(2) {
            let (block, container) = (self.any_block(0), self.container());
            let next = if self.random.once_in(3) { container.0.get(..2) } else { None };
            let next = next.map(|sign| format!("\n{sign}next")).unwrap_or_default();
            parts.push(contained(&block, container) + &next);
            if self.random.once_in(2) {
                parts.push(self.prose());
            }
        }
        let text = parts.join(if self.random.once_in(8) { "\n" } else { "\n\n" });
        let mark = if self.random.once_in(12) { "\u{feff}" } else { "" };
        let end = if self.random.once_in(8) { "" } else { "\n" };
        format!("{mark}{}{end}", self.spoiled(text))
    }
}

/// What must be true, by the names that cases use: nothing panics (`no-panic`); what stands outside
/// the blocks does not change (`outside`); nothing is left to expand (`again`); all places are in
/// the text (`spans`); no word is lost (`kept`), and both targets have the same (`words`). And of
/// pages: outside the blocks one is what it is with code in their place (`page-outside`), also in
/// how tight its lists are (`tightness`); a body means inside what it means outside (`body`).
const PROPERTIES: [&str; 9] =
    ["no-panic", "outside", "again", "spans", "kept", "words", "page-outside", "tightness", "body"];

/// A property that does not hold, and how.
#[derive(Debug)]
struct Failure {
    property: &'static str,
    how: String,
}

fn failure<T>(property: &'static str, how: impl Into<String>) -> Result<T, Failure> {
    Err(Failure { property, how: how.into() })
}

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// What `work` returns, or the words with which it panicked, which are not printed.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !IS_QUIET.get() {
                hook(info);
            }
        }));
    });
    let was_quiet = IS_QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_QUIET.set(was_quiet);
    result.map_err(|payload| {
        let text = payload.downcast_ref::<String>().cloned();
        let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        text.unwrap_or_default()
    })
}

/// The words of a page, each as often as it stands there: text, and what stands between raw tags.
/// Every tag parts words.
fn words(markdown: &str) -> BTreeMap<String, usize> {
    let mut options = MarkdownOptions::default();
    options.smart_punctuation = false;
    let mut page = String::new();
    let mut html = String::new();
    for event in new_cmark_parser(markdown, &options) {
        // A tag may have several lines, but what is left open ends with its paragraph.
        if !matches!(event, Event::Html(_)) {
            page.push_str(&visible(&std::mem::take(&mut html)));
        }
        match event {
            Event::Text(text) | Event::Code(text) => page.push_str(&text),
            Event::Html(line) => html.push_str(&line),
            Event::InlineHtml(html) => page.push_str(&visible(&html)),
            _ => page.push(' '),
        }
    }
    page.push_str(&visible(&html));
    let mut words = BTreeMap::new();
    for word in page.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_owned()).or_insert(0) += 1;
    }
    words
}

/// What is to be read of HTML: no tags and no comments.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let end = if tag.starts_with("!--") { "-->" } else { ">" };
        rest = match tag.split_once(end) {
            Some((_, after)) if is_tag => after,
            _ => tag,
        };
    }
    text.push_str(rest);
    for (entity, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        text = text.replace(entity, character);
    }
    text
}

/// What tests of pages and of words want: no style sheet, and mistakes left as they stand.
fn lean(target: Target, dialect: Dialect) -> Options {
    let mut options = options(target);
    options.settings.assets = Assets::Linked;
    options.reading.dialect = dialect;
    options
}

/// What holds for the text alone, with no page made of it.
fn check_text(text: &str) -> Result<(), Failure> {
    for target in [Target::Html, Target::Markdown] {
        for on_error in [OnError::Fail, OnError::Show] {
            let options = options(target).on_error(on_error);
            let expansion = caught(|| {
                let lessons = read(text, &options.reading);
                let _ = lessons.claims();
                expand(text, "chapter.md", &options)
            });
            let expansion = expansion.or_else(|how| failure("no-panic", how))?;
            for found in &expansion.diagnostics {
                let related = found.related.iter().map(|(span, _)| span);
                for span in found.span.iter().chain(related) {
                    if text.get(span.clone()).is_none() {
                        return failure("spans", format!("{span:?} of {}", found.code.name()));
                    }
                }
            }
            if target == Target::Html {
                caught(|| rendered(text, &expansion.diagnostics))
                    .or_else(|how| failure("no-panic", how))?;
            }
            let Some(once) = expansion.text else { continue };
            check_outside(text, &once, &options)?;
            if on_error == OnError::Fail {
                check_kept(text, &once)?;
            }
            let again = caught(|| expand(&once, "chapter.md", &options).text);
            let again = again.or_else(|how| failure("no-panic", how))?;
            if on_error == OnError::Show && again.is_some() {
                return failure("again", undelivered_at(&once));
            }
        }
    }
    check_words(text)
}

/// The report on a chapter, as text.
fn rendered(text: &str, diagnostics: &[mdbook_predict::diagnostic::Diagnostic]) -> String {
    let finding =
        |diagnostic: &_| Finding { diagnostic: Clone::clone(diagnostic), document: Some(0) };
    let report = Report {
        findings: diagnostics.iter().map(finding).collect(),
        documents: vec![Document::new(Origin::Chapter("x".to_owned()), text, None)],
        on_error: OnError::Show,
    };
    human::text(&report, human::Style::Plain, None)
}

/// `text` without what is delivered, if that can be told from what its author wrote.
fn undelivered_at(text: &str) -> String {
    if text.contains("<div class=\"predict-words\"") && text.contains("<style>") {
        caught(|| undelivered(text)).unwrap_or_else(|_| text.to_owned())
    } else {
        text.to_owned()
    }
}

/// Law 2: what stands before, between and behind the blocks is there, in this order.
fn check_outside(text: &str, once: &str, options: &Options) -> Result<(), Failure> {
    let lessons = read(text, &options.reading);
    let is_shown = |block: &Block| {
        options.settings.on_error == OnError::Show || !matches!(block.content, Content::Broken(..))
    };
    let shown = lessons.blocks.iter().filter(|top| is_shown(&top.block));
    let mut rest = once;
    let mut start = 0;
    for (number, top) in shown.enumerate() {
        let span = &top.block.place.span;
        if number == 0 && options.target == Target::Html {
            let Some(behind) = rest.strip_prefix(&text[..top.line]) else {
                return failure("outside", format!("before {span:?}: {}", undelivered_at(once)));
            };
            let delivery = behind.find("<div class=\"predict-words\"");
            rest = delivery.map_or("", |at| &behind[at..]);
            start = top.line;
        }
        let Some(at) = rest.find(&text[start..span.start]) else {
            return failure("outside", format!("before {span:?}: {}", undelivered_at(once)));
        };
        let is_first = number == 0 && options.target == Target::Markdown;
        if is_first && at > 0 {
            return failure("outside", format!("before {span:?}: {}", undelivered_at(once)));
        }
        rest = &rest[at + span.start - start..];
        start = span.end;
    }
    if rest.ends_with(&text[start..]) {
        return Ok(());
    }
    failure("outside", format!("behind {start}: {}", undelivered_at(once)))
}

/// No word of a line that is no fence is lost: it is somewhere in what was written.
fn check_kept(text: &str, once: &str) -> Result<(), Failure> {
    for line in text.lines().filter(|line| !line.contains("~~~") && !line.contains("```")) {
        let line = line.replace("[x]", "").replace("[X]", "");
        for word in line.split(|c: char| !c.is_alphanumeric()) {
            let is_word = word.len() > 1 && word.contains(char::is_alphabetic);
            if is_word && !once.contains(word) {
                return failure("kept", format!("{word:?}\n{}", undelivered_at(once)));
            }
        }
    }
    Ok(())
}

/// Law 6: both targets have the same words.
fn check_words(text: &str) -> Result<(), Failure> {
    // mdBook takes a byte-order mark away before anybody sees the chapter.
    let text = text.trim_start_matches('\u{feff}');
    let made = |target| expand(text, "chapter.md", &lean(target, Dialect::default())).text;
    let (Some(html), Some(plain)) = (made(Target::Html), made(Target::Markdown)) else {
        return Ok(());
    };
    let Ok((in_html, in_plain)) = caught(|| (words(&html), words(&plain))) else { return Ok(()) };
    if in_html == in_plain {
        return Ok(());
    }
    let differing: Vec<String> = (in_html.keys().chain(in_plain.keys()))
        .filter(|word| in_html.get(*word) != in_plain.get(*word))
        .map(|word| format!("{word} {:?}/{:?}", in_html.get(word), in_plain.get(word)))
        .collect();
    failure("words", format!("{}\n--- HTML\n{html}\n--- Markdown\n{plain}", differing.join(", ")))
}

/// An engine: its name, its Markdown, and what makes pages of chapters with it.
struct Engine {
    name: &'static str,
    dialect: Dialect,
    render: fn(&[String]) -> Vec<Option<String>>,
}

const ENGINES: [Engine; 2] = [
    Engine {
        name: "0.5",
        dialect: Dialect { definition_lists: true, admonitions: true },
        render: isolated_0_5,
    },
    Engine {
        name: "0.4",
        dialect: Dialect { definition_lists: false, admonitions: false },
        render: render_0_4,
    },
];

/// The pages of mdBook 0.5; nothing for those on which it panics.
fn isolated_0_5(chapters: &[String]) -> Vec<Option<String>> {
    match caught(|| render_0_5(chapters)) {
        Ok(pages) => pages,
        Err(_) if chapters.len() == 1 => vec![None],
        Err(_) => {
            let (left, right) = chapters.split_at(chapters.len() / 2);
            [isolated_0_5(left), isolated_0_5(right)].concat()
        }
    }
}

/// Two chapters whose pages are to be the same but for what `mark` takes away.
struct Pair {
    property: &'static str,
    expected: String,
    actual: String,
}

/// What stands in the place of blocks on pages that are compared.
const CODE: &str = "predictplaceholder";

/// The chapter as it becomes, and the chapter with plain code in the place of its blocks.
///
/// It is two fences, since a block makes the list that holds it loose, and may.
fn page_pair(text: &str, engine: &Engine) -> Option<Pair> {
    let options = lean(Target::Html, engine.dialect);
    let lessons = read(text, &options.reading);
    let (mut expected, mut start) = (String::new(), 0);
    for top in &lessons.blocks {
        let place = &top.block.place;
        let source = &text[place.span.clone()];
        // What a body defines is for the whole chapter.
        if source.contains("]:") || source.contains("[^") {
            return None;
        }
        if matches!(top.block.content, Content::Broken(..)) {
            continue;
        }
        expected.push_str(&text[start..place.span.start]);
        let next = &place.container;
        let blank = next.trim_end();
        let fence = format!("~~~text\n{next}{CODE}\n{next}~~~");
        let _ = write!(expected, "{fence}\n{blank}\n{next}{fence}");
        start = place.span.end;
    }
    expected.push_str(&text[start..]);
    let actual = expand(text, "chapter.md", &options).text?;
    Some(Pair { property: "page-outside", expected, actual })
}

/// `page` without our blocks, the words for the script, and plain code in the place of blocks.
fn outside(page: &str) -> String {
    let code = format!("<pre><code class=\"language-text\">{CODE}\n</code></pre>");
    let mut page = page.replace(&format!("{code}\n{code}"), "[BLOCK]");
    page = page.replace(&format!("{code}{code}"), "[BLOCK]");
    if let Some((before, rest)) = page.split_once("<div class=\"predict-words\"") {
        page = format!("{before}{}", rest.split_once("</div>").map_or("", |(_, rest)| rest));
    }
    for (open, tag) in [("<section class=\"predict", "section"), ("<aside role=\"note\"", "aside")]
    {
        while let Some(start) = page.find(open) {
            let end = element_end(&page[start..], tag);
            page.replace_range(start..start + end, "[BLOCK]");
        }
    }
    let mut page = normal(&without_ids(&page));
    // White space beside a block is nothing that anybody sees.
    page = page.split("[BLOCK]").map(str::trim).collect::<Vec<_>>().join("[BLOCK]");
    normal(&page)
}

/// A page without ids and links to them: those of headings are counted through the whole chapter.
fn without_ids(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = [" id=\"", " href=\"#"].iter().filter_map(|key| rest.find(key)).min() {
        out.push_str(&rest[..at]);
        rest = rest[at..].splitn(3, '"').nth(2).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// Where the element ends with which `html` begins.
fn element_end(html: &str, tag: &str) -> usize {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let (mut depth, mut at) = (0_usize, 0);
    while at < html.len() {
        let rest = &html[at..];
        if rest.starts_with("<!--") {
            at += rest.find("-->").unwrap_or(rest.len());
        } else if rest.starts_with(&open) {
            depth += 1;
            at += open.len();
        } else if rest.starts_with(&close) {
            depth -= 1;
            at += close.len();
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().unwrap().len_utf8();
        }
    }
    html.len()
}

/// A body alone in a place, and a block around it there.
fn body_pair(body: &str, place: &Place, engine: &Engine) -> Option<Pair> {
    if place.name == "definition" && !engine.dialect.definition_lists {
        return None;
    }
    if place.name == "footnote" && body.contains("[^") {
        return None;
    }
    let options = lean(Target::Html, engine.dialect);
    let expected = place.put(body);
    let alone = read(&*expected, &options.reading);
    let inside = place.put(&block(body));
    let found = expand(&inside, "chapter.md", &options);
    let is_plain = alone.blocks.is_empty() && alone.diagnostics.is_empty();
    if !is_plain || found.diagnostics.iter().any(|found| found.is_error()) {
        return None;
    }
    Some(Pair { property: "body", expected, actual: found.text? })
}

/// How the pages of a pair differ where they may not.
fn differing(pair: &Pair, pages: &[Option<String>]) -> Option<Failure> {
    let (expected, actual) = match pages {
        // Where the engine panics without us, nothing is ours.
        [None, _] => return None,
        [Some(_), None] => {
            let how = "the engine panics".to_owned();
            return Some(Failure { property: pair.property, how });
        }
        [Some(expected), Some(actual)] => (expected, actual),
        _ => unreachable!("a pair has two pages"),
    };
    let (expected, actual) = if pair.property == "body" {
        let words = actual.split_once("<div class=\"predict-words\"");
        let without = words
            .and_then(|(before, rest)| Some(format!("{before}{}", rest.split_once("</div>")?.1)));
        let body = without.as_deref().and_then(unwrapped);
        (normal(expected), body.map_or_else(|| normal(actual), |body| normal(&body)))
    } else {
        (outside(expected), outside(actual))
    };
    let how = || {
        format!("\n--- expected\n{expected}\n--- actual\n{actual}\n--- written\n{}", pair.actual)
    };
    let untight = |page: &str| page.replace("<p>", "").replace("</p>", "");
    let is_tightness = pair.property == "page-outside" && untight(&expected) == untight(&actual);
    let property = if is_tightness { "tightness" } else { pair.property };
    (expected != actual).then(|| Failure { property, how: how() })
}

/// What is tried: a document, or a body in one of the places.
struct Attempt {
    seed: u64,
    text: String,
    place: Option<&'static Place>,
}

impl Attempt {
    /// The attempts of a seed.
    fn both(seed: u64, stock: &Stock) -> [Attempt; 2] {
        let mut maker = Maker { random: Random::new(seed), stock };
        let text = maker.document();
        let place = &PLACES[maker.random.below(PLACES.len())];
        let body = format!("{}\n\n{}", maker.prose(), maker.prose());
        let body = if maker.random.once_in(2) { body } else { maker.prose() };
        [Attempt { seed, text, place: None }, Attempt { seed, text: body, place: Some(place) }]
    }

    fn pair(&self, text: &str, engine: &Engine) -> Option<Pair> {
        // mdBook takes a byte-order mark away before anybody sees the chapter.
        let text = text.trim_start_matches('\u{feff}');
        match self.place {
            Some(place) => body_pair(text, place, engine),
            None => page_pair(text, engine),
        }
    }

    /// How the page of `text` in place of this one fails.
    fn page_failure(&self, text: &str, engine: &Engine) -> Option<Failure> {
        if parser_panics(text) {
            return None;
        }
        let pair = caught(|| self.pair(text, engine)).ok()??;
        differing(&pair, &(engine.render)(&[pair.expected.clone(), pair.actual.clone()]))
    }
}

/// What fails everywhere, by the part of issue 8 that has it.
const OPEN: [(&str, &str); 1] =
    [("tightness", "8 §1.8: a block at the end of a nested list makes the outer one loose")];

/// What takes out of a text what is known to be wrong with it, by the part of issue 8 that has it.
///
/// A failure that is gone without it is excused. Who mends one takes its line away.
type Tamer = fn(&str) -> String;

const KNOWN: [(&str, Tamer); 7] = [
    ("8 §1.8: tabs behind the signs of containers", without_tabs),
    ("a bare CR inside a block", |text| text.replace("\r\n", "\n").replace('\r', " ")),
    ("8 §1.1: white space that is none to Markdown", |text| {
        text.replace(['\u{a0}', '\u{b}', '\u{c}', '\u{3000}', '\u{2028}'], " ")
    }),
    ("a footnote that begins in a footnote, with a block", |text| text.replace("[^", "[")),
    ("upstream: mdBook 0.4 and a task sign with nothing behind it", without_blank_tasks),
    ("8 §1.5: raw HTML in a title or a choice", |text| {
        tamed(text, |block| {
            let choices = choices(block).into_iter().map(|choice| &choice.text);
            let lines = block.title.iter().chain(choices);
            lines.flat_map(|line| line.spans.iter().cloned()).collect()
        })
    }),
    ("8 §1.3 and §1.4: feedback", |text| {
        tamed(text, |block| {
            choices(block).iter().map(|choice| choice.opener.end..choice.span.end).collect()
        })
    }),
];

/// `text` with a word behind each task sign that ends its line.
fn without_blank_tasks(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let end = line.trim_end();
        let is_blank = ["[ ]", "[x]", "[X]"].iter().any(|sign| end.ends_with(sign));
        if is_blank { format!("{end} x") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `text` with spaces for tabs, which end at every fourth column.
fn without_tabs(text: &str) -> String {
    let (mut out, mut column) = (String::new(), 0);
    for character in text.chars() {
        match character {
            '\t' => {
                out.push_str(&" ".repeat(4 - column % 4));
                column += 4 - column % 4;
            }
            _ => {
                out.push(character);
                column = if character == '\n' { 0 } else { column + 1 };
            }
        }
    }
    out
}

/// The choices of a question.
fn choices(block: &Block) -> Vec<&Choice> {
    let choices = block.pieces().filter_map(|piece| match piece {
        Piece::Choices(choices) => Some(choices),
        _ => None,
    });
    choices.flatten().collect()
}

/// `text` with letters for all signs of Markdown in the spans of each block that `of` names.
fn tamed(text: &str, of: impl Fn(&Block) -> Vec<Range<usize>>) -> String {
    let lessons = read(text, &lean(Target::Html, Dialect::default()).reading);
    let mut tame = text.as_bytes().to_vec();
    for span in lessons.blocks().into_iter().flat_map(of) {
        // The item of a choice may end before the white space at the end of its line.
        for byte in &mut tame[span.start.min(span.end)..span.end] {
            if byte.is_ascii_punctuation() && *byte != b'>' {
                *byte = b'x';
            }
        }
    }
    String::from_utf8(tame).unwrap()
}

/// The first of what is known to be wrong without which `text` does not fail any more.
fn excuse(text: &str, fails: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    let mut text = text.to_owned();
    for (name, tame) in KNOWN {
        text = caught(|| tame(&text)).ok()?;
        if !fails(&text) {
            return Some(name);
        }
    }
    None
}

/// `text` with as many lines and then characters taken away as can be while it `fails`.
fn shrunk(text: &str, fails: &dyn Fn(&str) -> bool, limit: Duration) -> String {
    let deadline = Instant::now() + limit;
    let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let text = without_pieces(lines, fails, deadline).concat();
    let characters: Vec<String> = text.chars().map(String::from).collect();
    without_pieces(characters, fails, deadline).concat()
}

/// What is left of `pieces` when runs of them are taken away, long ones first.
fn without_pieces(
    mut pieces: Vec<String>,
    fails: &dyn Fn(&str) -> bool,
    deadline: Instant,
) -> Vec<String> {
    let mut length = pieces.len().div_ceil(2);
    while length > 0 {
        let mut at = 0;
        let before = pieces.len();
        while at < pieces.len() && Instant::now() < deadline {
            let end = (at + length).min(pieces.len());
            let fewer = [&pieces[..at], &pieces[end..]].concat();
            if fails(&fewer.concat()) {
                pieces = fewer;
            } else {
                at = end;
            }
        }
        let is_done = pieces.len() == before || Instant::now() >= deadline;
        length = if is_done { length / 2 } else { length.min(pieces.len()) };
    }
    pieces
}

/// The parser itself panics on some texts, whoever calls it (`>o\n>  {}\n>=`).
fn parser_panics(text: &str) -> bool {
    let parse = |text: &str| caught(|| words(text)).is_err();
    let made = |target| caught(|| expand(text, "x.md", &lean(target, Dialect::default())).text);
    parse(text) || made(Target::Html).ok().flatten().is_some_and(|text| parse(&text))
}

/// What has been tried so far.
#[derive(Default)]
struct Tally {
    texts: usize,
    pages: BTreeMap<&'static str, usize>,
    /// What is excused, by property, engine and reason.
    excused: BTreeMap<(&'static str, &'static str, &'static str), usize>,
    /// What failed, by property and engine, and how often.
    failed: BTreeMap<(&'static str, &'static str), Vec<String>>,
}

/// How many failures of one kind are shrunk and shown.
const MOST_SHOWN: usize = 8;

impl Tally {
    fn note(&mut self, attempt: &Attempt, engine: Option<&Engine>, failure: &Failure) {
        let name = engine.map_or("text", |engine| engine.name);
        let check = |text: &str| match engine {
            Some(engine) => attempt.page_failure(text, engine),
            None => check_text(text).err(),
        };
        let fails =
            |text: &str| check(text).is_some_and(|found| found.property == failure.property);
        let open = OPEN.iter().find(|(property, _)| *property == failure.property);
        let excuse = open.map(|(_, why)| *why).or_else(|| excuse(&attempt.text, &fails));
        if let Some(reason) = excuse {
            *self.excused.entry((failure.property, name, reason)).or_insert(0) += 1;
            return;
        }
        let like = self.failed.entry((failure.property, name)).or_default();
        if like.len() >= MOST_SHOWN {
            like.push(String::new());
            return;
        }
        let small = shrunk(&attempt.text, &fails, Duration::from_secs(10));
        let small_failure = check(&small);
        let place = attempt.place.map_or("", |place| place.name);
        like.push(format!(
            "seed {} {place}\n=== document\n{:?}\n=== shrunk\n{small}\n=== shrunk, escaped\n{small:?}\n=== how\n{}\n",
            attempt.seed,
            attempt.text,
            small_failure.map_or_else(|| failure.how.clone(), |failure| failure.how)
        ));
    }

    /// Tries the documents of these seeds: all as text, a share of them as pages.
    fn attack(&mut self, seeds: Range<u64>, stock: &Stock) {
        let mut attempts: Vec<Attempt> = Vec::new();
        for seed in seeds {
            let [document, body] = Attempt::both(seed, stock);
            self.texts += 1;
            if let Err(failure) = check_text(&document.text)
                && !parser_panics(&document.text)
            {
                self.note(&document, None, &failure);
            }
            if seed % 4 == 0 {
                attempts.extend([document, body]);
            }
        }
        for (engine, share) in ENGINES.iter().zip([1, 4]) {
            self.attack_pages(&attempts, engine, share);
        }
    }

    fn attack_pages(&mut self, attempts: &[Attempt], engine: &Engine, share: usize) {
        let mut pairs = Vec::new();
        for attempt in attempts.iter().step_by(share) {
            let pair = caught(|| attempt.pair(&attempt.text, engine)).ok().flatten();
            pairs.extend(pair.map(|pair| (attempt, pair)));
        }
        let chapters: Vec<String> = (pairs.iter())
            .flat_map(|(_, pair)| [pair.expected.clone(), pair.actual.clone()])
            .collect();
        let pages = (engine.render)(&chapters);
        *self.pages.entry(engine.name).or_insert(0) += chapters.len();
        for ((attempt, pair), pages) in pairs.iter().zip(pages.chunks(2)) {
            if let Some(failure) = differing(pair, pages) {
                self.note(attempt, Some(engine), &failure);
            }
        }
    }

    /// Everything, as text; the failures last.
    fn told(&self) -> String {
        let mut text = format!("{} documents, pages {:?}\n", self.texts, self.pages);
        for (excused, times) in &self.excused {
            let _ = writeln!(text, "excused {times}: {excused:?}");
        }
        for ((property, engine), cases) in &self.failed {
            let _ = writeln!(text, "\n##### {property} fails in {engine}, {} times", cases.len());
            cases.iter().take(MOST_SHOWN).for_each(|case| text.push_str(case));
        }
        text
    }
}

/// How many documents are tried where nobody asks for more.
const FIXED: u64 = 600;

/// The documents that are tried together.
const BATCH: u64 = 200;

#[test]
fn hostile_documents_do_no_harm() {
    let mut tally = Tally::default();
    match std::env::var("ATTACK").ok().and_then(|seconds| seconds.parse().ok()) {
        None => {
            let stock = Stock::fixed();
            (0..FIXED / BATCH).for_each(|at| tally.attack(at * BATCH..(at + 1) * BATCH, &stock));
        }
        Some(seconds) => {
            let stock = Stock::whole();
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
            let mut seed = u64::try_from(now.as_millis()).unwrap() << 20;
            let deadline = Instant::now() + Duration::from_secs(seconds);
            while Instant::now() < deadline {
                tally.attack(seed..seed + BATCH, &stock);
                seed += BATCH;
            }
        }
    }
    // Shown with `--nocapture`, and where it fails.
    println!("{}", tally.told());
    assert!(tally.failed.is_empty(), "see above");
}

/// The comment on the first line of a case: its property, its engine, and for a body its place.
struct Case {
    name: String,
    property: String,
    engine: Option<&'static Engine>,
    attempt: Attempt,
}

/// The cases of the folder `folder`.
fn cases(folder: &str) -> Vec<Case> {
    let folder = checkout().join("tests/cases/attack").join(folder);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| case(path)).collect()
}

fn case(path: &Path) -> Case {
    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let whole = std::fs::read_to_string(path).unwrap();
    let (comment, text) = whole.split_once('\n').unwrap();
    let words = comment.strip_prefix("<!-- ").unwrap_or_else(|| panic!("no comment in {name}"));
    let (key, _) = words.split_once(':').unwrap_or_else(|| panic!("no reason in {name}"));
    let mut key = key.split(' ');
    let property = key.next().unwrap().to_owned();
    assert!(PROPERTIES.contains(&&*property), "{name} is of `{property}`, which is no property");
    let named = key.next().unwrap_or_default();
    let engine = ENGINES.iter().find(|engine| engine.name == named);
    assert!(engine.is_some() || named == "text", "{name}: `{named}` is no engine");
    let place = key.next().map(|name| PLACES.iter().find(|place| place.name == name).unwrap());
    assert_eq!(place.is_some(), property == "body", "{name}: a body has a place");
    let attempt = Attempt { seed: 0, text: text.to_owned(), place };
    Case { name, property, engine, attempt }
}

/// How the case fails its property.
fn case_failure(case: &Case) -> Option<Failure> {
    let text = &case.attempt.text;
    let found = match case.engine {
        Some(engine) => case.attempt.page_failure(text, engine),
        None => check_text(text).err(),
    };
    found.filter(|failure| failure.property == case.property)
}

/// Who mends a case is told here to move it.
#[test]
fn open_cases_still_fail() {
    for case in cases("open") {
        let failure = case_failure(&case);
        assert!(failure.is_some(), "{} holds now: move it to `mended`", case.name);
    }
}

#[test]
fn mended_cases_hold() {
    for case in cases("mended") {
        let failure = case_failure(&case);
        assert!(failure.is_none(), "{}: {failure:?}", case.name);
    }
}
