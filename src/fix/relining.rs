//! Other lines for fences of chapters, in the files that have them: outputs that were accepted.
//!
//! A fence is left as it is, with the reason, where its lines are not one run of lines of one file,
//! where others have the same lines and would need other ones, or where the chapter would not read
//! as it does now, but for these lines.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::book::includes::counted;
use crate::book::{ChapterFile, Directory, Scope};
use crate::chapter::lesson::{Lessons, Output};
use crate::chapter::{self, Fenced, Reading};
use crate::diagnostic::Span;
use crate::preprocessor::{ChapterText, Preparation, Run, chapters};
use crate::splice::Edits;

use super::edits::{FileEdit, SortedEdits};
use super::files::{FixedFile, OpenFiles};
use super::pieced;
use super::pieces::PiecedText;
use super::read_back::ReadBack;

/// Lines that are to stand in a fence of a chapter.
#[derive(Clone, Copy, Debug)]
pub struct WantedLines<'w> {
    /// The file of the chapter.
    pub chapter: &'w Path,
    /// The text of the chapter as it was read, with its links resolved.
    pub read: &'w str,
    /// Where the fence of an `output` begins in it, in bytes.
    pub fence: usize,
    /// The lines; where there are none, the fence says so.
    pub lines: &'w str,
}

/// What becomes of files that get other lines.
#[derive(Debug, Default)]
pub struct Relining {
    /// The files that change.
    pub files: Vec<FixedFile>,
    /// Those of the wanted lines that no file gets, by their numbers, and why.
    pub refused: Vec<(usize, LeftAlone)>,
}

/// Why a fence is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftAlone {
    /// Its lines come from several places, or nobody knows from where.
    Scattered,
    /// Another fence has the same lines of the same file, and is to get other ones.
    Shared,
    /// Its lines stand in another place of the book as well, which would change.
    Elsewhere,
    /// A link brings lines of the file by their numbers, and these would be others.
    Counted,
    /// Its lines stand in a file outside of the book, which nobody named.
    Outside,
    /// The chapter would not be read as it is now.
    Misread,
}

/// A chapter whose fences get other lines.
struct OpenedChapter<'b> {
    chapter: &'b ChapterFile,
    path: PathBuf,
    text: PiecedText,
    lessons: Lessons<'static>,
    has_links: bool,
}

/// The edits that put lines into one or several fences of a chapter.
struct Lined {
    of_chapter: Vec<(Span, String)>,
    of_files: Vec<FileEdit>,
}

/// Lines that have their place in a file.
struct Placed {
    /// The edit of the lines alone.
    body: FileEdit,
    /// A byte of that file that is in the fence: its lines, or else its opening line.
    anchor: (usize, usize),
}

/// Where a fence's lines stand: their file and place there, and a byte of the fence in a file.
type BodyPlace = ((usize, Span), (usize, usize));

/// Puts `wanted` into the files of `book`, as far as that does what it is to do; into those outside
/// of its directory only where `scope` names them. Nothing is written.
///
/// # Errors
///
/// Where the configuration cannot be said in JSON, or a chapter is no longer what was read.
pub fn relined(book: &Directory, scope: &Scope, wanted: &[WantedLines<'_>]) -> Result<Relining> {
    let preparation = Preparation::new(&book.context()?);
    let mut run = Run::new(&preparation);
    let texts: Vec<ChapterText<'_>> = chapters(book, &mut run).flatten().collect();
    let mut files = OpenFiles::default();
    let opened = texts.into_iter().map(|text| {
        let (chapter, path, has_links) = (text.chapter, text.path.clone(), text.resolved.is_some());
        let text = pieced(text, &mut files);
        let lessons = chapter::read(text.text.clone(), run.reading());
        OpenedChapter { chapter, path, text, lessons, has_links }
    });
    let opened: Vec<OpenedChapter<'_>> = opened.collect();
    let mut workshop = Rewriting { book, scope, reading: run.reading(), opened, files, wanted };
    let mut refused: Vec<Option<LeftAlone>> = Vec::new();
    let mut placed: Vec<Option<Placed>> = Vec::new();
    for number in 0..wanted.len() {
        let place = workshop.placed(number)?;
        refused.push(place.is_none().then_some(LeftAlone::Scattered));
        placed.push(place);
    }
    for number in 0..wanted.len() {
        let reason = placed[number].as_ref().and_then(|own| workshop.clash(own, &placed));
        refused[number] = refused[number].or(reason);
    }
    let edits = workshop.edits(&mut refused);
    workshop.files.make(&SortedEdits::new(edits));
    let refused = refused.into_iter().enumerate();
    let refused = refused.filter_map(|(number, reason)| Some((number, reason?))).collect();
    Ok(Relining { files: workshop.files.changed(), refused })
}

/// A book whose fences get other lines.
struct Rewriting<'b> {
    book: &'b Directory,
    scope: &'b Scope,
    reading: &'b Reading,
    opened: Vec<OpenedChapter<'b>>,
    files: OpenFiles,
    wanted: &'b [WantedLines<'b>],
}

