//! What can be wrong with a block, but for its fences and its attributes.

use super::{Code, Diagnostic, Fix, Safety, Span, joined, quoted};

/// Raw HTML that opens or closes an element on one side only, in a body, a title, a caption or a
/// choice.
pub(crate) fn unbalanced_html(html: Span, home: &str, name: &str, closing: bool) -> Diagnostic {
    let (message, help) = if closing {
        (
            format!("`</{name}>` closes an element that this {home} did not open"),
            format!("remove it, or open the element with `<{name}>` inside the {home}"),
        )
    } else {
        (
            format!("`<{name}>` is not closed inside this {home}"),
            format!("close it with `</{name}>` before the {home} ends"),
        )
    };
    Diagnostic::new(Code::UnbalancedHtml, html, message).label("in this HTML").help(help)
}

/// The same in a line of inline Markdown, where it may be meant as text, a type, say: `as_text` is
/// how that is written.
pub(crate) fn unbalanced_inline(
    html: Span,
    home: &str,
    name: &str,
    closing: bool,
    as_text: &str,
) -> Diagnostic {
    let mut mistake = unbalanced_html(html, home, name, closing);
    if !is_html(name) {
        mistake.help.clear();
    }
    let what =
        if as_text.starts_with('`') { "put it in a code span" } else { "keep it from being HTML" };
    let code = format!("{what}, if readers are to see it as it stands: {}", quoted(as_text));
    mistake.help.insert(0, code);
    mistake
}

/// Whether HTML has an element of this name that may stand in a line.
fn is_html(name: &str) -> bool {
    const INLINE: [&str; 31] = [
        "a", "abbr", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "ins", "kbd", "label", "mark", "p", "q", "s", "samp", "small", "span",
        "strong", "sub", "sup", "time", "u", "var",
    ];
    INLINE.contains(&name)
}

/// A comment or a declaration in a title or a choice that would take what follows for its own.
pub(crate) fn unclosed_inline(html: Span, home: &str) -> Diagnostic {
    let message = format!("a comment or declaration is not closed inside this {home}");
    Diagnostic::new(Code::UnbalancedHtml, html, message)
        .label("in this HTML")
        .help(format!("close it before the {home} ends"))
        .help(TO_BE_READ)
}

/// What keeps a `<` from being HTML.
const TO_BE_READ: &str = "if readers are to see it as it stands, put it in a code span";

/// A part that stands where it has no meaning.
pub(crate) fn misplaced_part(span: Span, kind: &str, homes: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::MisplacedPart, span, format!("`{kind}` does not belong here"))
        .label("not a part of the block around it")
        .help(format!("move it directly into {}", joined(homes.iter().copied(), "or")))
}

/// A part of the question that stands in the answer.
pub(crate) fn part_after_answer(
    span: Span,
    kind: &str,
    start: Span,
    begins: &[&str],
) -> Diagnostic {
    Diagnostic::new(
        Code::MisplacedPart,
        span,
        format!("`{kind}` belongs to the question, and here the answer has begun"),
    )
    .label("folded away with the answer")
    .related(start, "the answer begins here")
    .help(format!("move `{kind}` up, before the first {}", either(begins)))
}

/// A part of the answer that stands in the question.
pub(crate) fn part_before_answer(span: Span, kind: &str, begins: &[&str]) -> Diagnostic {
    Diagnostic::new(
        Code::MisplacedPart,
        span,
        format!("`{kind}` belongs to the answer, and this is still the question"),
    )
    .label("would give the answer away")
    .help(format!("move `{kind}` down, after the first {}", either(begins)))
}

/// A `predict` block without an answer; `begins` are the kinds of this book that begin one.
pub(crate) fn nothing_to_reveal(opener: Span, begins: &[&str]) -> Diagnostic {
    let (label, help) = match begins {
        ["output"] => (
            "no `output` stands directly in it",
            "put what the program prints in an `output` fence",
        ),
        ["output", ..] => (
            "neither an `output` nor an `answer` stands directly in it",
            "put what the program prints in an `output` fence, or the answer in an `answer` block",
        ),
        _ => ("no `answer` stands directly in it", "put the answer in an `answer` block"),
    };
    let message = "this `predict` block has no answer to reveal";
    Diagnostic::new(Code::NothingToReveal, opener, message).label(label).help(help)
}

