//! Every place of every field is where its author wrote it, and an output can be written back.
//!
//! Lessons that were generated stand in every kind of container, between and inside Markdown that
//! nobody here wrote, with every kind of line ending, with tabs and behind a byte-order mark.

use std::fmt::Write as _;

use mdbook_predict::chapter::lesson::{
    After, Block, Broken, Choice, Content, Figure, FigureRole, Matching, Output, OutputState,
    Piece, Prediction, Prose, Reply, TopLevel,
};
use mdbook_predict::chapter::{
    Attribute, Fenced, Inline, Lessons, Reading, Relined, Source, Spanned, Stdin, read,
};
use mdbook_predict::diagnostic::{Code, Diagnostic};
use mdbook_predict::splice::Edits;
use proptest::prelude::*;

use crate::support::{our_chapters, real_markdown};

/// Asserts of a chapter that its lessons are where they say, and counts what was looked at.
struct Checked<'c> {
    chapter: &'c str,
    fields: usize,
}

impl Checked<'_> {
    fn cut(&self, span: &std::ops::Range<usize>) -> &str {
        let chapter = self.chapter;
        chapter.get(span.clone()).unwrap_or_else(|| panic!("{span:?} cuts a character: {chapter}"))
    }

    #[track_caller]
    fn is(&mut self, span: &std::ops::Range<usize>, expected: &str) {
        assert_eq!(self.cut(span), expected, "at {span:?} of\n{}", self.chapter);
        self.fields += 1;
    }

    /// A value as an author may write it: as it is, or in quotes.
    fn value(&mut self, value: &Spanned<String>) {
        let written = self.cut(&value.span);
        let unquoted = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let meant = unquoted.map(|text| text.replace("\\\"", "\"").replace("\\\\", "\\"));
        assert_eq!(meant.as_deref().unwrap_or(written), value.value, "{}", self.chapter);
        self.fields += 1;
    }

    fn values<'v>(&mut self, values: impl IntoIterator<Item = &'v Option<Spanned<String>>>) {
        values.into_iter().flatten().for_each(|value| self.value(value));
    }

    fn classes(&mut self, classes: &[Spanned<String>]) {
        classes.iter().for_each(|class| self.is(&class.span, &format!(".{}", class.value)));
    }

    fn number<T: std::fmt::Display>(&mut self, number: &Option<Spanned<T>>) {
        let Some(number) = number else { return };
        let written = self.cut(&number.span).trim_matches('"').trim_start_matches(['0', '+']);
        assert_eq!(written, number.value.to_string().trim_start_matches('0'), "{}", self.chapter);
        self.fields += 1;
    }

    fn inline(&mut self, inline: &Inline) {
        let lines: Vec<&str> = inline.spans.iter().map(|span| self.cut(span)).collect();
        assert_eq!(lines.join(" "), inline.source, "{}", self.chapter);
        self.fields += 1;
    }

    /// Each line is in the chapter, but for the spaces that stand for a part of a tab.
    fn source(&mut self, source: &Source<'_>) {
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            let written = self.cut(&source.span(start..start + line.len())).to_owned();
            let rest = line.strip_suffix(&written);
            let rest = rest.unwrap_or_else(|| panic!("{written:?} for {line:?}: {}", self.chapter));
            assert!(rest.len() < 4 && rest.trim_start_matches(' ').is_empty(), "{}", self.chapter);
            start += line.len();
            self.fields += 1;
        }
    }

    fn fenced(&mut self, place: &Fenced) {
        self.is(&(place.opener.start..place.opener.start + place.marker.len()), &place.marker);
        assert_eq!(place.span.start, place.opener.start);
        let opener = self.cut(&place.opener);
        assert!(!opener.contains('\n'), "{opener:?}");
        let info = self.cut(&place.info);
        assert!(opener.trim_end().ends_with(info), "{info:?} in {opener:?}");
        assert_eq!(self.cut(&place.info).trim(), self.cut(&place.info));
        if let Some(attributes) = &place.attributes {
            let list = self.cut(&attributes.span);
            assert!(list.starts_with('{') && place.info.end >= attributes.span.end, "{list}");
            attributes.entries.iter().for_each(|entry| self.attribute(entry));
        }
        let Some(closer) = &place.closer else { return };
        assert_eq!(place.span.end, closer.end, "{}", self.chapter);
        let character = &place.marker[..1];
        assert!(self.cut(closer).starts_with(&place.marker), "{}", self.chapter);
        assert_eq!(self.cut(closer).replace(character, ""), "", "{}", self.chapter);
        assert!(self.cut(&(0..place.lines.start)).ends_with('\n'), "{}", self.chapter);
        assert!(self.cut(&(0..place.lines.end)).ends_with('\n'), "{}", self.chapter);
        let behind = self.cut(&(place.lines.end..closer.start));
        assert!(!behind.contains('\n'), "{behind:?} behind the lines: {}", self.chapter);
    }

    fn attribute(&mut self, entry: &Attribute) {
        self.is(&entry.key.span, &entry.key.value);
        entry.value.iter().for_each(|value| self.value(value));
        let written = self.cut(&entry.span);
        let equals = if entry.value.is_some() { "=" } else { "" };
        let value = entry.value.as_ref().map_or("", |value| self.cut(&value.span));
        assert_eq!(written, format!("{}{equals}{value}", entry.key.value), "{}", self.chapter);
    }

    /// A value that is one of several words: it stands where the attribute `key` has its value.
    fn word<T>(&mut self, place: &Fenced, key: &str, word: &Option<Spanned<T>>) {
        let Some(word) = word else { return };
        let value = place.attribute(key).and_then(|entry| entry.value.as_ref());
        assert_eq!(Some(&word.span), value.map(|value| &value.span), "{}", self.chapter);
        self.fields += 1;
    }

    fn output(&mut self, output: &Output) {
        // Every field is named, so that a new one has to be looked at.
        let Output {
            place,
            lines,
            state: _,
            stream,
            exit,
            phase,
            matching: _,
            caption,
            id,
            classes,
            tolerance,
        } = output;
        self.fenced(place);
        self.source(lines);
        self.word(place, "tolerance", tolerance);
        self.word(place, "stream", stream);
        self.word(place, "phase", phase);
        self.word(place, "exit", exit);
        self.number(exit);
        self.values([caption]);
        self.classes(classes);
        if let Some(id) = id {
            self.is(&id.span, &format!("#{}", id.value));
        }
    }

    fn figure(&mut self, figure: &Figure) {
        self.fenced(&figure.place);
        self.source(&figure.code);
        self.values([&figure.caption, &figure.caption_after]);
        if let FigureRole::File(name) = &figure.role {
            self.value(name);
        }
        if let FigureRole::Program(invocation) | FigureRole::Counter(invocation) = &figure.role {
            self.values([&invocation.args, &invocation.stdin, &invocation.skip]);
            self.number(&invocation.timeout);
        }
    }

    fn choice(&mut self, choice: &Choice) {
        let first = self.cut(&choice.span).lines().next().unwrap_or_default().to_owned();
        self.is(&choice.opener, &first);
        let is_numbered = first.starts_with(|c: char| c.is_ascii_digit());
        assert!(first.starts_with(choice.bullet) || is_numbered, "{first}");
        if let Some(tick) = &choice.tick {
            assert_eq!(self.cut(&tick.span).contains(['x', 'X']), tick.value, "{}", self.chapter);
            assert_eq!(self.cut(&tick.span).len(), 3);
        }
        self.inline(&choice.text);
        choice.output.iter().for_each(|output| self.output(output));
        choice.feedback.iter().for_each(|piece| self.piece(piece));
    }

    fn block(&mut self, block: &Block) {
        self.fenced(&block.place);
        block.title.iter().for_each(|title| self.inline(title));
        if let Some(id) = &block.id {
            self.is(&id.span, &format!("#{}", id.value));
        }
        self.classes(&block.classes);
        for allowed in &block.allowed {
            let written = self.cut(&allowed.code.span);
            let is_named = written.contains(allowed.code.value.name());
            assert!(written.starts_with("allow=") && is_named, "{written}: {allowed:?}");
            self.fields += 1;
        }
        match &block.content {
            Content::Predict(predict) => {
                self.number(&predict.rows);
                self.word(&block.place, "input", &predict.input);
                self.word(&block.place, "gate", &predict.gate);
            }
            Content::Predicted(reply) | Content::Accepted(reply) => match &reply.prediction {
                Some(Prediction::Words(words)) => {
                    let written = self.cut(&words.span);
                    assert!(written.contains(&words.value), "{written}: {words:?}");
                }
                Some(Prediction::Lines(output)) => self.output(output),
                None => {}
            },
            Content::Callout { after: Some(After { id, title: _ }), .. } => {
                self.value(id);
                self.word(&block.place, "after", &Some(id.clone()));
            }
            Content::Broken(_, Broken { body, .. }) => self.source(body),
            _ => {}
        }
        block.pieces().for_each(|piece| self.piece(piece));
    }

    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Prose(prose) => self.prose(prose),
            Piece::Figure(figure) => self.figure(figure),
            Piece::Output(output) => self.output(output),
            Piece::Choices(choices) => choices.iter().for_each(|choice| self.choice(choice)),
            // It comes by itself.
            Piece::Part(_) => {}
        }
    }

    fn prose(&mut self, prose: &Prose) {
        self.source(&prose.source);
        for nested in &prose.nested {
            let replaced = &prose.source.text[nested.range.clone()];
            let place = &nested.block.place;
            assert!(replaced.starts_with(self.cut(&place.opener)), "{replaced}");
            let closer = place.closer.as_ref().map_or("", |closer| self.cut(closer));
            assert!(replaced.ends_with(closer), "{replaced}");
            assert!(place.container.ends_with(&nested.prefix), "{place:?}");
        }
    }

    fn top_level(&mut self, top: &TopLevel) {
        assert!(top.line <= top.block.place.span.start);
        let before = self.cut(&(0..top.line));
        assert!(before.trim_start_matches('\u{feff}').is_empty() || before.ends_with('\n'));
    }
}

