//! What mdBook puts in the place of `{{#include …}}` and its like, and where each line of that
//! comes from.
//!
//! mdBook resolves them itself ([`mdbook_driver::builtin_preprocessors::LinkPreprocessor`]), so a
//! text is what a build makes of it. Where its lines come from, mdBook does not say: that is found
//! by resolving each link alone, and by looking its lines up in the files that it names.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::file;

use super::links::{Link, links};
use super::obstacles::{Obstacles, hidden, shown};
use super::plain_path::plain;

/// The most files that are read for one link, or for a chapter.
const MOST_FILES: usize = 100;

/// A chapter's text with its links resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// The text that the next preprocessor gets.
    pub text: String,
    /// Where it comes from, piece after piece; nothing where that cannot be told.
    pub pieces: Vec<ResolvedPiece>,
    /// The files that its links bring, with what is in them.
    pub files: Vec<IncludedFile>,
    /// The links of the chapter that mdBook could not resolve.
    pub missing: Vec<MissingFile>,
}

/// A stretch of a resolved text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedPiece {
    /// Where it stands in the resolved text, in bytes.
    pub range: Range<usize>,
    /// Where it comes from.
    pub from: From,
}

/// Where a stretch of a resolved text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// The chapter's own file, where the same bytes begin here.
    Chapter(usize),
    /// The included file of this number in [`Resolved::files`], where the same bytes begin here.
    File(usize, usize),
    /// Somewhere in the file that a link names, which stands here in the chapter's own.
    Link(Range<usize>),
}

/// A link to a file that cannot be included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingFile {
    /// Where the link stands in the file of the chapter, in bytes.
    pub range: Range<usize>,
    /// The file, as the link names it.
    pub path: String,
    /// Why mdBook is not even to try, where it is not.
    pub why: Option<String>,
}

/// A file that links bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncludedFile {
    /// Where it is.
    pub path: PathBuf,
    /// What is in it.
    pub text: String,
    /// Its lines without their endings.
    lines: Vec<Range<usize>>,
    /// The numbers of the lines by what stands in them, once somebody asked.
    numbers: OnceLock<HashMap<String, Vec<usize>>>,
}

/// Whether mdBook may put something else in the place of a part of `text`.
pub fn has_links(text: &str) -> bool {
    text.contains("{{") && !links(text).is_empty()
}

/// Resolves the links of `text`, the text of a file in the directory `base`, with `resolve`, which
/// does to any text in that place what mdBook does, and `read`, which reads a file.
pub fn resolved(
    text: &str,
    base: &Path,
    resolve: impl Fn(&str) -> String,
    read: impl Fn(&Path) -> Option<String>,
) -> Resolved {
    let links = links(text);
    let obstacles = Obstacles::of(base, &links, &read);
    let why = |link: &Link| obstacles.why(base, link).map(str::to_owned);
    let barred: Vec<Option<String>> = links.iter().map(why).collect();
    let is_free = barred.iter().all(Option::is_none);
    let resolve = |part: &str| match is_free {
        true => resolve(part),
        false => shown(&resolve(&hidden(part, base, &obstacles))),
    };
    let mut whole = Resolved { text: resolve(text), ..Resolved::default() };
    let mut pieces = Resolved::default();
    let mut brought = BroughtFiles::default();
    let mut of_link = |path: &String| brought.of_link(plain(&base.join(path)), &read);
    let numbers: Vec<Option<Vec<usize>>> =
        links.iter().map(|link| link.path.as_ref().map(&mut of_link)).collect();
    whole.files = brought.files;
    let mut at = 0;
    for ((link, why), numbers) in links.into_iter().zip(barred).zip(numbers) {
        pieces.copy(text, at..link.range.start);
        at = link.range.end;
        let line = text[..link.range.start].rfind('\n').map_or(0, |end| end + 1);
        let before = resolve(&text[line..link.range.start]);
        let alone = resolve(&text[line..link.range.end]);
        // Then no more can be told, and the texts will not be equal.
        let Some(made) = alone.strip_prefix(&before) else { break };
        let Link { range, path, .. } = link;
        match path {
            Some(path) if made == &text[range.clone()] => {
                pieces.copy(text, range.clone());
                whole.missing.push(MissingFile { range, path, why });
            }
            Some(_) => {
                let numbers = numbers.unwrap_or_default();
                pieces.include(made, &before, &range, &whole.files, &numbers);
            }
            None => pieces.push(made, From::Link(range)),
        }
    }
    pieces.copy(text, at..text.len());
    if pieces.text == whole.text {
        whole.pieces = pieces.pieces;
    }
    whole
}

