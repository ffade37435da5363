//! Elements as plain Markdown, for every renderer but mdBook's own: bold labels where HTML has
//! elements.

use crate::chapter::inline::in_code_span;
use crate::chapter::lesson::{Block, Broken, Choice, Figure, Output, Prediction, Prose};
use crate::chapter::outline::{Dialect, Source, columns, outline};

use super::counter::CounterLine;
use super::layout::{
    AfterElement, Caption, CounterElement, Element, Fold, Labelled, QuestionElement, Words,
};
use super::page::{Page, inline, literal, prefixed, with_spaces};
use super::questions::{ChapterQuestions, Question, Subject, relative_link};
use super::told;
use super::writing::Writing;

/// The lines that stand for `elements`.
pub(crate) fn write(elements: &[Element<'_>], writing: &Writing<'_, '_>, newline: &str) -> String {
    let mut writer = MarkdownWriter::new(writing, newline);
    writer.elements(elements);
    writer.page.finish()
}

struct MarkdownWriter<'a> {
    page: Page<'a>,
    writing: &'a Writing<'a, 'a>,
    newline: &'a str,
    /// The captions in the question that is being written which are for when it is answered;
    /// nothing outside questions.
    later: Option<Vec<String>>,
}

/// A question as an item of a list.
fn listed(question: &Question) -> String {
    let title = &question.title;
    match &question.subject {
        None => format!("  - {title}"),
        Some(Subject::Caption(caption)) => format!("  - {title} ({})", inline(caption)),
        Some(Subject::Line(line)) => format!("  - {title} ({})", in_code_span(line)),
    }
}

impl<'a> MarkdownWriter<'a> {
    fn new(writing: &'a Writing<'a, 'a>, newline: &'a str) -> Self {
        MarkdownWriter { page: Page::new(newline), writing, newline, later: None }
    }