/// Looks at all places of a chapter; returns how many.
fn check(chapter: &str) -> usize {
    let reading = Reading::default();
    let lessons = read(chapter, &reading);
    let mut checked = Checked { chapter, fields: 0 };
    lessons.blocks.iter().for_each(|top| checked.top_level(top));
    lessons.blocks().into_iter().for_each(|block| checked.block(block));
    checked.fields
}

/// All outputs of a chapter: of programs and choices, and those that somebody may predict.
fn outputs<'l>(lessons: &'l Lessons<'_>) -> Vec<&'l Output> {
    let mut found = Vec::new();
    for block in lessons.blocks() {
        let reply = match &block.content {
            Content::Predicted(reply) | Content::Accepted(reply) => Some(reply),
            _ => None,
        };
        if let Some(Reply { prediction: Some(Prediction::Lines(output)), .. }) = reply {
            found.push(&**output);
        }
        for piece in block.pieces() {
            match piece {
                Piece::Output(output) => found.push(output),
                Piece::Choices(choices) => {
                    found.extend(choices.iter().filter_map(|choice| choice.output.as_ref()));
                }
                _ => {}
            }
        }
    }
    found.sort_by_key(|output| output.place.span.start);
    found
}

/// Everything that is said in a chapter but the lines of its outputs.
fn all_else(lessons: &Lessons<'_>) -> Vec<String> {
    let mut said = Vec::new();
    for block in lessons.blocks() {
        let title = block.title.as_ref().map(|title| &title.source);
        said.push(format!("{} {title:?}", block.kind().word()));
        for piece in block.pieces() {
            match piece {
                Piece::Prose(prose) if prose.nested.is_empty() => {
                    said.push(prose.source.text.to_string())
                }
                Piece::Figure(figure) => said.push(figure.code.text.to_string()),
                Piece::Choices(choices) => {
                    said.extend(choices.iter().map(|choice| choice.text.source.clone()));
                }
                _ => {}
            }
        }
    }
    said
}

