//! What can be wrong with the fences of blocks, and of code in them.
//!
//! A fence is quoted as it stands in the source.

use super::{Code, Diagnostic, Span, quoted};

/// A fence that is told of, as its author wrote and meant it.
pub(crate) struct ToldFence<'t> {
    /// The line that opens it.
    pub(crate) opener: Span,
    /// The line that was to close it, if there is one.
    pub(crate) closer: Option<Span>,
    /// The word behind the fence characters.
    pub(crate) word: &'t str,
    /// The fence characters.
    pub(crate) marker: &'t str,
    /// Those that it should have.
    pub(crate) wanted: String,
}

impl ToldFence<'_> {
    /// The lines to write for it.
    fn remedy(&self) -> String {
        pair(&self.wanted, self.word)
    }
}

/// How to open and close a fence of these characters.
fn pair(fence: &str, word: &str) -> String {
    format!("open with {}, close with {}", quoted(&format!("{fence}{word}")), quoted(fence))
}

/// What is to be said where the parser has lost its way.
const UNTIL_THEN: &str = "until then what follows is read as something else: check again to have \
                          it checked";

/// A fence that the end of its container ends, and no closing fence.
pub(crate) fn unclosed_block(
    opener: Span,
    kind: &str,
    before: Option<Span>,
    fence: &str,
) -> Diagnostic {
    let message = format!("this `{kind}` block is never closed");
    above(Diagnostic::new(Code::UnclosedBlock, opener, message).label("opened here"), before, fence)
}

/// A block of which the first line alone stands in its quote or list item; `before` is what stands
/// before it on that line.
pub(crate) fn lone_first_line(before: Span, opener: Span, kind: &str) -> Diagnostic {
    let message = format!("only the first line of this `{kind}` block is in the quote or the list");
    Diagnostic::new(Code::UnclosedBlock, before, message)
        .label("this stands before its first line, and before no other")
        .related(opener, "so the block ends behind this line")
        .help(
            "put what keeps a line in the quote or the list, `> ` or spaces, before every line of \
             the block",
        )
        .help(
            "an included text has it before its first line only: write it in the file instead, \
             before every line, or include the file outside",
        )
        .help(UNTIL_THEN)
}

/// An outer fence that the first inner closing fence closed, where nobody knows what was meant.
pub(crate) fn fence_too_short(
    inner: Span,
    outer: Span,
    kind: &str,
    outer_fence: &str,
) -> Diagnostic {
    Diagnostic::new(Code::FenceTooShort, inner, no_longer(kind))
        .label(format!("so the closing {} of this one closed the outer block", quoted(outer_fence)))
        .related(outer, "the outer block, which ended too early")
        .help(
            "close every fence with as many characters as open it, and give blocks more of them \
             than what is in them",
        )
        .help(UNTIL_THEN)
}

/// A fence or an HTML block in a body, or under a choice, that would swallow what follows it.
pub(crate) fn unclosed_in_body(inner: Span, home: &str, what: &str, close: &str) -> Diagnostic {
    Diagnostic::new(Code::UnclosedInBody, inner, format!("{what} in this {home} is never closed"))
        .label(format!("opened here, and open to the end of the {home}"))
        .help(format!("close it with {close}"))
}

/// A closing fence with fewer characters than the fence that opened the block.
pub(crate) fn closing_too_short(block: ToldFence<'_>) -> Diagnostic {
    let message = format!("this fence is too short to close the `{}` block", block.word);
    let closer = block.closer.unwrap_or_else(|| block.opener.clone());
    Diagnostic::new(Code::UnclosedBlock, closer, message)
        .label("did this mean to close it?")
        .related(block.opener, format!("the block, opened with {}", quoted(block.marker)))
        .help(format!("write {} here", quoted(&block.wanted)))
}

