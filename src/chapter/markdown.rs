//! A lesson as plain Markdown, for every renderer but mdBook's own: the same words in the same
//! order as [`super::html`], with bold labels where that one has elements.

use std::borrow::Cow;

use crate::labels::Label;

use super::Options;
use super::container::columns;
use super::kind::Kind;
use super::lesson::{
    Block, Broken, Choice, Content, Figure, Output, OutputState, Piece, Predict, Prose,
};
use super::outline::{Dialect, outline};
use super::overview;
use super::page::{Page, inline, literal, prefixed};
use super::source::Source;

/// The lines that stand for `block` in the chapter `path`.
pub(crate) fn write(block: &Block, path: &str, options: &Options, newline: &str) -> String {
    let mut writer = Writer { page: Page::new(newline), path, options, newline };
    writer.block(block);
    writer.page.finish()
}

struct Writer<'a> {
    page: Page<'a>,
    path: &'a str,
    options: &'a Options,
    newline: &'a str,
}

impl Writer<'_> {
    fn label(&self, label: Label) -> &str {
        self.options.labels.get(label)
    }

    fn kind_label(&self, kind: Kind) -> String {
        match kind {
            Kind::Custom(at) => self.options.vocabulary.callouts[at].title.clone(),
            kind => self.label(super::label_of(kind)).to_owned(),
        }
    }

    /// A bold label, with inline Markdown after it.
    fn heading(&mut self, label: &str, title: &str) {
        let line = format!("**{}** {title}", literal(label));
        self.page.lines(line.trim_end());
    }

    fn block(&mut self, block: &Block) {
        match &block.content {
            Content::Broken(broken) => self.broken(broken),
            Content::Predict(predict) => self.predict(block, predict),
            Content::Predicted(output, pieces) => {
                self.refutation(output.as_deref());
                self.pieces(pieces);
            }
            Content::Pieces(pieces) if block.kind == Kind::Answer => self.pieces(pieces),
            Content::Pieces(pieces) => {
                let label = self.kind_label(block.kind);
                if block.kind == Kind::Progress {
                    self.progress(&label, &block.title, pieces);
                } else if block.kind.homes().is_empty() {
                    self.callout(&label, &block.title, pieces);
                } else {
                    self.heading(&label, &inline(&block.title));
                    self.pieces(pieces);
                }
            }
        }
    }

    /// A callout is a quote, so that its end can be seen.
    fn callout(&mut self, label: &str, title: &str, pieces: &[Piece]) {
        let Writer { path, options, newline, .. } = *self;
        let mut inner = Writer { page: Page::new(newline), path, options, newline };
        inner.heading(label, &inline(title));
        inner.pieces(pieces);
        let text = without_leading_tabs(&inner.page.finish(), self.options.dialect);
        self.page.markdown(&format!("> {}", prefixed(text.trim_end(), "> ")));
    }

    fn progress(&mut self, label: &str, title: &str, pieces: &[Piece]) {
        self.heading(label, &inline(title));
        self.pieces(pieces);
        for chapter in self.options.overview.iter().filter(|c| !c.questions.is_empty()) {
            let way = literal(&overview::way(self.path, &chapter.path));
            let questions = chapter.questions.iter();
            let lines = questions.map(|question| format!("  - {}", literal(&question.title)));
            let chapter = format!("- [{}](<{way}>)", literal(&chapter.name));
            let lines: Vec<String> = std::iter::once(chapter).chain(lines).collect();
            self.page.lines(&lines.join("\n"));
        }
    }

    fn predict(&mut self, block: &Block, predict: &Predict) {
        let title = match block.title.as_str() {
            "" => self.label(Label::Question).to_owned(),
            title => inline(title),
        };
        let label = self.label(Label::Predict).to_owned();
        self.heading(&label, &title);
        self.pieces(&predict.question);
        let answer = self.label(Label::Answer).to_owned();
        self.heading(&answer, "");
        let (outputs, rest) = predict.outputs_and_rest();
        self.pieces(outputs);
        self.choice_key(predict.choices());
        self.pieces(rest);
    }

    fn choice_key(&mut self, choices: &[Choice]) {
        if choices.is_empty() {
            return;
        }
        let right = super::right_choices(choices);
        let letters: Vec<String> = right.iter().map(|&at| super::letter(at)).collect();
        let label = self.label(Label::Right).to_owned();
        self.heading(&label, &format!("**{}**", letters.join(", ")));
        for (at, choice) in choices.iter().enumerate().filter(|(_, c)| !c.feedback.is_empty()) {
            let label = format!("{} {}", self.label(Label::Chosen), super::letter(at));
            self.heading(&label, "");
            self.pieces(&choice.feedback);
        }
    }

    fn refutation(&mut self, output: Option<&str>) {
        match output {
            None => {
                let label = self.label(Label::PredictedElse).to_owned();
                self.heading(&label, "");
            }
            Some(output) => {
                let label = self.label(Label::Predicted).to_owned();
                let lines: Vec<String> = output.lines().map(code).collect();
                self.heading(&label, &lines.join(" "));
            }
        }
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        let mut hints = 0;
        for piece in pieces {
            match piece {
                Piece::Prose(prose) => {
                    let Writer { path, options, newline, .. } = *self;
                    let prose = with_literal_colon(prose);
                    self.page.prose(&prose, |block| write(block, path, options, newline));
                }
                Piece::Figure(figure) => self.figure(figure),
                Piece::Output(output) => self.output(output),
                Piece::Choices(choices) => self.choices(choices),
                Piece::Part(block) if block.kind == Kind::Hint => {
                    hints += 1;
                    self.hint(block, hints);
                }
                Piece::Part(block) => self.block(block),
            }
        }
    }

    fn hint(&mut self, block: &Block, number: usize) {
        match &block.content {
            Content::Pieces(pieces) => {
                let label = format!("{} {number}", self.label(Label::Hint));
                self.heading(&label, &inline(&block.title));
                self.pieces(pieces);
            }
            _ => self.block(block),
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let texts = [&figure.caption, &figure.caption_after, &figure.language];
        let texts: Vec<String> = texts.into_iter().flatten().map(|text| literal(text)).collect();
        if !texts.is_empty() {
            self.page.lines(&format!("*{}*", texts.join(" · ")));
        }
        self.page.figure(figure);
    }

    fn output(&mut self, output: &Output) {
        let caption = super::output_caption(output, &self.options.labels);
        let notes = super::output_notes(output, &self.options.labels);
        self.heading(&caption, &literal(notes.as_deref().unwrap_or_default()));
        match output.state {
            OutputState::Recorded => self.page.output(output),
            OutputState::Nothing => self.page.lines(self.options.labels.get(Label::Nothing)),
            OutputState::Pending => self.page.lines(self.options.labels.get(Label::Pending)),
        }
    }

    fn choices(&mut self, choices: &[Choice]) {
        for (at, choice) in choices.iter().enumerate() {
            let text = format!("**{}** {}", super::letter(at), inline(&choice.text));
            let mut item = Page::new(self.newline);
            item.lines(text.trim_end());
            if let Some(output) = &choice.output {
                item.output(output);
            }
            let item = prefixed(item.finish().trim_end(), "  ");
            self.page.markdown(&format!("{} {item}", choice.bullet));
        }
    }

    fn broken(&mut self, broken: &Broken) {
        let label = self.label(Label::Broken).to_owned();
        self.heading(&label, "");
        for (message, help) in &broken.mistakes {
            self.page.lines(&format!("{} {}", literal(message), literal(&help.join(" "))));
        }
        self.page.fence(&broken.fence, "text", &super::broken::source(broken));
    }
}