/// What a recorded output may look like, however unlikely.
const RECORDED: [&str; 5] =
    ["", "x\n", "one\n\n  two\n", "\ttab\n \n~~~~~~~~\n```\n", "> - x\nend"];

/// Puts other lines into each output, then into all at once, and reads them back.
fn write_back(chapter: &str) -> usize {
    let reading = Reading::default();
    let lessons = read(chapter, &reading);
    let all = outputs(&lessons);
    // Who records lines for an output that is to be empty takes `{empty}` away as well.
    let is_free = |at: &usize| all[*at].state != OutputState::Nothing;
    let free: Vec<usize> = (0..all.len()).filter(is_free).collect();
    for recorded in RECORDED {
        free.iter().for_each(|&at| rewrite(&lessons, &[(at, recorded)]));
    }
    for turn in 0..RECORDED.len() {
        let recorded = free.iter().map(|&at| (at, RECORDED[(at + turn) % RECORDED.len()]));
        rewrite(&lessons, &recorded.collect::<Vec<_>>());
    }
    all.len()
}

/// Puts `recorded` into the outputs of these numbers, and reads them back.
fn rewrite(lessons: &Lessons<'_>, recorded: &[(usize, &str)]) {
    let lines = |output: &Output| output.lines.text.replace("\r\n", "\n");
    let before = outputs(lessons);
    let mut expected: Vec<String> = before.iter().map(|output| lines(output)).collect();
    let mut relined: Vec<Relined<'_>> = Vec::new();
    for (at, text) in recorded {
        relined.push((&before[*at].place, text));
        expected[*at] = text.lines().map(|line| format!("{line}\n")).collect();
    }
    let mut edits = Edits::new(&lessons.text);
    lessons.relined(&relined).into_iter().for_each(|(span, text)| edits.replace(span, text));
    let changed = edits.apply();
    let reading = Reading::default();
    let again = read(&*changed, &reading);
    // Other lines may contradict the marks of the choices, and then the block is a broken one.
    let contradicts = |found: &Diagnostic| {
        [Code::RightChoiceDiffers, Code::WrongChoiceIsOutput, Code::PredictedEqualsOutput]
            .contains(&found.code)
    };
    if again.diagnostics.iter().any(contradicts) {
        return;
    }
    let found: Vec<String> = outputs(&again).into_iter().map(lines).collect();
    assert_eq!(all_else(&again), all_else(lessons), "{recorded:?} in\n{}", lessons.text);
    assert_eq!(found, expected, "{recorded:?} in\n{}\n---\n{changed}", lessons.text);
}

