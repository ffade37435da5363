//! What mdBook should not try to include, found before it tries: it would wait for a pipe until
//! somebody writes, read a device that never ends, go round in a circle, or make more text than a
//! machine can hold.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::links::{Link, links};
use super::plain_path::plain;

/// How many files mdBook includes in each other.
const DEEPEST: usize = 10;

/// How many bytes the links of a chapter may bring, those of links in what they bring among them.
const MOST_BROUGHT: usize = 64_000_000;

/// What stands in the place of the two braces that make a link of a link.
const HIDDEN: &str = "\u{1}\u{2}";

/// Lines of a file, as a link names them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct NamedLines {
    file: PathBuf,
    lines: String,
}

/// Reads a file, if that can be read.
type FileReader<'r> = &'r dyn Fn(&Path) -> Option<String>;

/// What a part of a file leads to.
#[derive(Clone, Copy, Debug)]
struct Reach {
    /// How many files deep.
    depth: usize,
    /// How many bytes mdBook reads for it.
    bytes: usize,
}

/// The parts of files that links lead to, each with what it leads to, or why mdBook should not
/// follow.
#[derive(Debug, Default)]
pub(super) struct Obstacles {
    reaches: HashMap<NamedLines, Reach>,
    barred: HashMap<NamedLines, String>,
    texts: HashMap<PathBuf, Rc<str>>,
    /// How many bytes the links bring that are not barred.
    brought: usize,
}

impl Obstacles {
    /// What stands in the way of `links`, which stand in a file in the directory `base`.
    pub(super) fn of(base: &Path, links: &[Link], read: FileReader<'_>) -> Self {
        let mut obstacles = Obstacles::default();
        links.iter().filter_map(|link| NamedLines::of(base, link)).for_each(|part| {
            obstacles.examine(part, read);
        });
        obstacles
    }

    /// Why mdBook should not follow `link`, which stands in a file in the directory `base`.
    pub(super) fn why(&self, base: &Path, link: &Link) -> Option<&str> {
        Some(self.barred.get(&NamedLines::of(base, link)?)?)
    }

    /// Bars `part`, if something is in the way to it.
    fn examine(&mut self, part: NamedLines, read: FileReader<'_>) {
        if self.barred.contains_key(&part) {
            return;
        }
        let why = match self.reach(part.clone(), &mut Vec::new(), read) {
            Ok(reach) => {
                let brought = self.brought.saturating_add(reach.bytes);
                if brought <= MOST_BROUGHT {
                    self.brought = brought;
                    return;
                }
                format!("the links of a chapter may bring {} MB", MOST_BROUGHT / 1_000_000)
            }
            Err(why) => why,
        };
        self.barred.insert(part, why);
    }

    /// What `part` leads to, which is brought by those `above`, one by the other.
    fn reach(
        &mut self,
        part: NamedLines,
        above: &mut Vec<NamedLines>,
        read: FileReader<'_>,
    ) -> Result<Reach, String> {
        if let Some(reach) = self.reaches.get(&part) {
            return if above.len() + reach.depth > DEEPEST { Err(too_deep()) } else { Ok(*reach) };
        }
        if above.contains(&part) {
            return Err(circle(&part, above));
        }
        if above.len() == DEEPEST {
            return Err(too_deep());
        }
        let base = part.file.parent().unwrap_or(Path::new("")).to_owned();
        let text = self.text(&part, above, read)?;
        above.push(part);
        let mut reach = Reach { depth: 1, bytes: text.len() };
        for below in links(&text).iter().filter_map(|link| NamedLines::of(&base, link)) {
            let below = self.reach(below, above, read)?;
            reach.depth = reach.depth.max(1 + below.depth);
            reach.bytes = reach.bytes.saturating_add(below.bytes);
        }
        self.reaches.extend(above.pop().map(|part| (part, reach)));
        Ok(reach)
    }

    /// What `part` brings, which is brought by those `above`; nothing where mdBook cannot read it,
    /// and says so at once.
    fn text(
        &mut self,
        part: &NamedLines,
        above: &[NamedLines],
        read: FileReader<'_>,
    ) -> Result<String, String> {
        let file = &part.file;
        if std::fs::metadata(file).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            return Err(match above.is_empty() {
                true => "it is not a regular file".to_owned(),
                false => format!("it includes `{}`, which is not a regular file", part.name()),
            });
        }
        let text = self.texts.entry(file.clone());
        let text = text.or_insert_with(|| read(file).unwrap_or_default().into());
        Ok(cut(text, &part.lines))
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
pub(super) fn cut(text: &str, lines: &str) -> String {
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

/// The lines of `text` between those that name `anchor`, without those that name another.
fn anchored(text: &str, anchor: &str) -> String {
    let named = |line: &str, sign: &str| {
        let rest = line.split_once(sign).map(|(_, rest)| rest.trim_start().to_owned());
        rest.and_then(|rest| rest.split_whitespace().next().map(str::to_owned))
    };
    let names = |line: &str, sign: &str| named(line, sign).as_deref() == Some(anchor);
    let lines = text.lines().skip_while(|line| !names(line, "ANCHOR:")).skip(1);
    let lines = lines.take_while(|line| !names(line, "ANCHOR_END:"));
    let is_kept =
        |line: &&str| ["ANCHOR:", "ANCHOR_END:"].iter().all(|sign| named(line, sign).is_none());
    lines.filter(is_kept).collect::<Vec<_>>().join("\n")
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
    for link in links(text).iter().filter(|link| obstacles.why(base, link).is_some()) {
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
