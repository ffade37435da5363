//! Elements as HTML around Markdown, for mdBook's own pages.
//!
//! This is the only folder that writes tags, and [`super::tag`] the only way for a text into one.
//! Every tag stands on a line of its own between blank lines, so that CommonMark sees an HTML
//! block there and Markdown in between. Titles, captions and choices have lines of their own, too.

mod attributes;
mod merged;

use crate::chapter::inline::{Inline, in_code_span};
use crate::chapter::lesson::{Broken, Choice, Figure, FigureRole, Output, Prediction, Prose};
use crate::chapter::options::Translation;

use attributes::{
    after_attributes, answer_attributes, callout_attributes, choices_attributes, fold_attributes,
    index_attributes, output_attributes, part_attributes, question_attributes, title_attributes,
};
use merged::merged_lines;

use super::layout::{
    AfterElement, Caption, CounterElement, Element, Fold, Labelled, QuestionElement, Words,
};
use super::page::{Page, fitted, inline, literal};
use super::questions::{ChapterQuestions, Subject, relative_link};
use super::tag::{TagAttributes, code, escaped};
use super::told;
use super::writing::Writing;

/// The lines that stand for `elements`.
pub(crate) fn write(elements: &[Element<'_>], writing: &Writing<'_, '_>, newline: &str) -> String {
    let mut writer = HtmlWriter { page: Page::new(newline), writing, newline };
    writer.elements(elements);
    writer.page.finish()
}

/// What stands behind the title of a question in a list.
fn subject(subject: &Subject) -> String {
    let text = match subject {
        Subject::Caption(caption) => inline(caption),
        Subject::Line(line) => in_code_span(line),
    };
    format!(" <span class=\"predict-where\">{text}</span>")
}

struct HtmlWriter<'a> {
    page: Page<'a>,
    writing: &'a Writing<'a, 'a>,
    newline: &'a str,
}