/// `prose` with a backslash before a colon at its start.
///
/// At the start of a body a colon is a colon; behind a label of ours it would make that the term of
/// a definition list.
fn with_literal_colon(prose: &Prose) -> Cow<'_, Prose> {
    let Some(colon) = prose.text.find(|c| c != ' ').filter(|&at| prose.text[at..].starts_with(':'))
    else {
        return Cow::Borrowed(prose);
    };
    let mut prose = prose.clone();
    prose.text.insert(colon, '\\');
    prose.nested.iter_mut().for_each(|nested| {
        nested.range = nested.range.start + 1..nested.range.end + 1;
    });
    Cow::Owned(prose)
}

/// `text` with spaces for the tabs that indent its lines, but for those in fences.
///
/// In a quote a line starts at another column, and a tab would indent it less.
fn without_leading_tabs(text: &str, dialect: Dialect) -> String {
    let outline = outline(&Source::chapter(text), dialect, &|_| true);
    let mut out = String::with_capacity(text.len());
    let mut fences = outline.fences.iter().peekable();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        while fences.next_if(|fence| fence.range.end < at).is_some() {}
        let is_code = fences.peek().is_some_and(|fence| fence.range.start < at);
        let rest = line.trim_start_matches([' ', '\t']);
        let indent = &line[..line.len() - rest.len()];
        if is_code || !indent.contains('\t') {
            out.push_str(line);
        } else {
            out.extend(std::iter::repeat_n(' ', columns(0, indent)));
            out.push_str(rest);
        }
        at += line.len();
    }
    out
}

/// `text` in a code span.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let touches = text.starts_with('`') || text.ends_with('`') || text.is_empty();
    let pad = if touches || (text.starts_with(' ') && text.ends_with(' ')) { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn code_spans_hold_backticks() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
