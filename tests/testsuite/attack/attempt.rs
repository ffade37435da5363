//! One try: a document or a body, what fails of it, what excuses it, and its smallest form.

use crate::law_3::{PLACES, Place};
use crate::support::expand;
use mdbook_predict::chapter::lesson::{Block, Choice, Piece};
use mdbook_predict::chapter::{Dialect, Target, read};
use std::ops::Range;
use std::time::{Duration, Instant};

use super::maker::{Maker, Random, Stock};
use super::page::{Engine, Pair, body_pair, differing, page_pair};
use super::text::{Failure, caught, lean, words};

/// What is tried: a document, or a body in one of the places.
pub(super) struct Attempt {
    pub(super) seed: u64,
    pub(super) text: String,
    pub(super) place: Option<&'static Place>,
}

impl Attempt {
    /// The attempts of a seed.
    pub(super) fn both(seed: u64, stock: &Stock) -> [Attempt; 2] {
        let mut maker = Maker { random: Random::new(seed), stock };
        let text = maker.document();
        let place = &PLACES[maker.random.below(PLACES.len())];
        let body = format!("{}\n\n{}", maker.prose(), maker.prose());
        let body = if maker.random.once_in(2) { body } else { maker.prose() };
        [Attempt { seed, text, place: None }, Attempt { seed, text: body, place: Some(place) }]
    }

    pub(super) fn pair(&self, text: &str, engine: &Engine) -> Option<Pair> {
        // mdBook takes a byte-order mark away before anybody sees the chapter.
        let text = text.trim_start_matches('\u{feff}');
        match self.place {
            Some(place) => body_pair(text, place, engine),
            None => page_pair(text, engine),
        }
    }

    /// How the page of `text` in place of this one fails.
    pub(super) fn page_failure(&self, text: &str, engine: &Engine) -> Option<Failure> {
        if parser_panics(text) {
            return None;
        }
        let pair = caught(|| self.pair(text, engine)).ok()??;
        differing(&pair, &(engine.render)(&[pair.expected.clone(), pair.actual.clone()]))
    }
}

/// What fails everywhere, by the part of issue 8 that has it.
pub(super) const OPEN: [(&str, &str); 0] = [];

/// What takes out of a text what is known to be wrong with it, by the part of issue 8 that has it.
///
/// A failure that is gone without it is excused. Who mends one takes its line away.
pub(super) type Tamer = fn(&str) -> String;

pub(super) const KNOWN: [(&str, Tamer); 5] = [
    ("8 §1.8: tabs behind the signs of containers", without_tabs),
    ("a bare CR inside a block", |text| text.replace("\r\n", "\n").replace('\r', " ")),
    ("a footnote that begins in a footnote, with a block", |text| text.replace("[^", "[")),
    ("upstream: mdBook 0.4 and a task sign with nothing behind it", without_blank_tasks),
    ("a link definition that stands alone under a choice", |text| {
        tamed(text, |block| {
            choices(block).iter().map(|choice| choice.opener.end..choice.span.end).collect()
        })
    }),
];

/// `text` with a word behind each task sign that ends its line.
pub(super) fn without_blank_tasks(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let end = line.trim_end();
        let is_blank = ["[ ]", "[x]", "[X]"].iter().any(|sign| end.ends_with(sign));
        if is_blank { format!("{end} x") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `text` with spaces for tabs, which end at every fourth column.
pub(super) fn without_tabs(text: &str) -> String {
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
pub(super) fn choices(block: &Block) -> Vec<&Choice> {
    let choices = block.pieces().filter_map(|piece| match piece {
        Piece::Choices(choices) => Some(choices),
        _ => None,
    });
    choices.flatten().collect()
}

/// `text` with letters for all signs of Markdown in the spans of each block that `of` names.
pub(super) fn tamed(text: &str, of: impl Fn(&Block) -> Vec<Range<usize>>) -> String {
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
pub(super) fn excuse(text: &str, fails: &dyn Fn(&str) -> bool) -> Option<&'static str> {
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
pub(super) fn shrunk(text: &str, fails: &dyn Fn(&str) -> bool, limit: Duration) -> String {
    let deadline = Instant::now() + limit;
    let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let text = without_pieces(lines, fails, deadline).concat();
    let characters: Vec<String> = text.chars().map(String::from).collect();
    without_pieces(characters, fails, deadline).concat()
}

/// What is left of `pieces` when runs of them are taken away, long ones first.
pub(super) fn without_pieces(
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