/// Sets attributes of each output and takes them away, and reads them back.
fn set_attributes(chapter: &str) -> usize {
    let reading = Reading::default();
    let lessons = read(chapter, &reading);
    let count = outputs(&lessons).len();
    let edited = |(span, text): (std::ops::Range<usize>, String)| {
        let mut edits = Edits::new(chapter);
        edits.replace(span, text);
        edits.apply()
    };
    for at in 0..count {
        let place = &outputs(&lessons)[at].place;
        for caption in ["new", "a b", "q \" } \\ é"] {
            let changed = edited(place.with_attribute("caption", Some(caption)));
            let again = read(&*changed, &reading);
            let found = outputs(&again)[at].caption.as_ref().map(|caption| caption.value.as_str());
            assert_eq!(found, Some(caption), "{changed}");
            let Some(edit) = outputs(&again)[at].place.without_attribute("caption") else {
                panic!("no caption in {changed}");
            };
            let mut edits = Edits::new(&changed);
            edits.replace(edit.0, edit.1);
            let without = edits.apply();
            let again = read(&*without, &reading);
            assert_eq!(outputs(&again)[at].caption, None, "{without}");
        }
        let changed = edited(place.with_attribute("varies", None));
        let again = read(&*changed, &reading);
        assert_eq!(outputs(&again)[at].matching, Matching::Varies, "{changed}");
    }
    count
}