impl Resolved {
    /// Adds what stands at `range` in the chapter's own `text`.
    fn copy(&mut self, text: &str, range: Range<usize>) {
        self.push(&text[range.clone()], From::Chapter(range.start));
    }

    fn push(&mut self, text: &str, from: From) {
        let start = self.text.len();
        self.text.push_str(text);
        if !text.is_empty() {
            self.pieces.push(ResolvedPiece { range: start..self.text.len(), from });
        }
    }

    /// Adds what the link at `link` became, which brings those of `files` with these `numbers`.
    fn include(
        &mut self,
        made: &str,
        before: &str,
        link: &Range<usize>,
        files: &[IncludedFile],
        numbers: &[usize],
    ) {
        let files: Vec<&IncludedFile> = numbers.iter().map(|number| &files[*number]).collect();
        let lines: Vec<&str> = made.split_inclusive('\n').collect();
        let places = places(&lines, before, &files);
        for (line, place) in lines.into_iter().zip(places) {
            let FoundLine { file, at, skipped } = match place {
                Some(place) => place,
                None => {
                    self.push(line, From::Link(link.clone()));
                    continue;
                }
            };
            self.push(&line[..skipped], From::Link(link.clone()));
            self.push(&line[skipped..], From::File(numbers[file], at));
        }
    }
}

/// The files that the file at `path` with this text includes, and those that they include. What
/// cannot be read is left out.
pub fn included(path: &Path, text: &str) -> Vec<IncludedFile> {
    let mut brought = BroughtFiles::default();
    brought.of_links(named(path, text), &|path: &Path| file::read(path).ok());
    brought.files
}

/// The files of which the file at `path` with this text includes lines by their numbers.
pub fn counted(path: &Path, text: &str) -> Vec<PathBuf> {
    let base = path.parent().unwrap_or(Path::new(""));
    let is_number = |part: &str| part.parse::<usize>().is_ok();
    let counted = links(text).into_iter().filter(|link| link.lines.split(':').any(is_number));
    counted.filter_map(|link| link.path).map(|path| plain(&base.join(path))).collect()
}

/// The files that the file at `path` names to be included.
fn named(path: &Path, text: &str) -> Vec<PathBuf> {
    if !text.contains("{{") {
        return Vec::new();
    }
    let base = path.parent().unwrap_or(Path::new(""));
    let named = links(text).into_iter().filter_map(|link| link.path);
    named.map(|path| plain(&base.join(path))).collect()
}

/// The files that links bring, each read once, whatever number of links names it.
#[derive(Default)]
struct BroughtFiles {
    files: Vec<IncludedFile>,
    /// For each of them the files that it includes.
    named: Vec<Vec<PathBuf>>,
    /// The numbers of files by their paths; nothing for one that cannot be read.
    numbers: HashMap<PathBuf, Option<usize>>,
}

impl BroughtFiles {
    /// The numbers of the file at `path` and of those that it includes.
    fn of_link(&mut self, path: PathBuf, read: &impl Fn(&Path) -> Option<String>) -> Vec<usize> {
        self.of_links(vec![path], read)
    }