/// A closing fence with words behind it, or a tab where they are none.
pub(crate) fn closing_with_words(fence: ToldFence<'_>, words: &str) -> Diagnostic {
    let closer = fence.closer.unwrap_or_else(|| fence.opener.clone());
    let what = if words.is_empty() { "a tab stands" } else { "words stand" };
    let message = format!("this fence closes nothing, because {what} behind it");
    Diagnostic::new(Code::UnclosedBlock, closer, message)
        .label("did this mean to close it?")
        .related(fence.opener, "opened here")
        .help(format!("write {} here, and nothing behind it", quoted(&fence.wanted)))
}

/// A line of fence characters that was to close a block that nothing opens; `part`, `word`, stands
/// in no block.
pub(crate) fn headless(closer: Span, marker: &str, part: Span, word: &str) -> Diagnostic {
    Diagnostic::new(
        Code::StrayFence,
        closer,
        "this fence closes nothing, so it opens a block of code",
    )
    .label("nothing is open that it could close")
    .related(part, format!("this `{word}` stands in no block"))
    .help(format!(
        "write the line that opens the block, above its program: {}",
        quoted(&format!("{marker}predict"))
    ))
    .help("or, if there is to be no block, remove this line")
}

/// A closing fence that closes the block around the one that it was to close, too.
pub(crate) fn closing_too_long(inner: ToldFence<'_>, outer: ToldFence<'_>) -> Diagnostic {
    let (word, around) = (inner.word, outer.word);
    let message = format!("this fence closes the `{around}` block around the `{word}`");
    let closer = inner.closer.unwrap_or_else(|| inner.opener.clone());
    Diagnostic::new(Code::FenceTooShort, closer, message)
        .label(format!("did this mean to close the `{word}` alone?"))
        .related(inner.opener, format!("the `{word}`"))
        .related(outer.opener, format!("the `{around}` block, which is no longer than that fence"))
        .help(format!("write {} here", quoted(&inner.wanted)))
}

/// Code in a block that nothing closes.
pub(crate) fn unclosed_code(opener: Span, before: Option<Span>, wanted: &str) -> Diagnostic {
    let message = "this code is never closed";
    above(
        Diagnostic::new(Code::UnclosedInBody, opener, message).label("opened here"),
        before,
        wanted,
    )
}

/// Code outside of all blocks that nothing closes, so that blocks are code as well.
pub(crate) fn swallowed_block(opener: Span, before: Option<Span>, wanted: &str) -> Diagnostic {
    let message = "this code is never closed, and takes the block below it for code";
    above(
        Diagnostic::new(Code::SwallowedBlock, opener, message).label("opened here"),
        before,
        wanted,
    )
}

/// Says where something is to be closed.
fn above(mistake: Diagnostic, before: Option<Span>, wanted: &str) -> Diagnostic {
    let wanted = quoted(wanted);
    match before {
        Some(before) => mistake
            .related(before, "it has to end above this line")
            .help(format!("close it above that line with {wanted}, indented like this one")),
        None => {
            mistake.help(format!("close it where it ends with {wanted}, indented like this one"))
        }
    }
}

/// A block with one part in it whose fence is as long or longer, and longer than it need be;
/// `longer` is what would do for the block.
pub(crate) fn inner_too_long(
    inner: ToldFence<'_>,
    outer: ToldFence<'_>,
    longer: &str,
) -> Diagnostic {
    let word = inner.word;
    let message =
        format!("the fence of this `{word}` is no shorter than that of the block around it");
    let block = format!("the `{}` block, opened with {}", outer.word, quoted(outer.marker));
    let helps = vec![
        format!("write the inner fence shorter: {}", inner.remedy()),
        format!("or the outer one longer: {}", pair(longer, outer.word)),
    ];
    Diagnostic::new(Code::FenceTooShort, inner.opener, message)
        .label("so the fence that was to close this closed the block")
        .related(outer.opener, block)
        .relates(inner.closer, format!("was to close the `{word}`"))
        .helps(helps)
}

