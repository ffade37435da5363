//! What readers are asked in a book, for the block that lists it.

use crate::chapter::inline::in_code_span;
use crate::chapter::lesson::{Block, Content, Figure, Input, Lessons, Predict};
use crate::chapter::outline::text_with_code;
use crate::labels::{Label, Labels};

use super::page::literal;

/// The questions of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterQuestions {
    /// Its title.
    pub name: String,
    /// Its place in the book.
    pub path: String,
    /// Its questions, in their order.
    pub questions: Vec<Question>,
}

/// A question that readers can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The id of its block in the page.
    pub id: String,
    /// What a reader's record calls it: the author's id, or else the hash, with a number where
    /// equal questions stand before it.
    pub name: String,
    /// The hash of the question.
    pub hash: String,
    /// Its title, Markdown for its words and its code spans.
    pub title: String,
    /// What tells it from others of the same title.
    pub subject: Option<Subject>,
}

/// What a question is about, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The caption of its program, inline Markdown.
    Caption(String),
    /// A line of its program.
    Line(String),
}

impl Subject {
    /// The subject of a question with this program: its caption, or else the first line that has
    /// something to tell, which openers and imports, alike in all programs, have not.
    fn of(program: &Figure) -> Option<Self> {
        if let Some(caption) = &program.caption {
            return Some(Subject::Caption(caption.value.clone()));
        }
        let lines = || program.code.text.lines().map(str::trim);
        let is_code = |line: &&str| !line.is_empty() && !line.starts_with(['#', '/', '-']);
        let tells = |line: &&str| line.contains(['=', '"', '\'', '(']) && !line.ends_with('{');
        let line = lines().filter(is_code).find(tells).or_else(|| lines().find(is_code))?;
        Some(Subject::Line(line.chars().take(LONGEST_LINE).collect()))
    }
}

/// How many characters of a program's line are shown at most.
const LONGEST_LINE: usize = 60;

/// The questions in the `lessons` of the chapter at `path` that readers can answer.
pub fn questions(lessons: &Lessons<'_>, path: &str, labels: &Labels) -> Vec<Question> {
    let blocks = lessons.blocks().into_iter();
    let questions = blocks.filter_map(|block| match &block.content {
        Content::Predict(predict) => question(block, predict, path, labels),
        _ => None,
    });
    questions.collect()
}

fn question(block: &Block, predict: &Predict, path: &str, labels: &Labels) -> Option<Question> {
    let identity = &predict.identity;
    let title = block.title.as_ref();
    let title = title.map(|title| text_with_code(&title.source, literal, in_code_span));
    let authors = block.id.as_ref().map(|id| id.value.clone());
    (predict.input() != Input::None).then(|| Question {
        id: authors.clone().unwrap_or_else(|| identity.id(path)),
        name: authors.unwrap_or_else(|| identity.name(path)),
        hash: identity.hash(path),
        title: title.unwrap_or_else(|| literal(labels.get(Label::Question))),
        subject: predict.program().and_then(Subject::of),
    })
}

/// The relative link from the chapter `from` to the chapter `to`, both being paths in the book.
pub(crate) fn relative_link(from: &str, to: &str) -> String {
    let (from, to) = (from.replace('\\', "/"), to.replace('\\', "/"));
    let folders: Vec<&str> = from.split('/').collect();
    let folders = &folders[..folders.len() - 1];
    let target: Vec<&str> = to.split('/').collect();
    let common = folders.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let common = common.min(target.len() - 1);
    let up = std::iter::repeat_n("..", folders.len() - common);
    up.chain(target[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::relative_link;

    #[test]
    fn links_between_chapters() {
        assert_eq!(relative_link("a.md", "b.md"), "b.md");
        assert_eq!(relative_link("x/a.md", "b.md"), "../b.md");
        assert_eq!(relative_link("a.md", "x/b.md"), "x/b.md");
        assert_eq!(relative_link("x/y/a.md", "x/z/b.md"), "../z/b.md");
        assert_eq!(relative_link("x/a.md", "x/a.md"), "a.md");
        assert_eq!(relative_link("x\\a.md", "y\\b.md"), "../y/b.md");
    }
}