/// The `words`, any of which will do.
fn either(words: &[&str]) -> String {
    joined(words.iter().copied(), "or")
}

/// A second task list in a question; `between` is the first thing that parts the two.
pub(crate) fn two_task_lists(second: Span, first: Span, between: Option<Span>) -> Diagnostic {
    let to_indent = between.as_ref().map(|_| {
        "if what stands between them is said about a choice, indent it, so that it begins under \
         the `[` of that choice"
    });
    Diagnostic::new(Code::TwoTaskLists, second, "this question has two task lists")
        .label("the second one")
        .related(first, "the first one")
        .relates(between, "this ends the first one, because it is not indented")
        .helps(to_indent.map(str::to_owned).into_iter().collect())
        .help("a question has one list of choices: join them, or write two `predict` blocks")
}

/// Choices in the answer of a question that has none.
pub(crate) fn late_choices(list: Span, answer: Span) -> Diagnostic {
    let message = "these choices stand in the answer, and the question has none";
    Diagnostic::new(Code::LateChoices, list, message)
        .label("folded away with the answer, as a plain list with boxes")
        .related(answer, "the answer begins here")
        .help("move the list up, to where the answer has not begun")
        .help("if these are no choices, allow the list with `allow=late-choices`")
}

/// A list with both choices and plain items.
pub(crate) fn mixed_choices(item: Span) -> Diagnostic {
    Diagnostic::new(Code::MixedChoices, item, "this list mixes choices with plain items")
        .label("not a choice")
        .help("begin every item with `[ ]`, or with `[x]` where it is right")
}

/// A list that looks like choices and is none.
pub(crate) fn plain_choices(list: Span) -> Diagnostic {
    Diagnostic::new(Code::PlainChoices, list, "this list looks like choices, and is a plain one")
        .label("no `[ ]` and no `[x]`")
        .help("begin each choice with `- [ ]`, or with `- [x]` where it is right")
        .help("if these are no choices, put what is in the brackets in a code span")
}

/// Choices without a right one.
pub(crate) fn no_right_choice(list: Span) -> Diagnostic {
    Diagnostic::new(Code::NoRightChoice, list, "none of these choices is marked as right")
        .label("only `[ ]`")
        .help("mark the right choice with `[x]`; readers do not see the mark")
}

/// Choices without a wrong one.
pub(crate) fn only_right_choices(list: Span) -> Diagnostic {
    Diagnostic::new(Code::OnlyRightChoices, list, "all of these choices are marked as right")
        .label("only `[x]`")
        .help("add a choice that a reader could take for right, and mark it with `[ ]`")
}

/// A choice that opens a fence on its own line.
pub(crate) fn fence_in_choice_line(span: Span) -> Diagnostic {
    Diagnostic::new(Code::FenceInChoiceLine, span, "this choice is text, and not an `output` fence")
        .label("CommonMark opens no fence right behind `[ ]`")
        .help("begin the fence on the next line, indented to stand under the `[`")
}

/// A second output of one stream.
pub(crate) fn duplicate_output(second: Span, first: Span, stream: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateOutput, second, format!("there are two outputs for {stream}"))
        .label("the second one")
        .related(first, "the first one")
        .help("keep one, or say which is which with `{stream=stdout}` and `{stream=stderr}`")
}

/// An output that nobody has written down yet.
pub(crate) fn output_pending(span: Span) -> Diagnostic {
    Diagnostic::new(Code::OutputPending, span, "this output has not been recorded yet")
        .label("empty")
        .help("write down what the program prints, or `output {empty}` if it prints nothing")
}

