//! Two programs as one, line by line.

use crate::chapter::write::counter::{CounterLine, MarkedLine};
use crate::chapter::write::layout::CounterElement;
use crate::chapter::write::tag::{TagAttributes, code, escaped};

/// The lines of both programs, each in a tag, so that a blank one ends nothing.
pub(super) fn merged_lines(counter: &CounterElement<'_>) -> String {
    let CounterElement { says, reads, gap, lines, .. } = counter;
    let lines = lines.iter().map(|line| match line {
        CounterLine::Same(text) => format!("<span class=\"predict-line\">{}</span>", code(text)),
        CounterLine::Gap(number) => {
            let words = escaped(&gap.replace("{n}", &number.to_string()));
            format!("<span class=\"predict-line predict-gap\">{words}</span>")
        }
        CounterLine::Says(line) => marked_line("ins", says, line),
        CounterLine::Reads(line) => marked_line("del", reads, line),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A line of one of two programs in an element `name`, with what differs in further ones.
fn marked_line(name: &str, words: &str, MarkedLine { text, marks }: &MarkedLine<'_>) -> String {
    let attributes =
        TagAttributes::default().with("class", "predict-line").with("data-predict-n", words);
    let mut line = format!("<{name}{attributes}>");
    let mut at = 0;
    for mark in marks {
        line.push_str(&code(&text[at..mark.start]));
        line.push_str(&format!("<{name}>{}</{name}>", code(&text[mark.clone()])));
        at = mark.end;
    }
    format!("{line}{}</{name}>", code(&text[at..]))
}
