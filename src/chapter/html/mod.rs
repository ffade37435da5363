//! A lesson as HTML around Markdown, for mdBook's own pages.
//!
//! This is the only folder that writes tags, and [`super::tag`] the only way for a text into one.
//! Every tag stands on a line of its own between blank lines, so that CommonMark sees an HTML
//! block there and Markdown in between; titles and choices are kept inline by a `<span>`.

mod listing;

use std::fmt::Write as _;

use crate::labels::Label;

use super::kind::Kind;
use super::lesson::{
    Block, Broken, Choice, Content, Figure, Gate, Input, Output, OutputState, Piece, Predict,
    Stream,
};
use super::outline::plain_text;
use super::overview;
use super::page::{Page, inline};
use super::tag::{Attributes, escaped};
use super::{Assets, Options};

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

    /// The label of a callout or a part.
    fn kind_label(&self, kind: Kind) -> &str {
        match kind {
            Kind::Custom(at) => &self.options.vocabulary.callouts[at].title,
            kind => self.label(super::label_of(kind)),
        }
    }

    fn word(&self, kind: Kind) -> &str {
        self.options.vocabulary.word(kind)
    }

    fn block(&mut self, block: &Block) {
        match &block.content {
            Content::Broken(broken) => self.broken(broken),
            Content::Predict(predict) => self.predict(block, predict),
            Content::Predicted(output, pieces) => self.refutation(block, output.as_deref(), pieces),
            Content::Pieces(pieces) => match block.kind {
                Kind::Answer => self.pieces(pieces),
                Kind::Progress => self.progress(block, pieces),
                Kind::Limits => self.fold(block, self.kind_label(block.kind).to_owned(), pieces),
                kind if kind.homes().is_empty() => self.callout(block, pieces),
                _ => self.part(block, pieces),
            },
        }
    }

    /// The label with the title under it.
    ///
    /// The tag behind the title keeps it from becoming the term of a definition list.
    fn heading(&mut self, label: Option<&str>, title: &str) {
        if label.is_none() && title.is_empty() {
            return;
        }
        self.page.lines("<div class=\"predict-heading\">");
        if let Some(label) = label {
            self.page.lines(&format!("<p class=\"predict-label\">{}</p>", escaped(label)));
        }
        if !title.is_empty() {
            let line = format!("<span class=\"predict-title\">{}</span>", inline(title));
            self.page.lines(&line);
        }
        self.page.lines("</div>");
    }

    fn predict(&mut self, block: &Block, predict: &Predict) {
        let title = if block.title.is_empty() {
            self.label(Label::Question).to_owned()
        } else {
            block.title.clone()
        };
        let label = self.label(Label::Predict).to_owned();
        let attributes = self.predict_attributes(block, predict, &label, &title);
        self.page.lines(&format!("<section{attributes}>"));
        self.page.lines("<div class=\"predict-question\">");
        self.heading(Some(&label), &title);
        self.pieces(&predict.question);
        self.page.lines("</div>");
        let answer = escaped(self.label(Label::Answer));
        self.page
            .lines(&format!("<details class=\"predict-answer\">\n<summary>{answer}</summary>"));
        self.answer(predict);
        self.page.lines("</details>");
        self.page.lines("</section>");
    }

    fn predict_attributes(
        &self,
        block: &Block,
        predict: &Predict,
        label: &str,
        title: &str,
    ) -> String {
        let input = match predict.input {
            Input::Text => "text",
            Input::Choice => "choice",
            Input::None => "none",
        };
        let gate = match predict.gate {
            Gate::Soft => "soft",
            Gate::Attempt => "attempt",
        };
        Attributes::default()
            .class("predict", &block.classes)
            .maybe("id", block.id.as_deref())
            .with("aria-label", format!("{label}: {}", plain_text(title)))
            .with("data-predict-book", &self.options.book_id)
            .with("data-predict-chapter", self.path)
            .maybe("data-predict-id", block.id.as_deref().filter(|_| block.is_named))
            .with("data-predict-hash", overview::hash(predict))
            .with("data-predict-input", input)
            .with("data-predict-gate", gate)
            .maybe("data-predict-rows", predict.rows.map(|rows| rows.to_string()))
            .0
    }

    /// The folded side: the outputs first, then which choice is right and what each one means.
    fn answer(&mut self, predict: &Predict) {
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
        let numbers: Vec<String> = right.iter().map(|at| (at + 1).to_string()).collect();
        let letters: Vec<String> = right.iter().map(|&at| super::letter(at)).collect();
        self.page.lines(&format!(
            "<p class=\"predict-right\" data-predict-right=\"{}\">{} <strong>{}</strong></p>",
            numbers.join(" "),
            escaped(self.label(Label::Right)),
            letters.join(", "),
        ));
        for (at, choice) in choices.iter().enumerate().filter(|(_, c)| !c.feedback.is_empty()) {
            let summary = escaped(&format!("{} {}", self.label(Label::Chosen), super::letter(at)));
            let attributes = Attributes::default()
                .with("class", "predict-feedback")
                .with("data-predict-choice", (at + 1).to_string());
            self.details(&attributes, &summary, "", &choice.feedback);
        }
    }

    /// A fold: `summary` is HTML.
    fn details(&mut self, attributes: &Attributes, summary: &str, title: &str, pieces: &[Piece]) {
        let attributes = &attributes.0;
        self.page.lines(&format!("<details{attributes}>\n<summary>{summary}</summary>"));
        self.heading(None, title);
        self.pieces(pieces);
        self.page.lines("</details>");
    }

    fn fold(&mut self, block: &Block, summary: String, pieces: &[Piece]) {
        let class = format!("predict-part predict-{}", self.word(block.kind));
        let attributes =
            Attributes::default().class(&class, &block.classes).maybe("id", block.id.as_deref());
        self.details(&attributes, &escaped(&summary), &block.title, pieces);
    }

    fn refutation(&mut self, block: &Block, output: Option<&str>, pieces: &[Piece]) {
        let summary = match output {
            None => escaped(self.label(Label::PredictedElse)),
            Some(output) => {
                let lines: Vec<String> = output.lines().map(escaped).collect();
                let label = escaped(self.label(Label::Predicted));
                format!("{label} <code>{}</code>", lines.join("<br>"))
            }
        };
        let attributes = Attributes::default()
            .class("predict-predicted", &block.classes)
            .maybe("data-predict-output", output);
        self.details(&attributes, &summary, "", pieces);
    }

    fn callout(&mut self, block: &Block, pieces: &[Piece]) {
        let label = self.kind_label(block.kind).to_owned();
        let color = match block.kind {
            Kind::Custom(at) => self.options.vocabulary.callouts[at].color.as_deref(),
            _ => None,
        };
        let colored = if color.is_some() { " predict-colored" } else { "" };
        let class = format!("predict-callout predict-{}{colored}", self.word(block.kind));
        // A strict policy forbids styles in attributes, so there the script sets it.
        let (attribute, before) = match self.options.assets {
            Assets::Inline => ("style", "--predict-color: "),
            Assets::Linked => ("data-predict-color", ""),
        };
        let name = if block.title.is_empty() {
            label.clone()
        } else {
            format!("{label}: {}", plain_text(&block.title))
        };
        let attributes = Attributes::default()
            .with("role", "note")
            .with("aria-label", name)
            .class(&class, &block.classes)
            .maybe("id", block.id.as_deref())
            .maybe(attribute, color.map(|color| format!("{before}{color}")));
        self.page.lines(&format!("<aside{}>", attributes.0));
        self.heading(Some(&label), &block.title);
        self.pieces(pieces);
        self.page.lines("</aside>");
    }

    fn part(&mut self, block: &Block, pieces: &[Piece]) {
        let label = self.kind_label(block.kind).to_owned();
        let class = format!("predict-part predict-{}", self.word(block.kind));
        let attributes =
            Attributes::default().class(&class, &block.classes).maybe("id", block.id.as_deref());
        self.page.lines(&format!("<div{}>", attributes.0));
        self.heading(Some(&label), &block.title);
        self.pieces(pieces);
        self.page.lines("</div>");
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        let mut hints = 0;
        for piece in pieces {
            match piece {
                Piece::Prose(prose) => {
                    let (path, options, newline) = (self.path, self.options, self.newline);
                    self.page.prose(prose, |block| write(block, path, options, newline));
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
                let summary = format!("{} {number}", self.label(Label::Hint));
                self.fold(block, summary, pieces);
            }
            _ => self.block(block),
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let class = if figure.is_program { "predict-program" } else { "predict-code" };
        self.page.lines(&format!("<figure class=\"{class}\">"));
        let spans = [
            ("predict-caption", figure.caption.as_deref()),
            ("predict-caption-after", figure.caption_after.as_deref()),
            ("predict-language", figure.language.as_deref()),
        ];
        self.caption(&spans);
        self.page.figure(figure);
        self.page.lines("</figure>");
    }

    fn caption(&mut self, spans: &[(&str, Option<&str>)]) {
        let spans: Vec<String> = spans
            .iter()
            .filter_map(|(class, text)| {
                text.map(|text| format!("<span class=\"{class}\">{}</span>", escaped(text)))
            })
            .collect();
        if !spans.is_empty() {
            self.page.lines(&format!("<figcaption>{}</figcaption>", spans.join(" ")));
        }
    }

    fn output(&mut self, output: &Output) {
        let stream = match output.stream {
            Stream::Stdout => "stdout",
            Stream::Stderr => "stderr",
            Stream::Both => "both",
        };
        let attributes = Attributes::default()
            .class("predict-output", &output.classes)
            .maybe("id", output.id.as_deref())
            .with("data-predict-stream", stream)
            .maybe("data-predict-unknown", (!output.is_known()).then_some("true"));
        self.page.lines(&format!("<figure{}>", attributes.0));
        let caption = super::output_caption(output, &self.options.labels);
        let notes = super::output_notes(output, &self.options.labels);
        self.caption(&[("predict-caption", Some(&caption)), ("predict-note", notes.as_deref())]);
        match output.state {
            OutputState::Recorded => self.page.output(output),
            OutputState::Nothing => self.empty_output(Label::Nothing),
            OutputState::Pending => self.empty_output(Label::Pending),
        }
        self.page.lines("</figure>");
    }

    fn empty_output(&mut self, label: Label) {
        let words = escaped(self.label(label));
        self.page.lines(&format!("<p class=\"predict-empty\">{words}</p>"));
    }

    fn choices(&mut self, choices: &[Choice]) {
        let is_multiple = super::right_choices(choices).len() > 1;
        let attributes = Attributes::default()
            .with("class", "predict-choices")
            .with("role", "list")
            .maybe("data-predict-multiple", is_multiple.then_some("true"));
        self.page.lines(&format!("<ul{}>", attributes.0));
        for (at, choice) in choices.iter().enumerate() {
            self.choice(choice, at);
        }
        self.page.lines("</ul>");
    }

    fn choice(&mut self, choice: &Choice, at: usize) {
        let attributes = Attributes::default()
            .with("class", "predict-choice")
            .with("data-predict-choice", (at + 1).to_string());
        self.page.lines(&format!("<li{}>", attributes.0));
        let mut line = format!("<span class=\"predict-letter\">{}</span>", super::letter(at));
        if !choice.text.is_empty() {
            let text = inline(&choice.text);
            let _ = write!(line, " <span class=\"predict-choice-text\">{text}</span>");
        }
        self.page.lines(&line);
        if let Some(output) = &choice.output {
            self.page.output(output);
        }
        self.page.lines("</li>");
    }

    fn broken(&mut self, broken: &Broken) {
        self.page.lines("<div class=\"predict-broken\" role=\"note\">");
        let label = self.label(Label::Broken).to_owned();
        self.heading(Some(&label), "");
        for (message, help) in &broken.mistakes {
            let help: Vec<String> = help.iter().map(|help| escaped(help)).collect();
            let (message, help) = (escaped(message), help.join("<br>"));
            self.page.lines(&format!("<p><strong>{message}</strong><br>{help}</p>"));
        }
        self.page.fence(&broken.fence, "text", &super::broken::source(broken));
        self.page.lines("</div>");
    }
}
