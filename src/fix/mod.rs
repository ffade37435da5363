//! Fixes in the files of a book, each tried on the text before its author hears of it.
//!
//! `pieces` knows where each byte of a chapter stands in the `files` of the book, so that a fix
//! goes to the file that has the mistake, and `edits` what those that are made do to the others.
//! `judged` is how well a chapter can be read: a fix is made where that leaves fewer mistakes, and
//! every block what it was; else it is not made, whatever it says of itself. `settings` does the
//! same to `book.toml`. `relining` puts other lines into outputs, where what is `read_back` says
//! the same otherwise.

mod edits;
mod files;
mod judged;
mod pieces;
mod read_back;
mod relining;
mod settings;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Result;

use crate::book::{Directory, Scope};
use crate::chapter::Reading;
use crate::diagnostic::{Fix, Safety};
use crate::file;
use crate::preprocessor::{ChapterText, Preparation, Run, chapters};

use edits::{ChosenEdits, FileEdit, SortedEdits};
use files::OpenFiles;
use judged::Judged;
use pieces::{EditedText, PiecedText};

pub use files::FixedFile;
pub use relining::{LeftAlone, Relining, WantedLines, relined};

/// How often a chapter is read again for what shows only once something else is mended.
const MOST_ROUNDS: usize = 20;

/// How many of these rounds on end may have nothing to make: each tries other fixes.
const MOST_IDLE: usize = 5;

/// How many trials are made for a chapter in one round.
const MOST_TRIALS: usize = 100;

/// The fixes that can be made in a book.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The files that they change.
    pub files: Vec<FixedFile>,
    /// How many fixes these are.
    pub made: usize,
    /// How many others there are that are guesses, which nobody asked for.
    pub guesses: usize,
    /// How many others were asked for, and would leave a file no better than it is, or have no
    /// certain place in it.
    pub refused: usize,
    /// How many others were asked for, and could be tried if there were fewer.
    pub untried: usize,
    /// Files outside of the book that others would change, which nobody named.
    pub outside: BTreeSet<PathBuf>,
}

/// Tries the fixes of what `scope` has of `book`: those that are safe, and guesses as well if
/// `with_guesses`. Nothing is written.
///
/// # Errors
///
/// Where the configuration cannot be said in JSON.
pub fn fixes(book: &Directory, scope: &Scope, with_guesses: bool) -> Result<Fixed> {
    let preparation = Preparation::new(&book.context()?);
    let mut run = Run::new(&preparation);
    let mut files = OpenFiles::default();
    let texts = chapters(book, &mut run).flatten();
    let texts: Vec<PiecedText> = texts.map(|text| pieced(text, &mut files)).collect();
    let mut workshop = Workshop {
        chapters: texts.into_iter().map(|text| OpenChapter::new(text, run.reading())).collect(),
        reading: run.reading(),
        files,
        book,
        scope,
        with_guesses,
        made: 0,
        refused: BTreeMap::new(),
        decided: 0,
    };
    // An included file may be mended from any chapter, so none is done before all are.
    let mut idle = 0;
    for _ in 0..MOST_ROUNDS {
        let (made, decided) = (workshop.made, workshop.decided);
        (0..workshop.chapters.len()).for_each(|chapter| workshop.mend(chapter));
        idle = if workshop.made == made { idle + 1 } else { 0 };
        if workshop.decided == decided || idle == MOST_IDLE {
            break;
        }
    }
    let mut fixed = workshop.finish();
    fix_settings(book, scope, with_guesses, &mut fixed);
    Ok(fixed)
}

/// The text of `chapter`, whose files are opened.
fn pieced(chapter: ChapterText<'_>, files: &mut OpenFiles) -> PiecedText {
    let file = files.open(&chapter.path, &chapter.own, false);
    match &chapter.resolved {
        Some(resolved) => PiecedText::resolved(resolved, file, files),
        None => PiecedText::of_file(&chapter.own, file),
    }
}