impl Rewriting<'_> {
    /// The place of the wanted lines of this number, if they have one.
    fn placed(&self, number: usize) -> Result<Option<Placed>> {
        let wanted = &self.wanted[number];
        let chapter = self.opened.iter().position(|opened| opened.path == wanted.chapter);
        let chapter = chapter.filter(|at| self.opened[*at].text.text == wanted.read);
        let Some(chapter) = chapter else {
            bail!("{} changed meanwhile; run this again", wanted.chapter.display());
        };
        let Some(body) = self.body(chapter, wanted) else { return Ok(None) };
        let ((file, range), anchor) = body;
        let text = self.ended(file, &range, wanted.lines);
        let is_placed = self.lined(chapter, &[number], false).is_some();
        let body = FileEdit::new(file, range, &text);
        Ok(is_placed.then_some(Placed { body, anchor }))
    }

    /// Where the lines of a fence stand.
    fn body(&self, chapter: usize, wanted: &WantedLines<'_>) -> Option<BodyPlace> {
        let OpenedChapter { text, lessons, .. } = &self.opened[chapter];
        let place = &output(lessons, wanted.fence)?.place;
        let (body, anchor) = text.lines_place(place, &self.files)?;
        // What would be nothing in another file is a line there still.
        let is_own = text.place(&place.opener).is_some_and(|(file, _)| file == body.0);
        (is_own || !wanted.lines.is_empty()).then_some((body, anchor))
    }

    /// `lines` as they end in this file, without the last line ending where there is none now.
    fn ended(&self, file: usize, range: &Span, lines: &str) -> String {
        let text = self.files.text(file);
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let ended = lines.replace("\r\n", "\n").replace('\n', newline);
        let is_open = !range.is_empty() && !text[range.clone()].ends_with('\n');
        match ended.strip_suffix(newline) {
            Some(open) if is_open => open.to_owned(),
            _ => ended,
        }
    }

    /// The edits that put the wanted lines of these numbers, all of one chapter, into their fences;
    /// nothing where one of them has no certain place. If `is_aside`, nobody compares what stands
    /// there then.
    fn lined(&self, chapter: usize, numbers: &[usize], is_aside: bool) -> Option<Lined> {
        let OpenedChapter { text, lessons, .. } = &self.opened[chapter];
        let mut fences = Vec::new();
        let mut marks = Vec::new();
        let mut bodies: Vec<(Span, (usize, Span))> = Vec::new();
        for wanted in numbers.iter().map(|number| &self.wanted[*number]) {
            let place = &output(lessons, wanted.fence)?.place;
            fences.push((place, wanted.lines));
            let is_empty = place.attribute("empty").is_some();
            marks.extend(match wanted.lines.is_empty() {
                true if !is_empty => Some(place.with_attribute("empty", None)),
                false => place.without_attribute("empty").map(|edit| trimmed(edit, &lessons.text)),
                true => None,
            });
            bodies.push((place.lines.clone(), text.lines_place(place, &self.files)?.0));
        }
        let mut of_chapter = [lessons.relined(&fences), marks].concat();
        // What has a tolerance cannot vary as well, and is compared with no choice to the letter.
        let is_compared = |place: &Fenced| place.attribute("tolerance").is_none();
        for (place, _) in fences.iter().filter(|(place, _)| is_aside && is_compared(place)) {
            set_aside(place, &mut of_chapter);
        }
        of_chapter.sort_by_key(|(span, _)| (span.start, span.end));
        let mut of_files = Vec::new();
        for (span, new) in &of_chapter {
            let body = bodies.iter().find(|(lines, _)| lines == span);
            let (file, range) = match body {
                Some((_, place)) => place.clone(),
                None => text.place(span)?,
            };
            let new = self.ended(file, &range, new);
            of_files.push(FileEdit::new(file, range, &new));
        }
        Some(Lined { of_chapter, of_files })
    }

    /// Why `own` cannot be made beside the others.
    fn clash(&self, own: &Placed, all: &[Option<Placed>]) -> Option<LeftAlone> {
        let others = || all.iter().flatten();
        if others().any(|other| overlap(&own.body, &other.body) && other.body != own.body) {
            return Some(LeftAlone::Shared);
        }
        if self.is_outside(own.body.file) {
            return Some(LeftAlone::Outside);
        }
        let (file, at) = own.anchor;
        let like = others().filter(|other| other.body == own.body).count();
        let texts = self.opened.iter().map(|opened| &opened.text);
        let places: usize = texts.clone().map(|text| text.count(file, at)).sum();
        let line = self.files.line(&FileEdit::new(file, at..at, "")).trim();
        let is_included = self.files.is_included(&own.body);
        let is_hidden = is_included && texts.clone().any(|text| text.may_have(line));
        if places != like || is_hidden {
            return Some(LeftAlone::Elsewhere);
        }
        let lines = |text: &str| text.matches('\n').count();
        let is_longer = lines(self.files.replaced(&own.body)) != lines(&own.body.text);
        (is_included && is_longer && self.is_counted(file)).then_some(LeftAlone::Counted)
    }

    /// Whether the file of this number is not the book's alone, and nobody named it.
    fn is_outside(&self, file: usize) -> bool {
        let path = self.files.path(file);
        let is_named = !self.scope.only.is_empty() && self.scope.has(path);
        !self.files.is_chapter(file) && !self.book.contains(path) && !is_named
    }

    /// Whether a link brings lines of this file by their numbers.
    fn is_counted(&self, file: usize) -> bool {
        let own = self.files.path(file).canonicalize().ok();
        let named = self.files.all().flat_map(|(path, text)| counted(path, text));
        own.is_some_and(|own| {
            named.into_iter().any(|path| path.canonicalize().ok() == Some(own.clone()))
        })
    }

    /// The edits of all files, sorted and disjoint, after which the chapters are read as they are
    /// to be; what does not come to that is refused.
    fn edits(&self, refused: &mut [Option<LeftAlone>]) -> Vec<FileEdit> {
        let mut all: BTreeSet<FileEdit> = BTreeSet::new();
        for chapter in 0..self.opened.len() {
            let path = &self.opened[chapter].path;
            let own = (0..self.wanted.len()).filter(|at| self.wanted[*at].chapter == path);
            let mut numbers: Vec<usize> = own.filter(|at| refused[*at].is_none()).collect();
            let mut lined = self.read_back(chapter, &numbers);
            if lined.is_none() {
                let (kept, lost): (Vec<_>, Vec<_>) = numbers
                    .iter()
                    .partition(|number| self.read_back(chapter, &[**number]).is_some());
                lost.into_iter().for_each(|at: usize| refused[at] = Some(LeftAlone::Misread));
                numbers = kept;
                lined = self.read_back(chapter, &numbers);
            }
            let mut refuse = |reason| numbers.iter().for_each(|at| refused[*at] = Some(reason));
            let is_apart =
                |edit: &FileEdit| all.iter().all(|other| other == edit || !overlap(other, edit));
            match lined.map(|lined| lined.of_files) {
                Some(edits) if edits.iter().all(is_apart) => all.extend(edits),
                Some(_) => refuse(LeftAlone::Shared),
                None => refuse(LeftAlone::Misread),
            }
        }
        all.into_iter().collect()
    }

    /// The edits of these numbers, if the chapter reads with them as it is to.
    fn read_back(&self, chapter: usize, numbers: &[usize]) -> Option<Lined> {
        let lined = self.lined(chapter, numbers, false)?;
        let wanted = numbers.iter().map(|number| &self.wanted[*number]);
        let wanted: Vec<_> = wanted.map(|wanted| (wanted.fence, wanted.lines)).collect();
        let expected = ReadBack::with(&self.opened[chapter].lessons, &wanted);
        let is_read = |lined: &Lined| {
            let after = self.text_with(chapter, lined);
            after.is_some_and(|after| expected.is_in(&chapter::read(after, self.reading)))
        };
        // Where marked choices and the output contradict each other, the block is none; whether it
        // is read as it should is seen where nobody compares them.
        let is_right = wanted.is_empty()
            || is_read(&lined)
            || self.lined(chapter, numbers, true).is_some_and(|aside| is_read(&aside));
        is_right.then_some(lined)
    }

    /// The text of a chapter as it is read with these edits: its file is read again, unless what
    /// that includes is what changes. Nothing where something has become a link.
    fn text_with(&self, chapter: usize, lined: &Lined) -> Option<String> {
        let OpenedChapter { chapter, text, has_links, .. } = &self.opened[chapter];
        if lined.of_files.iter().any(|edit| edit.file != text.own()) {
            return Some(spliced(&text.text, &lined.of_chapter));
        }
        let edits = lined.of_files.iter();
        let edits: Vec<(Span, String)> =
            edits.map(|edit| (edit.range.0..edit.range.1, edit.text.clone())).collect();
        let own = spliced(self.files.text(text.own()), &edits);
        match self.book.resolved(chapter, &own) {
            Some(resolved) => has_links.then_some(resolved.text),
            None => Some(own),
        }
    }
}