/// Code of tildes in a block of tildes that is no longer.
pub(crate) fn inner_of_tildes(inner: ToldFence<'_>, outer: ToldFence<'_>) -> Diagnostic {
    let remedy = format!("write the inner fence with backticks: {}", inner.remedy());
    Diagnostic::new(Code::FenceTooShort, inner.opener, no_longer(outer.word))
        .label("so the fence that was to close this closed the block")
        .related(outer.opener, format!("the block, opened with {}", quoted(outer.marker)))
        .relates(outer.closer, "was to close the block")
        .help(remedy)
}

/// A block whose fence is no longer than those in it; those `around` it have to be longer as well.
pub(crate) fn outer_too_short(
    inner: ToldFence<'_>,
    outer: ToldFence<'_>,
    around: &[ToldFence<'_>],
) -> Diagnostic {
    Diagnostic::new(Code::FenceTooShort, inner.opener, no_longer(outer.word))
        .label("so the fence that was to close this closed the block")
        .related(outer.opener.clone(), format!("the block, opened with {}", quoted(outer.marker)))
        .relates(outer.closer.clone(), "was to close the block")
        .helps(longer(&outer, around))
}

/// A line of code that closes the block around the code.
pub(crate) fn text_closes(
    line: Span,
    block: ToldFence<'_>,
    around: &[ToldFence<'_>],
) -> Diagnostic {
    let message = format!("this line of code closes the `{}` block around it", block.word);
    Diagnostic::new(Code::FenceTooShort, line, message)
        .label("as long as the fence that opens the block, and so it closes it")
        .related(block.opener.clone(), format!("the block, opened with {}", quoted(block.marker)))
        .relates(block.closer.clone(), "was to close the block")
        .helps(longer(&block, around))
}

/// How to write the fence of a block longer, with those `around` it.
fn longer(block: &ToldFence<'_>, around: &[ToldFence<'_>]) -> Vec<String> {
    let first = format!("write the outer fence longer than every fence inside: {}", block.remedy());
    let further = around.iter().map(|block| {
        format!("and the fence of the `{}` around it longer still: {}", block.word, block.remedy())
    });
    std::iter::once(first).chain(further).collect()
}

fn no_longer(kind: &str) -> String {
    format!("the fence around this `{kind}` block is no longer than the fence inside it")
}

/// A line of fence characters where nothing is open.
pub(crate) fn stray_fence(line: Span) -> Diagnostic {
    let message = "this fence closes nothing, so it opens a block of code";
    Diagnostic::new(Code::StrayFence, line, message)
        .label("nothing is open that it could close")
        .help("remove this line")
}

/// A block that is closed before a part of it.
pub(crate) fn closed_early(closer: Span, block: ToldFence<'_>, part: ToldFence<'_>) -> Diagnostic {
    let (kind, word) = (block.word, part.word);
    let message = format!("this `{kind}` block ends before its `{word}`");
    Diagnostic::new(Code::MisplacedPart, closer, message)
        .label("closed here")
        .related(part.opener, format!("this `{word}` stands outside of it"))
        .help(format!("move this line down, below the `{word}`"))
}

/// A line that would be a block if its title had no backtick.
pub(crate) fn backtick_in_title(block: ToldFence<'_>) -> Diagnostic {
    let message = format!(
        "this line opens no `{}` block, because a backtick stands in its title",
        block.word
    );
    behind_backticks(block, message).help(
        "Prettier turns tildes into backticks: put `<!-- prettier-ignore -->` on the line above \
         the block",
    )
}

/// A line that would be code if its caption had no backtick.
pub(crate) fn backtick_in_caption(code: ToldFence<'_>) -> Diagnostic {
    let message = "this line opens no code, because a backtick stands in its caption";
    behind_backticks(code, message.to_owned())
}

fn behind_backticks(fence: ToldFence<'_>, message: String) -> Diagnostic {
    let ToldFence { word, wanted, .. } = fence;
    let opening = quoted(&format!("{wanted}{word} …"));
    Diagnostic::new(Code::BacktickInTitle, fence.opener, message)
        .label("CommonMark allows no backtick after an opening fence of backticks")
        .relates(fence.closer, "was to close it")
        .help(format!(
            "write the fence with tildes: {opening}, and close it with {}",
            quoted(&wanted)
        ))
}