/// Tries the fixes of `book.toml`, all of which are guesses.
fn fix_settings(book: &Directory, scope: &Scope, with_guesses: bool, fixed: &mut Fixed) {
    let path = book.root.join("book.toml");
    let Some(before) = file::read(&path).ok().filter(|_| scope.has(&path)) else { return };
    if !with_guesses {
        fixed.guesses += settings::fixable(&before);
        return;
    }
    let (after, made) = settings::mended(&before);
    fixed.made += made;
    fixed.refused += settings::fixable(&after);
    if made > 0 {
        fixed.files.push(FixedFile { path, before, after });
    }
}

/// A book in which fixes are tried.
struct Workshop<'b> {
    chapters: Vec<OpenChapter>,
    reading: &'b Reading,
    files: OpenFiles,
    book: &'b Directory,
    scope: &'b Scope,
    with_guesses: bool,
    /// How many fixes were made.
    made: usize,
    /// The fixes that did no good, and how many had been made by then.
    refused: BTreeMap<PlacedFix, usize>,
    /// How often a fix was made, or was refused for the first time.
    decided: usize,
}

/// A chapter with the fixes that were made.
struct OpenChapter {
    text: PiecedText,
    judged: Judged,
}

impl OpenChapter {
    fn new(text: PiecedText, reading: &Reading) -> Self {
        let judged = Judged::of(&text.text, reading);
        OpenChapter { text, judged }
    }
}

/// What a fix does to files, sorted.
type PlacedFix = Vec<FileEdit>;

/// The trials of fixes that were found together.
struct Round {
    /// How many are left.
    trials: usize,
    /// What was made, one thing after the other.
    made: Vec<SortedEdits>,
}

impl Round {
    /// The edits of `fixes` where they are to be made now; nothing where what was made is in their
    /// way.
    fn edits_of(&self, fixes: &[PlacedFix]) -> Option<Vec<FileEdit>> {
        let edits = fixes
            .iter()
            .flatten()
            .map(|edit| self.made.iter().try_fold(edit.clone(), |edit, made| made.moved(&edit)));
        edits.collect()
    }
}

/// Chapters after a trial, by their numbers.
type Tried = Vec<(usize, EditedText, Judged)>;

