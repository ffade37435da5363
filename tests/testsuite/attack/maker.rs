//! Documents, each made from a seed.

use crate::support::{examples, our_chapters, real_markdown};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Numbers that look random and are the same for the same seed.
pub(super) struct Random(pub(super) u64);

impl Random {
    /// The numbers of a seed; near seeds have nothing in common.
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        (0..8).for_each(|_| _ = random.next());
        random
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from((self.next() >> 16) % end as u64).unwrap()
    }

    /// Whether something happens that happens once in `times`.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// Fragments of Markdown that nobody here wrote for this, by the hash of their text.
///
/// One is drawn by that hash, so a new file somewhere changes few of the fixed documents.
pub(super) struct Stock(pub(super) BTreeMap<u64, String>);

impl Stock {
    /// What is the same on every machine: the parser's own suites and our chapters.
    pub(super) fn fixed() -> Self {
        let mut stock = Stock(BTreeMap::new());
        examples().iter().for_each(|example| stock.add(&example.markdown));
        our_chapters().iter().for_each(|text| stock.add_pieces(text));
        stock
    }

    /// That, and all Markdown of the packages of this machine's build.
    pub(super) fn whole() -> Self {
        let mut stock = Stock::fixed();
        real_markdown().iter().for_each(|(_, text)| stock.add_pieces(text));
        stock
    }

    pub(super) fn add(&mut self, text: &str) {
        let text: String = text.replace("\r\n", "\n").chars().take(600).collect();
        // FNV-1a: the hash of the standard library may change with it.
        let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, step);
        self.0.insert(hash.wrapping_mul(0x9e37_79b9_7f4a_7c15), text);
    }

    /// Stretches of a few lines, some of them torn out of the middle of something.
    pub(super) fn add_pieces(&mut self, text: &str) {
        let lines: Vec<&str> = text.lines().collect();
        lines.chunks(7).for_each(|lines| self.add(&lines.join("\n")));
    }

    pub(super) fn fragment(&self, random: &mut Random) -> String {
        let next = self.0.range(random.next()..).next();
        next.or(self.0.iter().next()).unwrap().1.clone()
    }
}

/// What stands before the first line of something in a container, and before each further one.
pub(super) const CONTAINERS: [(&str, &str); 24] = [
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
pub(super) const HOSTILE: [&str; 72] = [
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
pub(super) const INLINE: [&str; 36] = [
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

pub(super) const ATTRIBUTES: [&str; 20] = [
    "",
    "",
    "",
    "",
    "",
    "",
    " {#id}",
    " {.c}",
    " {#foo .a}",
    " {after=foo}",
    " {#foo after=id}",
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

pub(super) const CALLOUTS: [&str; 7] =
    ["takeaway", "mistake", "mental-model", "in-practice", "takeaway", "mistake", "progress"];

pub(super) const PARTS: [&str; 11] = [
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
    "accepted `<b>`",
];

/// `text` in a container.
pub(super) fn contained(text: &str, (first, next): (&str, &str)) -> String {
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
pub(super) struct Maker<'s> {
    pub(super) random: Random,
    pub(super) stock: &'s Stock,
}

impl Maker<'_> {
    pub(super) fn container(&mut self) -> (&'static str, &'static str) {
        CONTAINERS[self.random.below(CONTAINERS.len())]
    }

    /// A few lines that are no block of ours, or are one by accident.
    pub(super) fn prose(&mut self) -> String {
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
    pub(super) fn choices(&mut self) -> String {
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
    pub(super) fn question(&mut self, depth: usize) -> String {
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
    pub(super) fn block(&mut self, depth: usize, kind: &str) -> String {
        let body = match kind {
            "predict" => self.question(depth),
            "predicted `x`" if self.random.once_in(2) => {
                let attributes = self.random.pick(&ATTRIBUTES);
                format!("```python{attributes}\nprint(2)\n\n\tx = 3\n```\n\n{}", self.prose())
            }
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

    pub(super) fn any_block(&mut self, depth: usize) -> String {
        let kind = if self.random.once_in(2) { "predict" } else { self.random.pick(&CALLOUTS) };
        self.block(depth, kind)
    }

    /// Other line endings, and other white space at a few places.
    pub(super) fn spoiled(&mut self, text: String) -> String {
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

    pub(super) fn document(&mut self) -> String {
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