/// A lesson with every field that has a place, around `prose`, with `sign` before its choices.
fn lesson(prose: &str, title: &str, value: &str, sign: char) -> String {
    let mut text = format!("~~~~~~~predict {title} {{#q-1 .wide rows=3 gate=\"attempt\"}}\n");
    let _ = write!(
        text,
        "{prose}\n\n```python {{caption=\"{value}\" args=-x timeout=7}}\nprint(1)\n\n\tx = 2\n```\n\n\
         ~~~~hint Look {{.small}}\n{prose}\n~~~~\n\n\
         {sign} [ ] `a b`\n  c *d*\n\n  no, {title}\n{sign} [x]\n  ```output\n  1\n   2\n  ```\n\n  yes\n\n\
         ```output {{exit=3 caption=\"{value}\" stream=\"stdout\"}}\n1\n\n   2\n```\n\n\
         ~~~~predicted `7 8`\nno\n~~~~\n\n~~~~predicted\n```output\n9\n```\nno\n\n\
         ```python {{caption=\"{value}\" args=-y}}\nprint(2)\n```\n~~~~\n\n\
         ~~~~accepted `7  9`\nyes\n~~~~\n\n~~~~accepted\n```output {{caption=\"{value}\"}}\n8\n```\n~~~~\n\n\
         ~~~~fix\n ~~~python\n p()\n ~~~\n  ```output {{#o .c}}\n  a\n   b\n  ```\n~~~~\n\n\
         1. in a list\n\n   ~~~~mental-model Inside {{#m after=\"q-1\"}}\n   {title}\n   ~~~~\n~~~~~~~\n"
    );
    text
}

/// How many outputs that is.
const OUTPUTS: usize = 5;

/// The title and the caption of the first question, and its first line.
fn first_question(lessons: &Lessons<'_>) -> (String, String, String) {
    let blocks = lessons.blocks();
    let question = blocks.iter().find_map(|block| match &block.content {
        Content::Predict(predict) => Some((block, predict)),
        _ => None,
    });
    let (block, predict) = question.expect("the chapter has a question");
    let title = block.title.as_ref().map(|title| title.source.clone());
    let prose = predict.question.iter().find_map(|piece| match piece {
        Piece::Prose(prose) => prose.source.text.lines().next().map(|l| l.trim().to_owned()),
        _ => None,
    });
    let caption = predict.question.iter().filter_map(Piece::figure).find_map(|f| f.caption.clone());
    let caption = caption.map(|caption| caption.value);
    (title.unwrap_or_default(), caption.unwrap_or_default(), prose.unwrap_or_default())
}

/// What stands before the first line of a lesson in a container, and before each further one.
const CONTAINERS: [(&str, &str); 14] = [
    ("", ""),
    ("> ", "> "),
    (">", ">"),
    ("> [!NOTE]\n> ", "> "),
    ("- ", "  "),
    ("- ", "\t"),
    ("-\t", "\t"),
    ("10. ", "    "),
    ("[^n]: ", "    "),
    ("term\n\n: ", "  "),
    ("term\n\n:   ", "\t"),
    ("- x\n\n  > 1. ", "  >    "),
    ("> - x\n>\n>   ", ">   "),
    ("> - x\n>\n>   ", ">\t"),
];

/// `text` in a container.
fn contained(text: &str, (first, next): (&str, &str)) -> String {
    let mut out = first.to_owned();
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push_str(if line.is_empty() { next.trim_end() } else { next });
        }
        // The sign of a quote takes one space for itself.
        if out.ends_with('>') && line.starts_with([' ', '\t']) {
            out.push(' ');
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_field_of_a_generated_lesson_is_where_it_was_written(
        prose in "[a-zé]{1,8}(\n[a-zé][a-z*`_ ]{0,8}){0,3}",
        title in "[a-zé][a-z*_é ]{0,8}[a-z]",
        caption in "[a-zé ]{1,6}[a-z\\\\\"]?[a-z]",
        sign in prop::sample::select(vec!['-', '+', '*']),
        container in prop::sample::select(CONTAINERS.to_vec()),
        before in "([a-zé ]{0,6}\n){0,3}",
        is_crlf: bool,
        marks in 0..3_usize,
    ) {
        let value = caption.replace('\\', "\\\\").replace('"', "\\\"");
        let lesson = lesson(&prose, &title, &value, sign);
        let text = format!("{before}\n{}\nend\n", contained(&lesson, container));
        let chapter = "\u{feff}".repeat(marks) + &with_newlines(&text, is_crlf);
        let lessons = read(&*chapter, &Reading::default());
        prop_assert_eq!(&lessons.diagnostics, &[], "{}", chapter);
        let first = prose.lines().next().unwrap().to_owned();
        prop_assert_eq!(first_question(&lessons), (title, caption, first.trim().to_owned()), "{}", chapter);
        prop_assert!(check(&chapter) > 40, "{}", chapter);
        prop_assert_eq!(write_back(&chapter), OUTPUTS, "{}", chapter);
        prop_assert_eq!(set_attributes(&chapter), OUTPUTS, "{}", chapter);
    }
}

