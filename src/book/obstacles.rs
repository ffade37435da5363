//! What mdBook should not try to include, found before it tries: it would wait for a pipe until
//! somebody writes, read a device that never ends, or go round in a circle.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::file;

use super::links::{Link, links};
use super::plain_path::plain;

/// How many files mdBook includes in each other.
const DEEPEST: usize = 10;

/// What stands in the place of the two braces that make a link of a link.
const HIDDEN: &str = "\u{1}\u{2}";

/// Lines of a file, as a link names them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct NamedLines {
    file: PathBuf,
    lines: String,
}

/// The parts of files that links lead to: each with how many files deep that goes, or why mdBook
/// should not follow.
#[derive(Debug, Default)]
pub(super) struct Obstacles {
    depths: HashMap<NamedLines, usize>,
    barred: HashMap<NamedLines, String>,
    /// The texts of files; nothing of those that have no links.
    texts: HashMap<PathBuf, Rc<str>>,
}

impl Obstacles {
    /// Why mdBook should not follow `link`, which stands in a file in the directory `base`.
    pub(super) fn of(&mut self, base: &Path, link: &Link) -> Option<String> {
        let part = NamedLines::of(base, link)?;
        if let Some(why) = self.barred.get(&part) {
            return Some(why.clone());
        }
        let why = self.depth(part.clone(), &mut Vec::new()).err()?;
        self.barred.insert(part, why.clone());
        Some(why)
    }

    /// Whether `link` was found to be one that mdBook should not follow.
    fn bars(&self, base: &Path, link: &Link) -> bool {
        NamedLines::of(base, link).is_some_and(|part| self.barred.contains_key(&part))
    }

    /// How many files deep `part` leads, which is brought by those `above`, one by the other.
    fn depth(&mut self, part: NamedLines, above: &mut Vec<NamedLines>) -> Result<usize, String> {
        if let Some(depth) = self.depths.get(&part) {
            return if above.len() + depth > DEEPEST { Err(too_deep()) } else { Ok(*depth) };
        }
        if above.contains(&part) {
            return Err(circle(&part, above));
        }
        if above.len() == DEEPEST {
            return Err(too_deep());
        }
        let base = part.file.parent().unwrap_or(Path::new("")).to_owned();
        let text = self.text(&part, above)?;
        above.push(part);
        let mut depth = 1;
        for below in links(&text).iter().filter_map(|link| NamedLines::of(&base, link)) {
            depth = depth.max(1 + self.depth(below, above)?);
        }
        self.depths.extend(above.pop().map(|part| (part, depth)));
        Ok(depth)
    }

    /// What `part` brings, which is brought by those `above`; nothing where that has no links, and
    /// where mdBook cannot read it, and says so at once.
    fn text(&mut self, part: &NamedLines, above: &[NamedLines]) -> Result<String, String> {
        let file = &part.file;
        if std::fs::metadata(file).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            return Err(match above.is_empty() {
                true => "it is not a regular file".to_owned(),
                false => format!("it includes `{}`, which is not a regular file", part.name()),
            });
        }
        let text = self.texts.entry(file.clone()).or_insert_with(|| {
            file::read(file).ok().filter(|text| text.contains("{{")).unwrap_or_default().into()
        });
        Ok(if text.is_empty() { String::new() } else { cut(text, &part.lines) })
    }
}

impl NamedLines {
    /// What `link` leads to, which stands in a file in the directory `base`.
    fn of(base: &Path, link: &Link) -> Option<Self> {
        let file = plain(&base.join(link.path.as_ref()?));
        Some(NamedLines { file, lines: link.lines.clone() })
    }

    fn name(&self) -> String {
        self.file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The `lines` of `text`, as mdBook reads such a name: `2`, `2:3`, `2:`, `:3`, or an anchor.
fn cut(text: &str, lines: &str) -> String {
    let mut ends = lines.splitn(3, ':');
    let first = ends.next().unwrap_or_default();
    let last = ends.next().map(|last| last.parse().unwrap_or(usize::MAX));
    let Ok(start) = first.parse::<usize>() else {
        return match (first, last) {
            ("", _) => text.lines().take(last.unwrap_or(usize::MAX)).collect::<Vec<_>>().join("\n"),
            (anchor, _) => anchored(text, anchor),
        };
    };
    let last = last.unwrap_or(start.max(1));
    let wanted = text.lines().take(last).skip(start.saturating_sub(1));
    wanted.collect::<Vec<_>>().join("\n")
}

/// The lines of `text` between those that name `anchor`.
fn anchored(text: &str, anchor: &str) -> String {
    let names = |line: &str, sign: &str| {
        let rest = line.split_once(sign).map(|(_, rest)| rest.trim_start());
        rest.and_then(|rest| rest.split_whitespace().next()) == Some(anchor)
    };
    let lines = text.lines().skip_while(|line| !names(line, "ANCHOR:"));
    let lines = lines.take_while(|line| !names(line, "ANCHOR_END:"));
    lines.collect::<Vec<_>>().join("\n")
}

fn too_deep() -> String {
    format!("files include each other there more than {DEEPEST} deep")
}

/// That `part` is among those `above` that bring it.
fn circle(part: &NamedLines, above: &[NamedLines]) -> String {
    match above.first() == Some(part) {
        true => "it includes itself".to_owned(),
        false => format!("it includes `{}`, which includes itself", part.name()),
    }
}

/// `text`, of a file in the directory `base`, with the links hidden that mdBook should not follow.
pub(super) fn hidden(text: &str, base: &Path, obstacles: &Obstacles) -> String {
    let mut hidden = String::new();
    let mut at = 0;
    for link in links(text).iter().filter(|link| obstacles.bars(base, link)) {
        hidden.push_str(&text[at..link.range.start]);
        hidden.push_str(HIDDEN);
        at = link.range.start + "{{".len();
    }
    hidden + &text[at..]
}

/// `text` with the links that were hidden.
pub(super) fn shown(text: &str) -> String {
    text.replace(HIDDEN, "{{")
}