    fn elements(&mut self, elements: &[Element<'_>]) {
        elements.iter().for_each(|element| self.element(element));
    }

    fn element(&mut self, element: &Element<'_>) {
        match element {
            Element::Question(question) => self.question(question),
            Element::Callout { heading, after, content, .. } => {
                self.callout(heading, after.as_ref(), content);
            }
            Element::Index { heading, content, chapters, .. } => {
                self.heading(heading);
                self.elements(content);
                chapters.iter().for_each(|chapter| self.chapter(chapter));
            }
            Element::Part { heading, content, .. } => {
                self.heading(heading);
                self.elements(content);
            }
            Element::Fold { fold, heading, content } => {
                self.fold(fold, heading);
                self.elements(content);
            }
            Element::Accepted { label, prediction, content } => {
                self.accepted(label, *prediction);
                self.elements(content);
            }
            Element::Prose { prose, nested } => self.prose(prose, nested),
            Element::Figure { figure, captions } => self.figure(figure, captions),
            Element::Counter(counter) => self.counter(counter),
            Element::Output { output, caption, note, words } => {
                self.output(output, caption, note.as_deref().unwrap_or_default(), *words);
            }
            Element::Choices(choices) => {
                choices.iter().for_each(|(letter, choice)| self.choice(letter, choice));
            }
            Element::Right { label, right } => {
                let letters: Vec<&str> = right.iter().map(|(_, letter)| letter.as_str()).collect();
                self.labelled(label, &format!("**{}**", letters.join(", ")));
            }
            Element::Broken { label, block, broken } => self.broken(label, block, broken),
        }
    }

    /// A bold label, with the title after it.
    fn heading(&mut self, heading: &Labelled<'_>) {
        let title = heading.title.as_ref().map(in_line);
        self.labelled(&heading.label, &title.unwrap_or_default());
    }

    /// A bold label, with inline Markdown after it.
    fn labelled(&mut self, label: &str, markdown: &str) {
        let line = format!("**{}** {markdown}", literal(label));
        self.page.lines(line.trim_end());
    }

    /// A callout is a quote, so that its end can be seen.
    fn callout(
        &mut self,
        heading: &Labelled<'_>,
        after: Option<&AfterElement<'_>>,
        content: &[Element<'_>],
    ) {
        let mut inner = MarkdownWriter::new(self.writing, self.newline);
        match after {
            None => inner.heading(heading),
            Some(after) => {
                inner.labelled(&heading.label, &literal(&after.words));
                let title = heading.title.as_ref().map(in_line);
                title.iter().for_each(|title| inner.page.lines(&format!("*{title}*")));
            }
        }
        inner.elements(content);
        let text = without_leading_tabs(&inner.page.finish(), self.writing.dialect);
        self.page.markdown(&format!("> {}", prefixed(text.trim_end(), "> ")));
    }

    fn chapter(&mut self, chapter: &ChapterQuestions) {
        let link = literal(&relative_link(self.writing.path, &chapter.path));
        let first = format!("- [{}](<{link}>)", literal(&chapter.name));
        let questions = chapter.questions.iter().map(listed);
        let lines: Vec<String> = std::iter::once(first).chain(questions).collect();
        self.page.lines(&lines.join("\n"));
    }

    fn question(&mut self, element: &QuestionElement<'_>) {
        self.heading(&element.heading);
        let around = self.later.replace(Vec::new());
        self.elements(&element.question);
        let later = std::mem::replace(&mut self.later, around);
        self.labelled(element.answer_label, "");
        later.iter().flatten().for_each(|caption| self.page.lines(&format!("*{caption}*")));
        self.elements(&element.answer);
    }

    fn fold(&mut self, fold: &Fold<'_>, heading: &Labelled<'_>) {
        match fold {
            Fold::Predicted { output: Some(output), .. } => {
                let lines: Vec<String> = output.lines().map(in_code_span).collect();
                self.labelled(&heading.label, &lines.join(" "));
            }
            _ => self.heading(heading),
        }
    }

    fn accepted(&mut self, label: &str, prediction: Option<&Prediction>) {
        match prediction {
            Some(Prediction::Words(words)) => self.labelled(label, &in_code_span(&words.value)),
            Some(Prediction::Lines(output)) => {
                self.labelled(label, "");
                self.page.output(output);
            }
            None => self.labelled(label, ""),
        }
    }

    fn prose(&mut self, prose: &Prose, nested: &[Element<'_>]) {
        let blocks = nested.iter();
        let blocks =
            blocks.map(|block| write(std::slice::from_ref(block), self.writing, self.newline));
        self.page.prose(prose, leading_colon(&prose.source.text), blocks.collect());
    }

    fn figure(&mut self, figure: &Figure, captions: &[(Caption, Words<'_>)]) {
        let mut texts = Vec::new();
        for (caption, words) in captions {
            match (&mut self.later, caption) {
                (Some(later), Caption::After) => later.push(in_line(words)),
                _ => texts.push(in_line(words)),
            }
        }
        if !texts.is_empty() {
            self.page.lines(&format!("*{}*", texts.join(" · ")));
        }
        self.page.figure(figure);
    }

    /// Both programs as one difference, with its signs explained in front of it.
    fn counter(&mut self, counter: &CounterElement<'_>) {
        let CounterElement { caption, says, reads, gap, lines, figure } = counter;
        let signs = format!("`-` {}, `+` {}", literal(says), literal(reads));
        self.page.lines(&format!("**{}** {signs}", in_line(caption)));
        let lines = lines.iter().map(|line| match line {
            CounterLine::Same(text) => format!(" {text}"),
            CounterLine::Gap(number) => format!(" {}", gap.replace("{n}", &number.to_string())),
            CounterLine::Says(line) => format!("-{}", line.text),
            CounterLine::Reads(line) => format!("+{}", line.text),
        });
        let lines = lines.collect::<Vec<_>>().join(self.newline);
        self.page.fence(&figure.place.marker, "diff", &lines);
    }

    fn output(&mut self, output: &Output, caption: &Words<'_>, note: &str, words: Option<&str>) {
        self.page.lines(format!("**{}** {}", in_line(caption), literal(note)).trim_end());
        match words {
            None => self.page.output(output),
            Some(words) => self.page.lines(words),
        }
    }

    fn choice(&mut self, letter: &str, choice: &Choice) {
        let text = format!("**{letter}** {}", inline(&choice.text.source));
        let mut item = Page::new(self.newline);
        item.lines(text.trim_end());
        if let Some(output) = &choice.output {
            item.output(output);
        }
        let item = prefixed(item.finish().trim_end(), "  ");
        self.page.markdown(&format!("{} {item}", choice.bullet));
    }

    fn broken(&mut self, label: &str, block: &Block, broken: &Broken) {
        self.labelled(label, "");
        told::as_markdown(broken).iter().for_each(|paragraph| self.page.lines(paragraph));
        self.page.fence(&block.place.marker, "text", &broken.source());
    }
}

/// Words as Markdown that something may follow on its line.
fn in_line(words: &Words<'_>) -> String {
    match words {
        Words::Ours(text) => literal(text),
        Words::Authors(markdown) => inline(markdown),
        Words::Code { label, code } => {
            let label = label.map(|label| format!("{} ", literal(label))).unwrap_or_default();
            format!("{label}{}", in_code_span(code))
        }
    }
}

/// The offset of a colon at the start of prose.
///
/// At the start of a body a colon is a colon; behind a label of ours it would make that the term of
/// a definition list.
fn leading_colon(text: &str) -> Option<usize> {
    text.find(|c| c != ' ').filter(|&at| text[at..].starts_with(':'))
}

/// `text` with spaces for the tabs that indent its lines, or what stands behind the marks of its
/// containers, but for those that are code in a fence.
///
/// In a quote a line starts at another column, and a tab would indent it less.
fn without_leading_tabs(text: &str, dialect: Dialect) -> String {
    // Where the parser panics on this text, so will whoever gets it, and no fence matters any more.
    let outline = outline(&Source::chapter(text, 0), dialect, &|_| true).unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    let mut fences = outline.fences.iter().peekable();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        while fences.next_if(|fence| fence.range.end < at).is_some() {}
        let code = fences.peek().filter(|fence| fence.range.start < at);
        let (lead, rest) = line.split_at(match code {
            Some(fence) => lead_of_code(line, columns(0, &fence.prefix)),
            None => lead(line),
        });
        out.push_str(&with_spaces(lead));
        out.push_str(rest);
        at += line.len();
    }
    out
}

/// The length of what `line` of a fence has in front of it for containers of `width` columns.
fn lead_of_code(line: &str, width: usize) -> usize {
    let (mut lead, mut column) = (0, 0);
    for (at, c) in line.char_indices() {
        if column >= width || !" \t>".contains(c) {
            break;
        }
        column = columns(column, &line[at..=at]);
        lead = at + 1;
    }
    lead
}

/// The length of the white space at the start of `line`, and of marks of containers with more of it
/// behind each.
fn lead(line: &str) -> usize {
    let mut lead = line.len() - line.trim_start_matches([' ', '\t']).len();
    loop {
        let rest = &line[lead..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mark = match rest[digits..].chars().next() {
            Some('.' | ')') if digits > 0 => digits + 1,
            Some('-' | '+' | '*' | '>' | ':') if digits == 0 => 1,
            _ => return lead,
        };
        let behind = &rest[mark..];
        let space = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        if space == 0 {
            return lead;
        }
        lead += mark + space;
    }
}