    /// The same for the files at `paths`.
    fn of_links(
        &mut self,
        paths: Vec<PathBuf>,
        read: &impl Fn(&Path) -> Option<String>,
    ) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut waiting = paths;
        while let Some(path) = waiting.pop() {
            if found.len() == MOST_FILES {
                break;
            }
            let Some(number) = self.number(path, read).filter(|number| !found.contains(number))
            else {
                continue;
            };
            waiting.extend(self.named[number].iter().cloned());
            found.push(number);
        }
        found
    }

    /// The number of the file at `path`, which is read if it has not been.
    fn number(&mut self, path: PathBuf, read: &impl Fn(&Path) -> Option<String>) -> Option<usize> {
        if let Some(known) = self.numbers.get(&path) {
            return *known;
        }
        let number = read(&path).map(|text| {
            self.named.push(named(&path, &text));
            self.files.push(IncludedFile::new(path.clone(), text));
            self.files.len() - 1
        });
        self.numbers.insert(path, number);
        number
    }
}

impl IncludedFile {
    /// The file at `path` with this text.
    pub fn new(path: PathBuf, text: String) -> Self {
        IncludedFile { lines: line_ranges(&text), path, text, numbers: OnceLock::new() }
    }

    /// The numbers of the lines that are `line`, in their order.
    fn like(&self, line: &str) -> &[usize] {
        let numbers = self.numbers.get_or_init(|| {
            let mut numbers: HashMap<String, Vec<usize>> = HashMap::new();
            for (number, place) in self.lines.iter().enumerate() {
                numbers.entry(self.text[place.clone()].to_owned()).or_default().push(number);
            }
            numbers
        });
        numbers.get(line).map_or(&[], Vec::as_slice)
    }
}

/// The lines of `text` without their endings.
fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let ranges = text.split_inclusive('\n').map(|line| {
        let body = start..start + line.trim_end_matches(['\n', '\r']).len();
        start += line.len();
        body
    });
    ranges.collect()
}

/// Where a line was found: the number of its file, the byte where it begins there, and how many
/// bytes of the line made are not from there.
#[derive(Clone, Copy)]
struct FoundLine {
    file: usize,
    at: usize,
    skipped: usize,
}

/// Where `lines` come from, as far as that is certain: they are one run of lines of a file, or a
/// line is like no other line of any of them.
fn places(lines: &[&str], before: &str, files: &[&IncludedFile]) -> Vec<Option<FoundLine>> {
    let bodies: Vec<&str> = lines.iter().map(|line| line.trim_end_matches(['\n', '\r'])).collect();
    let whole = only_run(&bodies, before, files, |_| true);
    let run = whole.or_else(|| only_run(&bodies, before, files, |line| !line.contains("ANCHOR")));
    run.map_or_else(
        || bodies.iter().map(|body| only_line(body, before, files)).collect(),
        |run| run.into_iter().map(Some).collect(),
    )
}

/// The one run of lines of a file that `bodies` are, where only those lines count that `counts`:
/// mdBook leaves out those that name an anchor.
fn only_run(
    bodies: &[&str],
    before: &str,
    files: &[&IncludedFile],
    counts: impl Fn(&str) -> bool,
) -> Option<Vec<FoundLine>> {
    let first = bodies.first()?;
    let mut found = None;
    for (number, file) in files.iter().enumerate() {
        let is_counted = |line: &&Range<usize>| counts(&file.text[(*line).clone()]);
        let own = leads(before).into_iter().filter_map(|lead| first.strip_prefix(lead));
        let starts: BTreeSet<usize> = own.flat_map(|own| file.like(own)).copied().collect();
        for start in starts.into_iter().filter(|start| is_counted(&&file.lines[*start])) {
            let rest = bodies.iter().zip(file.lines[start..].iter().filter(is_counted));
            let run: Option<Vec<FoundLine>> = rest
                .map(|(body, place)| {
                    let skipped = skipped(body, &file.text[(*place).clone()], before)?;
                    Some(FoundLine { file: number, at: place.start, skipped })
                })
                .collect();
            let run = run.filter(|run| run.len() == bodies.len());
            if run.is_some() && std::mem::replace(&mut found, run).is_some() {
                return None;
            }
        }
    }
    found
}

/// What mdBook may put in front of a line that stands behind `before`: a sign where it hides a line
/// of Rust, and in newer versions what stands in front of the link.
fn leads(before: &str) -> [&str; 3] {
    ["", "# ", before]
}