/// The output whose fence begins at byte `fence`.
fn output<'l>(lessons: &'l Lessons<'_>, fence: usize) -> Option<&'l Output> {
    let pieces = lessons.blocks().into_iter().flat_map(|block| block.pieces());
    pieces.filter_map(|piece| piece.output()).find(|output| output.place.span.start == fence)
}

/// The edit that takes an attribute list away, with the spaces in front of it.
fn trimmed((span, new): (Span, String), text: &str) -> (Span, String) {
    let is_list = text[span.clone()].starts_with('{');
    let start = text[..span.start].trim_end_matches(' ').len();
    (if is_list { start..span.end } else { span }, new)
}

/// Adds to `edits` what keeps the output in `place` from being compared with anything.
fn set_aside(place: &Fenced, edits: &mut Vec<(Span, String)>) {
    let (span, new) = place.with_attribute("varies", None);
    let meets = |other: &Span| *other == span || (other.start < span.start && span.end < other.end);
    match edits.iter_mut().find(|(other, _)| meets(other)) {
        // What takes a list away puts nothing in its place.
        Some((_, other)) if other.is_empty() => *other = " {varies}".to_owned(),
        Some((_, other)) => match other.strip_suffix('}') {
            Some(list) => *other = format!("{list} varies}}"),
            None => other.push_str(" varies"),
        },
        None => edits.push((span, new)),
    }
}

/// Whether two edits of files have something in common.
fn overlap(one: &FileEdit, other: &FileEdit) -> bool {
    let (a, b) = (one.range, other.range);
    one.file == other.file && (a == b || (a.0 < b.1 && b.0 < a.1))
}

fn spliced(text: &str, edits: &[(Span, String)]) -> String {
    let mut all = Edits::new(text);
    edits.iter().for_each(|(span, new)| all.replace(span.clone(), new.as_str()));
    all.apply()
}
