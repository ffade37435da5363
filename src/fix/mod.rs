//! Fixes in the files of a book, each tried on the text before its author hears of it.
//!
//! `pieces` knows where each byte of a chapter stands in the `files` of the book, so that a fix
//! goes to the file that has the mistake. `judged` is how well a chapter can be read: a fix is made
//! where that leaves fewer mistakes, and every block what it was; else it is not made, whatever it
//! says of itself. `settings` does the same to `book.toml`.

mod files;
mod judged;
mod pieces;
mod settings;

use std::collections::BTreeSet;

use anyhow::Result;

use crate::book::{Directory, Scope};
use crate::chapter::Reading;
use crate::diagnostic::{Fix, Safety};
use crate::file;
use crate::preprocessor::{ChapterText, Preparation, Run, chapters};

use files::{FileEdit, OpenFiles};
use judged::Judged;
use pieces::{EditedText, PiecedText};

pub use files::FixedFile;

/// How often a chapter is read again for what shows only once something else is mended.
const MOST_ROUNDS: usize = 20;

/// How many trials are made for a chapter in one round.
const MOST_TRIALS: usize = 100;

/// How many fixes are tried for a chapter in one round.
const MOST_FIXES: usize = 1_000;

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
        scope,
        with_guesses,
        made: 0,
    };
    // An included file may be mended from any chapter, so none is done before all are.
    for _ in 0..MOST_ROUNDS {
        let before = workshop.made;
        (0..workshop.chapters.len()).for_each(|chapter| workshop.mend(chapter));
        if workshop.made == before {
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
        None => PiecedText::of_file(chapter.own, file),
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
    scope: &'b Scope,
    with_guesses: bool,
    /// How many fixes were made.
    made: usize,
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

/// What a fix does to files.
type PlacedFix = Vec<FileEdit>;

/// The trials of fixes that were found together.
struct Round {
    /// How many are left.
    trials: usize,
    /// What was made, one thing after the other.
    made: Vec<Vec<FileEdit>>,
}

impl Round {
    /// The edits of `fixes`, sorted, where they are to be made now.
    fn edits_of(&self, fixes: &[PlacedFix]) -> Vec<FileEdit> {
        let mut edits: Vec<FileEdit> = fixes.concat();
        for made in &self.made {
            edits.iter_mut().for_each(|edit| edit.move_behind(made));
        }
        edits.sort();
        edits
    }
}

/// Chapters after a trial, by their numbers.
type Tried = Vec<(usize, EditedText, Judged)>;

impl Workshop<'_> {
    /// Makes the fixes that the chapter of this number has and that stand beside each other, as far
    /// as they do well.
    fn mend(&mut self, chapter: usize) {
        let mut kept: Vec<FileEdit> = Vec::new();
        let mut fixes = self.wanted(chapter);
        fixes.retain(|fix| {
            let is_apart = fix.iter().all(|edit| kept.iter().all(|k| is_apart(k, edit)));
            kept.extend(fix.iter().filter(|_| is_apart).cloned());
            is_apart
        });
        let mut round = Round { trials: MOST_TRIALS, made: Vec::new() };
        self.make(&fixes, &mut round);
    }

    /// Makes all of `fixes`, or if that does not do well, one half after the other.
    fn make(&mut self, fixes: &[PlacedFix], round: &mut Round) {
        if fixes.is_empty() || round.trials == 0 {
            return;
        }
        round.trials -= 1;
        let edits = round.edits_of(fixes);
        if let Some(tried) = self.tried(fixes, &edits) {
            self.files.make(&edits);
            for (number, edited, judged) in tried {
                self.chapters[number] = OpenChapter { text: edited.text, judged };
            }
            self.made += fixes.len();
            round.made.push(edits);
        } else if fixes.len() > 1 {
            let (first, second) = fixes.split_at(fixes.len() / 2);
            self.make(first, round);
            self.make(second, round);
        }
    }

    /// The chapters with `edits` made, which are those of `fixes`, where all of them are the better
    /// for it.
    fn tried(&self, fixes: &[PlacedFix], edits: &[FileEdit]) -> Option<Tried> {
        let involved = self.chapters.iter().enumerate();
        let involved =
            involved.filter(|(_, chapter)| edits.iter().any(|edit| chapter.text.has(edit.file)));
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
        (fewer >= fixes.len() || (fixes.len() == 1 && more_read > 0)).then_some(tried)
    }

    /// The fixes of a chapter that are wanted and whose places are certain, each once.
    fn wanted(&self, chapter: usize) -> Vec<PlacedFix> {
        let OpenChapter { text, judged } = &self.chapters[chapter];
        let fixes = judged.found.iter().filter_map(|found| found.fix.as_ref());
        let fixes = fixes.filter(|fix| self.with_guesses || fix.safety == Safety::Safe);
        let placed = fixes.filter_map(|fix| self.placed(text, fix));
        let mut known = BTreeSet::new();
        placed.filter(|fix| known.insert(fix.clone())).take(MOST_FIXES).collect()
    }

    /// What `fix` does to the files that `text` comes from.
    fn placed(&self, text: &PiecedText, fix: &Fix) -> Option<PlacedFix> {
        let mut edits = Vec::new();
        for (span, new) in &fix.edits {
            let (file, range) = text.place(span)?;
            let edit = FileEdit::new(file, range, new);
            let is_link = [self.files.replaced(&edit), new].iter().any(|text| text.contains("{{"));
            if !self.scope.has(self.files.path(file)) || is_link || !self.files.keeps_lines(&edit) {
                return None;
            }
            edits.push(edit);
        }
        edits.sort();
        Some(edits)
    }

    /// What was done, and what was not.
    fn finish(self) -> Fixed {
        let (mut guesses, mut refused) = (BTreeSet::new(), BTreeSet::new());
        for (number, OpenChapter { text, judged }) in self.chapters.iter().enumerate() {
            for fix in judged.found.iter().filter_map(|found| found.fix.as_ref()) {
                let Some((first, _)) = fix.edits.first() else { continue };
                let place = text.place(first);
                if place.as_ref().is_some_and(|(file, _)| !self.scope.has(self.files.path(*file))) {
                    continue;
                }
                let place = place.map(|(file, range)| (file, range.start, range.end));
                let own = place.is_none().then_some((number, first.start));
                let is_guess = fix.safety == Safety::Unsafe && !self.with_guesses;
                let of_kind = if is_guess { &mut guesses } else { &mut refused };
                of_kind.insert((place, own));
            }
        }
        Fixed {
            made: self.made,
            guesses: guesses.len(),
            refused: refused.len(),
            files: self.files.changed(),
        }
    }
}

/// Whether two edits can be made together: of two insertions at one place nobody knows which comes
/// first.
fn is_apart(one: &FileEdit, other: &FileEdit) -> bool {
    let (a, b) = (one.range, other.range);
    let touch = a.0 == b.0 || (a.0 < b.1 && b.0 < a.1);
    one.file != other.file || !touch
}
