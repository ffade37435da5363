//! The preprocessor for programs that drive mdBook in their own process.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::book::{ChapterId, Context};
use crate::preprocessor::{Preparation, Run};

use super::stderr;

/// The preprocessor, as mdBook's trait; what it finds goes to standard error.
#[derive(Clone, Copy, Debug, Default)]
pub struct PredictPreprocessor;

impl Preprocessor for PredictPreprocessor {
    fn name(&self) -> &str {
        "predict"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let context = Context {
            root: context.root.clone(),
            config: serde_json::to_value(&context.config)
                .context("the configuration of the book cannot be read")?,
            renderer: context.renderer.clone(),
            mdbook_version: context.mdbook_version.clone(),
        };
        let preparation = Preparation::new(&context);
        let mut run = Run::new(&preparation);
        expand(&mut run, &mut book);
        let report = run.report_of_build();
        stderr::tell(&report);
        report.stopped().map_or(Ok(book), |stopped| Err(stopped.into()))
    }
}

/// Expands all chapters of `book`, those that list the questions of the others last.
fn expand(run: &mut Run<'_>, book: &mut Book) {
    each_chapter(&mut book.items, &mut 0, &mut |_, _, content| run.learn(content));
    let mut waiting = HashMap::new();
    each_chapter(&mut book.items, &mut 0, &mut |number, id, content| {
        let lessons = run.read(id, std::mem::take(content));
        if lessons.lists_questions() {
            waiting.insert(number, lessons);
        } else {
            *content = run.write(id, &lessons).unwrap_or_else(|| lessons.text.into_owned());
        }
    });
    each_chapter(&mut book.items, &mut 0, &mut |number, id, content| {
        if let Some(lessons) = waiting.remove(&number) {
            *content = run.write(id, &lessons).unwrap_or_else(|| lessons.text.into_owned());
        }
    });
}

/// Shows each chapter of `items`, in the order of the book, to `see`: its number, its place and its
/// text. mdBook's own walk comes to a chapter after those below it.
fn each_chapter(
    items: &mut [BookItem],
    number: &mut usize,
    see: &mut impl FnMut(usize, ChapterId<'_>, &mut String),
) {
    let shown =
        |path: &Option<PathBuf>| path.as_ref().map(|path| path.to_string_lossy().into_owned());
    for item in items {
        let BookItem::Chapter(chapter) = item else { continue };
        let (path, source_path) = (shown(&chapter.path), shown(&chapter.source_path));
        let id = ChapterId {
            name: &chapter.name,
            path: path.as_deref().unwrap_or_default(),
            source_path: source_path.as_deref(),
        };
        see(*number, id, &mut chapter.content);
        *number += 1;
        each_chapter(&mut chapter.sub_items, number, see);
    }
}