/// How many bytes of the line `made` stand before the line `own` of a file, if it is that line.
fn skipped(made: &str, own: &str, before: &str) -> Option<usize> {
    let lead = made.strip_suffix(own)?;
    leads(before).contains(&lead).then_some(lead.len())
}

/// The one line of `files` that `made` may be.
fn only_line(made: &str, before: &str, files: &[&IncludedFile]) -> Option<FoundLine> {
    leads(before).into_iter().find_map(|lead| {
        let own = made.strip_prefix(lead).filter(|own| !own.trim().is_empty())?;
        let like = files.iter().enumerate().flat_map(|(file, it)| {
            it.like(own).iter().map(move |number| (file, it.lines[*number].start))
        });
        let mut like = like.take(2);
        let (file, at) = like.next()?;
        like.next().is_none().then_some(FoundLine { file, at, skipped: lead.len() })
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{From, has_links, resolved};

    /// A text with what `{{#include a}}` became, and where its lines come from.
    fn resolve(text: &str, made: &str, file: &str) -> Vec<(String, String)> {
        let resolve = |text: &str| text.replace("{{#include a}}", made);
        let read = |path: &Path| (path == Path::new("src/a")).then(|| file.to_owned());
        let resolved = resolved(text, Path::new("src"), resolve, read);
        let shown = |piece: &super::ResolvedPiece| {
            let from = match &piece.from {
                From::Chapter(at) => format!("chapter {at}"),
                From::File(file, at) => format!("{} {at}", resolved.files[*file].path.display()),
                From::Link(link) => format!("link {}", link.start),
            };
            (resolved.text[piece.range.clone()].to_owned(), from)
        };
        resolved.pieces.iter().map(shown).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(text, from)| ((*text).to_owned(), (*from).to_owned())).collect()
    }

    #[test]
    fn files_are_known_where_the_places_of_their_lines_are_not() {
        let resolve = |text: &str| text.replace("x {{#include a}}", "something else");
        let read = |path: &Path| (path == Path::new("src/a")).then(|| "1\n".to_owned());
        let resolved = resolved("x {{#include a}}\n", Path::new("src"), resolve, read);
        assert_eq!((resolved.text.as_str(), resolved.pieces), ("something else\n", vec![]));
        let paths: Vec<_> = resolved.files.iter().map(|file| file.path.as_path()).collect();
        assert_eq!(paths, [Path::new("src/a")]);
    }

    #[test]
    fn a_run_of_lines_is_found_in_its_file() {
        let file = "x\n\na\na\ny\n";
        assert_eq!(
            resolve("1\n{{#include a}}\n2", "\na\na", file),
            pairs(&[
                ("1\n", "chapter 0"),
                ("\n", "src/a 2"),
                ("a\n", "src/a 3"),
                ("a", "src/a 5"),
                ("\n2", "chapter 16"),
            ])
        );
    }

    #[test]
    fn single_lines_are_found_where_there_is_but_one() {
        let file = "b\nx\nc\nx\nd\n";
        assert_eq!(
            resolve("{{#include a}}", "b\nd\nx\n# c\n", file),
            pairs(&[
                ("b\n", "src/a 0"),
                ("d\n", "src/a 8"),
                ("x\n", "link 0"),
                ("# ", "link 0"),
                ("c\n", "src/a 4"),
            ])
        );
    }

    #[test]
    fn what_stands_before_the_link_may_stand_before_each_line() {
        assert_eq!(
            resolve("> {{#include a}}", "a\n> b", "a\nb\n"),
            pairs(&[("> ", "chapter 0"), ("a\n", "src/a 0"), ("> ", "link 2"), ("b", "src/a 2")])
        );
    }

    #[test]
    fn links_are_what_mdbook_takes_for_them() {
        assert!(
            has_links("{{#include a}}") && has_links("\\{{#x}}") && has_links("{{ #title a b}}")
        );
        assert!(
            !has_links("{{#quiz a}}") && !has_links("{{#include}}") && !has_links("{#include a}")
        );
    }
}