impl HtmlWriter<'_> {
    fn elements(&mut self, elements: &[Element<'_>]) {
        elements.iter().for_each(|element| self.element(element));
    }

    fn element(&mut self, element: &Element<'_>) {
        match element {
            Element::Question(question) => self.question(question),
            Element::Callout { block, kind, heading, after, content } => {
                let attributes = callout_attributes(block, kind, heading, self.writing);
                match after {
                    None => self.around("aside", &attributes, heading, content),
                    Some(after) => self.after(attributes, after, heading, content),
                }
            }
            Element::Index { block, heading, content, chapters } => {
                self.index(
                    &index_attributes(block, heading, self.writing),
                    heading,
                    content,
                    chapters,
                );
            }
            Element::Part { block, kind, heading, content } => {
                self.around("div", &part_attributes(block, *kind), heading, content);
            }
            Element::Fold { fold, heading, content } => self.fold(fold, heading, content),
            Element::Accepted { label, prediction, content } => {
                self.accepted(label, *prediction, content);
            }
            Element::Prose { prose, nested } => self.prose(prose, nested),
            Element::Figure { figure, captions } => self.figure(figure, captions),
            Element::Counter(counter) => self.counter(counter),
            Element::Output { output, caption, note, words } => {
                self.output(output, caption, note.as_deref(), *words);
            }
            Element::Choices(choices) => self.choices(choices),
            Element::Right { label, right } => self.right(label, right),
            Element::Broken { label, block, broken } => {
                self.broken(label, &block.place.marker, broken);
            }
        }
    }

    fn prose(&mut self, prose: &Prose, nested: &[Element<'_>]) {
        let blocks = nested.iter().zip(&prose.nested).map(|(block, nested)| {
            let block = write(std::slice::from_ref(block), self.writing, self.newline);
            let rest = &prose.source.text[nested.range.end..];
            fitted(&block, &nested.prefix, rest).to_owned()
        });
        self.page.prose(prose, None, blocks.collect());
    }

    /// The label with the title under it.
    fn heading(&mut self, heading: &Labelled<'_>) {
        self.page.lines("<div class=\"predict-heading\">");
        self.page.lines(&label("p", &heading.label, heading.icon));
        self.title(heading);
        self.page.lines("</div>");
    }

    fn title(&mut self, heading: &Labelled<'_>) {
        if let Some(title) = &heading.title {
            self.words(&title_attributes(heading.level), title);
        }
    }

    /// A `div` with words: ours on a line of ours, the author's on a line of their own.
    fn words(&mut self, attributes: &TagAttributes, words: &Words<'_>) {
        match words {
            Words::Ours(text) => {
                self.page.lines(&format!("<div{attributes}>{}</div>", escaped(text)));
            }
            Words::Code { label, code: text } => {
                let label = label.map(|label| format!("{} ", escaped(label))).unwrap_or_default();
                let text = code(text);
                self.page.lines(&format!("<div{attributes}>{label}<code>{text}</code></div>"));
            }
            Words::Authors(markdown) => {
                self.page.lines(&format!("<div{attributes}>"));
                self.page.inline(markdown, self.writing.dialect);
                self.page.lines("</div>");
            }
        }
    }

    /// Says, where the book is translated, that what follows is not to be: what a program prints
    /// would no longer be what it prints.
    fn untranslated(&mut self) {
        if self.writing.translation != Translation::None {
            self.page.lines("<!-- i18n:skip -->");
        }
    }

    fn lines_of(&mut self, output: &Output) {
        self.untranslated();
        self.page.output(output);
    }

    /// The element `name` around a heading and what belongs under it.
    fn around(
        &mut self,
        name: &str,
        attributes: &TagAttributes,
        heading: &Labelled<'_>,
        content: &[Element<'_>],
    ) {
        self.page.lines(&format!("<{name}{attributes}>"));
        self.heading(heading);
        self.elements(content);
        self.page.lines(&format!("</{name}>"));
    }

    fn question(&mut self, element: &QuestionElement<'_>) {
        let attributes = question_attributes(element, self.writing);
        self.page.lines(&format!("<section{attributes}>"));
        self.page.lines("<div class=\"predict-question\">");
        self.heading(&element.heading);
        self.elements(&element.question);
        self.page.lines("</div>");
        let answer = escaped(element.answer_label);
        let attributes = answer_attributes(element.predict);
        self.page.lines(&format!("<details{attributes}>\n<summary>{answer}</summary>"));
        self.elements(&element.answer);
        self.page.lines("</details>");
        self.page.lines("</section>");
    }

    fn fold(&mut self, fold: &Fold<'_>, heading: &Labelled<'_>, content: &[Element<'_>]) {
        let label = escaped(&heading.label);
        let summary = match fold {
            Fold::Predicted { output: Some(output), .. } => {
                let lines: Vec<String> = output.lines().map(escaped).collect();
                format!("{label} <code>{}</code>", lines.join("<br>"))
            }
            _ => label,
        };
        let attributes = fold_attributes(fold);
        self.page.lines(&format!("<details{attributes}>\n<summary>{summary}</summary>"));
        self.title(heading);
        self.elements(content);
        self.page.lines("</details>");
    }

    /// A callout in a fold inside its element, since `details` itself can be no note.
    fn after(
        &mut self,
        attributes: TagAttributes,
        element: &AfterElement<'_>,
        heading: &Labelled<'_>,
        content: &[Element<'_>],
    ) {
        let attributes = after_attributes(attributes, element.after, self.writing);
        self.page.lines(&format!("<aside{attributes}>"));
        let label = label("span", &heading.label, None);
        let words = format!("<span class=\"predict-small\">{}</span>", escaped(&element.words));
        let icon = TagAttributes::default().maybe("data-predict-icon", heading.icon);
        let summary = format!("<summary{icon}>{label} {words}</summary>");
        self.page.lines(&format!("<details class=\"predict-after\">\n{summary}"));
        self.title(heading);
        self.elements(content);
        self.page.lines("</details>");
        self.page.lines("</aside>");
    }

    fn accepted(&mut self, label: &str, prediction: Option<&Prediction>, content: &[Element<'_>]) {
        let attributes = TagAttributes::default()
            .with("class", "predict-accepted")
            .maybe("data-predict-output", prediction.map(Prediction::text));
        self.page.lines(&format!("<div{attributes}>"));
        let code = match prediction {
            Some(Prediction::Words(words)) => format!(" <code>{}</code>", escaped(&words.value)),
            _ => String::new(),
        };
        self.page.lines(&format!("<p class=\"predict-label\">{}{code}</p>", escaped(label)));
        if let Some(Prediction::Lines(output)) = prediction {
            self.lines_of(output);
        }
        self.elements(content);
        self.page.lines("</div>");
    }

    fn right(&mut self, label: &str, right: &[(usize, String)]) {
        let numbers: Vec<String> = right.iter().map(|(number, _)| number.to_string()).collect();
        let letters: Vec<&str> = right.iter().map(|(_, letter)| letter.as_str()).collect();
        self.page.lines(&format!(
            "<p class=\"predict-right\" data-predict-right=\"{}\">{} <strong>{}</strong></p>",
            numbers.join(" "),
            escaped(label),
            letters.join(", "),
        ));
    }

    fn figure(&mut self, figure: &Figure, captions: &[(Caption, Words<'_>)]) {
        let class = match figure.role {
            FigureRole::Program(_) | FigureRole::Counter(_) => "predict-program",
            FigureRole::Stdin | FigureRole::File(_) | FigureRole::Code => "predict-code",
        };
        self.page.lines(&format!("<figure class=\"{class}\">"));
        let class_of = |caption| match caption {
            Caption::Always => "predict-caption",
            Caption::After => "predict-caption-after",
            Caption::Language => "predict-language",
            Caption::Given => "predict-note",
        };
        self.caption(captions.iter().map(|(caption, words)| (class_of(*caption), words)));
        self.untranslated();
        self.page.figure(figure);
        self.page.lines("</figure>");
    }

    fn caption<'w>(&mut self, captions: impl Iterator<Item = (&'w str, &'w Words<'w>)>) {
        let mut captions = captions.peekable();
        if captions.peek().is_none() {
            return;
        }
        self.page.lines("<figcaption>");
        for (class, words) in captions {
            self.words(&TagAttributes::default().with("class", class), words);
        }
        self.page.lines("</figcaption>");
    }

    /// Both programs in one column; a blank line would end the element, but each line has a tag.
    fn counter(&mut self, counter: &CounterElement<'_>) {
        let CounterElement { caption, says, reads, .. } = counter;
        // Each line says it as well, but by the style sheet, which not everybody has.
        let legend = format!("<ins>{}</ins> <del>{}</del>", escaped(says), escaped(reads));
        self.page.lines("<figure class=\"predict-counter\">\n<figcaption>");
        self.words(&TagAttributes::default().with("class", "predict-caption"), caption);
        self.page.lines(&format!("<div class=\"predict-legend\">{legend}</div>\n</figcaption>"));
        let lines = merged_lines(counter);
        self.page.lines(&format!("<pre><code class=\"nohighlight\">{lines}</code></pre>"));
        self.page.lines("</figure>");
    }

    fn output(
        &mut self,
        output: &Output,
        caption: &Words<'_>,
        note: Option<&str>,
        words: Option<&str>,
    ) {
        self.page.lines(&format!("<figure{}>", output_attributes(output)));
        let note = note.map(|note| Words::Ours(note.into()));
        let note = note.iter().map(|note| ("predict-note", note));
        self.caption([("predict-caption", caption)].into_iter().chain(note));
        match words {
            None => self.lines_of(output),
            Some(words) => {
                self.page.lines(&format!("<p class=\"predict-empty\">{}</p>", escaped(words)));
            }
        }
        self.page.lines("</figure>");
    }

    fn choices(&mut self, choices: &[(String, &Choice)]) {
        self.page.lines(&format!("<ol{}>", choices_attributes(choices)));
        for (number, (_, choice)) in (1..).zip(choices) {
            let item = "<li class=\"predict-choice\" data-predict-choice";
            self.page.lines(&format!("{item}=\"{number}\">"));
            if !choice.text.source.is_empty() {
                self.choice_text(&choice.text);
            }
            if let Some(output) = &choice.output {
                self.lines_of(output);
            }
            self.page.lines("</li>");
        }
        self.page.lines("</ol>");
    }

    fn choice_text(&mut self, text: &Inline) {
        self.page.lines("<div class=\"predict-choice-text\">");
        if text.as_code().is_some() {
            self.untranslated();
        }
        self.page.inline(&text.source, self.writing.dialect);
        self.page.lines("</div>");
    }

    /// The list of the book's questions, to which the script adds what the reader answered.
    fn index(
        &mut self,
        attributes: &TagAttributes,
        heading: &Labelled<'_>,
        content: &[Element<'_>],
        chapters: &[&ChapterQuestions],
    ) {
        self.page.lines(&format!("<section{attributes}>"));
        self.heading(heading);
        self.elements(content);
        chapters.iter().for_each(|chapter| self.chapter(chapter));
        self.page.lines("</section>");
    }

    fn chapter(&mut self, chapter: &ChapterQuestions) {
        let attributes = TagAttributes::default().with("class", "predict-chapter");
        self.words(&attributes, &Words::Authors(&literal(&chapter.name)));
        let attributes =
            TagAttributes::default().with("class", "predict-index").with("role", "list");
        self.page.lines(&format!("<ul{attributes}>"));
        let link = literal(&relative_link(self.writing.path, &chapter.path));
        for question in &chapter.questions {
            let attributes = TagAttributes::default()
                .with("data-predict-chapter", &chapter.path)
                .with("data-predict-name", &question.name)
                .with("data-predict-hash", &question.hash);
            self.page.lines(&format!("<li{attributes}>"));
            let (title, id) = (&question.title, literal(&question.id));
            let subject = question.subject.as_ref().map(subject).unwrap_or_default();
            self.page.lines(&format!("[{title}](<{link}#{id}>){subject}"));
            self.page.lines("</li>");
        }
        self.page.lines("</ul>");
    }

    fn broken(&mut self, label: &str, marker: &str, broken: &Broken) {
        self.page.lines("<div class=\"predict-broken\" role=\"note\">");
        self.page.lines(&self::label("p", label, None));
        told::as_html(broken).iter().for_each(|paragraph| self.page.lines(paragraph));
        self.page.fence(marker, "text", &broken.source());
        self.page.lines("</div>");
    }
}

/// A label in an element of this name.
fn label(element: &str, label: &str, icon: Option<&str>) -> String {
    let attributes = TagAttributes::default().with("class", "predict-label");
    let attributes = attributes.maybe("data-predict-icon", icon);
    format!("<{element}{attributes}>{}</{element}>", escaped(label))
}