/// A program behind the output of a question that has none.
pub(crate) fn late_program(program: Span, output: Span) -> Diagnostic {
    let message = "this program stands behind the output, and the question has none";
    Diagnostic::new(Code::LateProgram, program, message)
        .label("folded away with the answer")
        .related(output, "the answer begins here")
        .help("move the program up, before the output")
        .help(
            "if this is but an example, put a sentence before it, or allow it with \
             `allow=late-program`",
        )
}

/// A second program in a question.
pub(crate) fn duplicate_program(second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateProgram, second, "two fences are marked as the program")
        .label("the second one")
        .related(first, "the first one")
        .help("leave `{program}` on the one that is run")
}

/// `input=choice` without choices.
pub(crate) fn no_choices(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NoChoices, span, "this question asks for a choice and offers none")
        .label("no task list stands directly in the question")
        .help(
            "add the choices as a task list, `- [ ] wrong` and `- [x] right`, or leave `input` out",
        )
}

/// A title on something that has none.
pub(crate) fn unexpected_title(span: Span, kind: &str) -> Diagnostic {
    Diagnostic::new(Code::UnexpectedTitle, span, format!("`{kind}` has no title"))
        .label("not shown anywhere")
        .help(format!("remove it, or make it a caption: `{kind} {{caption=\"…\"}}`"))
}

/// A language where the title stands, from somebody who took the block for the program.
pub(crate) fn language_as_title(span: Span, kind: &str, language: &str) -> Diagnostic {
    let message = format!("`{language}` is the title of this `{kind}` block, not its language");
    Diagnostic::new(Code::LanguageAsTitle, span, message)
        .label("readers would see this word as the question")
        .help(format!(
            "open the block with `~~~~{kind}` and close it with `~~~~`; in it, put the program in \
             a fence of its own, from {} to \"```\", and what it prints in another, from \
             \"```output\" to \"```\"",
            quoted(&format!("```{language}"))
        ))
}

/// An id that is taken.
pub(crate) fn duplicate_id(span: Span, first: Span, id: &str, is_heading: bool) -> Diagnostic {
    let owner = if is_heading { "this heading" } else { "this block" };
    Diagnostic::new(Code::DuplicateId, span, format!("the id `{id}` is taken"))
        .label("given again")
        .related(first, format!("{owner} has it"))
        .help("give this one another id: links and readers' records go by it")
}

/// A callout that waits for a question that the chapter does not have.
pub(crate) fn unknown_id(span: Span, id: &str, meant: Option<&str>) -> Diagnostic {
    let fix = meant.map(|meant| Fix::replace(span.clone(), meant, Safety::Unsafe));
    let message = format!("no question of this chapter has the id {}", quoted(id));
    Diagnostic::new(Code::UnknownId, span, message)
        .label("this would stay folded")
        .help(match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "write the id of a `predict` block of this chapter, and give it one: \
                     `predict {#the-id}`"
                .to_owned(),
        })
        .fix(fix)
}

/// A block inside too many others.
pub(crate) fn nesting_too_deep(opener: Span, limit: usize) -> Diagnostic {
    Diagnostic::new(
        Code::NestingTooDeep,
        opener,
        format!("this block stands in more than {limit} others"),
    )
    .label("too deep")
    .help("take it out of some of them: a reader cannot follow so many folds either")
}

/// A heading in a body.
pub(crate) fn heading_in_block(span: Span) -> Diagnostic {
    Diagnostic::new(Code::HeadingInBlock, span, "a heading stands inside a block")
        .label("shows in the sidebar and in the search, folded or not")
        .help("use bold text for it, or the title of a block; `allow=heading-in-block` keeps it")
}

/// A text that makes the Markdown parser panic, up to the line at `line`.
pub(crate) fn parser_panic(line: Span) -> Diagnostic {
    Diagnostic::new(Code::ParserPanic, line, "the Markdown parser panics here")
        .label("it panics as soon as it has read this line")
        .help("write this line, or those above it, in another way: with a blank line between, say")
        .help("this is a fault of the parser, pulldown-cmark: mdBook uses it too, and would panic")
}