impl Workshop<'_> {
    /// Makes the fixes that the chapter of this number has and that stand beside each other, as far
    /// as they do well.
    fn mend(&mut self, chapter: usize) {
        let mut chosen = ChosenEdits::default();
        let mut fixes = self.wanted(chapter);
        fixes.retain(|fix| chosen.choose(fix));
        let mut round = Round { trials: MOST_TRIALS, made: Vec::new() };
        self.make(&fixes, &mut round);
    }

    /// Makes all of `fixes`, or if that does not do well, one half after the other.
    fn make(&mut self, fixes: &[PlacedFix], round: &mut Round) {
        if fixes.is_empty() || round.trials == 0 {
            return;
        }
        round.trials -= 1;
        let Some(edits) = round.edits_of(fixes) else { return };
        let edits = SortedEdits::new(edits);
        if let Some(tried) = self.tried(&edits, fixes.len()) {
            self.files.make(&edits);
            for (number, edited, judged) in tried {
                self.chapters[number] = OpenChapter { text: edited.text, judged };
            }
            self.made += fixes.len();
            self.decided += fixes.len();
            let refused = std::mem::take(&mut self.refused).into_iter();
            self.refused = refused
                .filter_map(|(fix, made)| {
                    let moved = fix.iter().map(|edit| edits.moved(edit));
                    Some((moved.collect::<Option<_>>()?, made))
                })
                .collect();
            round.made.push(edits);
        } else if fixes.len() > 1 {
            let (first, second) = fixes.split_at(fixes.len() / 2);
            self.make(first, round);
            self.make(second, round);
        } else {
            let is_new = self.refused.insert(edits.all().to_vec(), self.made).is_none();
            self.decided += usize::from(is_new);
        }
    }

    /// The chapters with `edits` made, which are those of this number of `fixes`, where all of them
    /// are the better for it.
    fn tried(&self, edits: &SortedEdits, fixes: usize) -> Option<Tried> {
        let files: BTreeSet<usize> = edits.all().iter().map(|edit| edit.file).collect();
        let involved = self.chapters.iter().enumerate();
        let involved =
            involved.filter(|(_, chapter)| files.iter().any(|file| chapter.text.has(*file)));
        let mut tried = Tried::new();
        let (mut fewer, mut more_read) = (0, 0);
        for (number, OpenChapter { text, judged: before }) in involved {
            let edited = text.edited(edits, &self.files)?;
            if edited.text.text == text.text {
                continue;
            }
            let after = Judged::of(&edited.text.text, self.reading);
            if after.is_worse_than(before) || !before.is_kept_in(&after, &edited) {
                return None;
            }
            fewer += after.fewer_than(before);
            more_read += before.unread().saturating_sub(after.unread());
            tried.push((number, edited, after));
        }
        // Mistakes that nobody could see before are no new ones.
        (fewer >= fixes || (fixes == 1 && more_read > 0)).then_some(tried)
    }

    /// The fixes of a chapter that are wanted and whose places are certain, each once. Those that
    /// did no good come last, and only if something was made since.
    fn wanted(&self, chapter: usize) -> Vec<PlacedFix> {
        let OpenChapter { text, judged } = &self.chapters[chapter];
        let fixes = judged.found.iter().filter_map(|found| found.fix.as_ref());
        let fixes = fixes.filter(|fix| self.with_guesses || fix.safety == Safety::Safe);
        let placed: Vec<PlacedFix> = fixes.filter_map(|fix| self.placed(text, fix)).collect();
        let mut known = BTreeSet::new();
        let placed = placed.into_iter().filter(|fix| known.insert(fix.clone()));
        let (refused, mut wanted): (Vec<_>, Vec<_>) =
            placed.partition(|fix| self.refused.contains_key(fix));
        wanted.extend(refused.into_iter().filter(|fix| self.refused[fix] < self.made));
        wanted
    }

    /// What `fix` does to the files that `text` comes from; nothing where it is not to be tried.
    fn placed(&self, text: &PiecedText, fix: &Fix) -> Option<PlacedFix> {
        let mut edits = Vec::new();
        for (span, new) in &fix.edits {
            let (file, range) = text.place(span)?;
            let edit = FileEdit::new(file, range, new);
            let is_link = [self.files.replaced(&edit), new].iter().any(|text| text.contains("{{"));
            if !self.may_change(file) || is_link || !self.files.keeps_lines(&edit) {
                return None;
            }
            edits.push(edit);
        }
        edits.sort();
        Some(edits)
    }

    /// Whether the file of this number is one that the author means.
    fn may_change(&self, file: usize) -> bool {
        self.scope.has(self.files.path(file)) && !self.is_outside(file)
    }

    /// Whether the file of this number is not the book's alone, and nobody named it: one that is
    /// included from outside of the directory of the book.
    fn is_outside(&self, file: usize) -> bool {
        let path = self.files.path(file);
        self.scope.only.is_empty() && !self.files.is_chapter(file) && !self.book.contains(path)
    }

    /// What was done, and what was not.
    fn finish(self) -> Fixed {
        let mut fixed = Fixed { made: self.made, ..Fixed::default() };
        let mut known = BTreeSet::new();
        for (number, OpenChapter { text, judged }) in self.chapters.iter().enumerate() {
            for fix in judged.found.iter().filter_map(|found| found.fix.as_ref()) {
                let Some((first, _)) = fix.edits.first() else { continue };
                let place = text.place(first);
                let file = place.as_ref().map(|(file, _)| *file);
                let place = place.map(|(file, range)| (file, range.start, range.end));
                let own = place.is_none().then_some((number, first.start));
                let is_guess = fix.safety == Safety::Unsafe && !self.with_guesses;
                let is_meant = file.is_none_or(|file| self.scope.has(self.files.path(file)));
                if !is_meant || !known.insert((is_guess, place, own)) {
                    continue;
                }
                let outside = file.filter(|file| self.is_outside(*file));
                if is_guess {
                    fixed.guesses += 1;
                } else if let Some(file) = outside {
                    fixed.outside.insert(self.files.path(file).to_owned());
                } else if self.is_untried(text, fix) {
                    fixed.untried += 1;
                } else {
                    fixed.refused += 1;
                }
            }
        }
        fixed.files = self.files.changed();
        fixed
    }

    /// Whether nobody knows what would become of `fix`, which is one of `text`.
    fn is_untried(&self, text: &PiecedText, fix: &Fix) -> bool {
        self.placed(text, fix).is_some_and(|placed| !self.refused.contains_key(&placed))
    }
}