/// `text` with other line endings, if `is_crlf`.
fn with_newlines(text: &str, is_crlf: bool) -> String {
    let text = text.replace("\r\n", "\n");
    if is_crlf { text.replace('\n', "\r\n") } else { text }
}

/// Real Markdown inside a lesson, and a lesson behind real Markdown.
#[test]
fn every_field_beside_real_markdown_is_where_it_was_written() {
    let (mut fields, mut outputs) = (0, 0);
    for (number, (_, text)) in real_markdown().into_iter().enumerate() {
        let lesson = lesson("Some prose.", "A title", "a caption", '+');
        let container = CONTAINERS[number % CONTAINERS.len()];
        let fence = "~".repeat(60);
        let around = format!("{fence}mistake\n{text}\n{lesson}\n{fence}\n");
        let behind = format!("{text}\n\n{}", contained(&lesson, container));
        for chapter in [behind, contained(&around, container)] {
            let mark = if number % 3 == 0 { "\u{feff}" } else { "" };
            let chapter = mark.to_owned() + &with_newlines(&chapter, number % 2 == 0);
            fields += check(&chapter);
            if number % 10 == 0 {
                outputs += write_back(&chapter);
            }
        }
    }
    assert!(fields > 100_000, "{fields}");
    assert!(outputs > 100, "{outputs}");
}

/// Our own chapters, with mistakes and without.
#[test]
fn every_field_of_our_chapters_is_where_it_was_written() {
    for text in our_chapters() {
        for text in [with_newlines(&text, true), format!("\u{feff}{text}"), text] {
            check(&text);
            write_back(&text);
        }
    }
}

/// What is to be run: program, input and outputs of a question and of each fix, with their places.
#[test]
fn lessons_say_what_they_claim() {
    let chapter = "> ~~~~predict\n> ```python {args=\"-x y\" timeout=3}\n> print(input())\n> ```\n>\n\
        > ```text {stdin}\n> 1\n> ```\n>\n> ```output\n> 1\n> ```\n> ```output {stream=stderr exit=2}\n\
        > oh\n> ```\n>\n> ~~~fix\n> ```python {stdin=in.txt}\n> print(2)\n> ```\n> ```output\n> 2\n> ```\n\
        > ~~~\n> ~~~~\n\n~~~~predict\nNo program.\n```output\n1\n```\n~~~~\n";
    let lessons = read(chapter, &Reading::default());
    assert_eq!(lessons.diagnostics, []);
    let claims = lessons.claims();
    let shown: Vec<String> = claims
        .iter()
        .map(|claim| {
            let stdin = match claim.stdin {
                Some(Stdin::Lines(figure)) => format!("lines {:?}", figure.code.text),
                Some(Stdin::File(name)) => format!("file {:?}", &chapter[name.span.clone()]),
                None => "none".to_owned(),
            };
            let args = claim.invocation.args.as_ref().map(|args| &chapter[args.span.clone()]);
            let outputs: Vec<_> = claim
                .outputs
                .iter()
                .map(|output| (output.stream(), &chapter[output.place.lines.clone()]))
                .collect();
            let program = &claim.program.code.text;
            format!("{}: {program:?} {args:?} {stdin} {outputs:?}", claim.block.kind().word())
        })
        .collect();
    assert_eq!(
        shown,
        [
            r#"predict: "print(input())\n" Some("\"-x y\"") lines "1\n" [(Stdout, "> 1\n"), (Stderr, "> oh\n")]"#,
            r#"fix: "print(2)\n" None file "in.txt" [(Stdout, "> 2\n")]"#,
        ]
    );
}
