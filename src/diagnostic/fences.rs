//! What can be wrong with the fences of blocks, and of code in them.
//!
//! A fence is quoted as it stands in the source.

use super::{Code, Diagnostic, Span, quoted};

/// What is to be said where the parser has lost its way.
const UNTIL_THEN: &str = "until then what follows is read as something else: build again to have \
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

/// An outer fence that the first inner closing fence closed, where nobody knows what was meant.
pub(crate) fn fence_too_short(
    inner: Span,
    outer: Span,
    kind: &str,
    outer_fence: &str,
) -> Diagnostic {
    let message =
        format!("the fence around this `{kind}` block is no longer than the fence inside it");
    Diagnostic::new(Code::FenceTooShort, inner, message)
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

/// A line that would be a block if its title had no backtick.
pub(crate) fn backtick_in_title(span: Span, kind: &str, longer: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BacktickInTitle,
        span,
        format!("this line opens no `{kind}` block, because a backtick stands in its title"),
    )
    .label("CommonMark allows no backtick after an opening fence of backticks")
    .help(format!("write the fence with tildes: `{longer}{kind}`, and close it with `{longer}`"))
    .help(
        "Prettier turns tildes into backticks: put `<!-- prettier-ignore -->` on the line above \
         the block",
    )
}

/// A closing fence with fewer characters than the fence that opened the block.
pub(crate) fn closing_too_short(
    closer: Span,
    opener: Span,
    kind: &str,
    marker: &str,
    wanted: &str,
) -> Diagnostic {
    let message = format!("this fence is too short to close the `{kind}` block");
    Diagnostic::new(Code::UnclosedBlock, closer, message)
        .label("did this mean to close it?")
        .related(opener, format!("the block, opened with {}", quoted(marker)))
        .help(format!("write {} here", quoted(wanted)))
}

/// A closing fence that closes the block around the one that it was to close, too.
pub(crate) fn closing_too_long(
    closer: Span,
    inner: Span,
    kind: &str,
    (outer, outer_kind): (Span, &str),
    wanted: &str,
) -> Diagnostic {
    let message = format!("this fence closes the `{outer_kind}` block around the `{kind}`");
    Diagnostic::new(Code::FenceTooShort, closer, message)
        .label(format!("did this mean to close the `{kind}` alone?"))
        .related(inner, format!("the `{kind}`"))
        .related(outer, format!("the `{outer_kind}` block, which is no longer than that fence"))
        .help(format!("write {} here", quoted(wanted)))
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

/// A block with one part in it whose fence is as long or longer, and longer than it need be.
pub(crate) fn inner_too_long(
    (inner, kind, shorter, closer): (Span, &str, String, Option<Span>),
    (outer, outer_kind, marker): (Span, &str, &str),
    longer: &str,
) -> Diagnostic {
    let message =
        format!("the fence of this `{kind}` is no shorter than that of the block around it");
    let mistake = Diagnostic::new(Code::FenceTooShort, inner, message)
        .label("so the fence that was to close this closed the block")
        .related(outer, format!("the `{outer_kind}` block, opened with {}", quoted(marker)));
    let mistake = match closer {
        Some(closer) => mistake.related(closer, format!("was to close the `{kind}`")),
        None => mistake,
    };
    mistake
        .help(format!(
            "write the inner fence shorter: open with {}, close with {}",
            quoted(&format!("{shorter}{kind}")),
            quoted(&shorter)
        ))
        .help(format!(
            "or the outer one longer: open with {}, close with {}",
            quoted(&format!("{longer}{outer_kind}")),
            quoted(longer)
        ))
}

/// A block whose fence is no longer than those in it.
pub(crate) fn outer_too_short(
    inner: Span,
    (outer, kind, wanted, closer): (Span, &str, String, Option<Span>),
    marker: &str,
) -> Diagnostic {
    let message =
        format!("the fence around this `{kind}` block is no longer than the fence inside it");
    let mistake = Diagnostic::new(Code::FenceTooShort, inner, message)
        .label("so the fence that was to close this closed the block")
        .related(outer, format!("the block, opened with {}", quoted(marker)));
    let mistake = match closer {
        Some(closer) => mistake.related(closer, "was to close the block"),
        None => mistake,
    };
    mistake.help(format!(
        "write the outer fence longer than every fence inside: open with {}, close with {}",
        quoted(&format!("{wanted}{kind}")),
        quoted(&wanted)
    ))
}

/// A line of fence characters where nothing is open.
pub(crate) fn stray_fence(line: Span) -> Diagnostic {
    let message = "this fence closes nothing, so it opens a block of code";
    Diagnostic::new(Code::StrayFence, line, message)
        .label("nothing is open that it could close")
        .help("remove this line")
}

/// A block that is closed before a part of it.
pub(crate) fn closed_early(closer: Span, kind: &str, part: Span, word: &str) -> Diagnostic {
    let message = format!("this `{kind}` block ends before its `{word}`");
    Diagnostic::new(Code::MisplacedPart, closer, message)
        .label("closed here")
        .related(part, format!("this `{word}` stands outside of it"))
        .help(format!("move this line down, below the `{word}`"))
}

/// A line that would open a block or code, if it had no backtick behind its backticks.
pub(crate) fn backtick_in_info(
    opener: Span,
    word: &str,
    is_block: bool,
    wanted: &str,
    closer: Option<Span>,
) -> Diagnostic {
    let (what, place) = match is_block {
        true => (format!("no `{word}` block"), "title"),
        false => ("no code".to_owned(), "caption"),
    };
    let message = format!("this line opens {what}, because a backtick stands in its {place}");
    let mistake = Diagnostic::new(Code::BacktickInTitle, opener, message)
        .label("CommonMark allows no backtick after an opening fence of backticks");
    let mistake = match closer {
        Some(closer) => mistake.related(closer, "was to close it"),
        None => mistake,
    };
    let mistake = mistake.help(format!(
        "write the fence with tildes: {}, and close it with {}",
        quoted(&format!("{wanted}{word} …")),
        quoted(wanted)
    ));
    if !is_block {
        return mistake;
    }
    mistake.help(
        "Prettier turns tildes into backticks: put `<!-- prettier-ignore -->` on the line above \
         the block",
    )
}
