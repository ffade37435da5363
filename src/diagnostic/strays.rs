//! What can be wrong with fences that were to be blocks and are none.

use super::{Code, Diagnostic, Fix, Safety, Span, joined};

/// What the word of a fence of tildes may have been meant for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MeantBlock<'k> {
    /// A kind of block, by its word and the blocks that it is a part of.
    Kind(&'k str, &'k [&'k str]),
    /// A callout of another tool's.
    Callout,
    /// Anything.
    Unknown,
}

/// A fence whose first word is nearly a kind.
pub(crate) fn unknown_kind(span: Span, word: &str, meant: &str) -> Diagnostic {
    let is_same = word.to_lowercase().replace(['_', ' '], "-") == meant;
    let safety = if is_same { Safety::Safe } else { Safety::Unsafe };
    let fix = Fix::replace(span.clone(), meant, safety);
    Diagnostic::new(Code::UnknownKind, span, format!("there is no kind of block `{word}`"))
        .label("not a kind, and not a language that we know")
        .help(format!("did you mean `{meant}`?"))
        .fix(fix)
}

/// A fence of tildes in a block, whose word is no kind there and no language.
pub(crate) fn unknown_kind_in_block(
    word: Span,
    written: &str,
    meant: MeantBlock<'_>,
) -> Diagnostic {
    Diagnostic::new(Code::UnknownKind, word, format!("there is no kind of block `{written}`"))
        .label("not a kind, and not a language that we know")
        .helps(remedies(written, meant))
}

/// The same outside of blocks, where it may be code after all.
pub(crate) fn unknown_fence(word: Span, written: &str, meant: MeantBlock<'_>) -> Diagnostic {
    let message = match meant {
        MeantBlock::Kind(kind, [_, ..]) if kind == written.to_lowercase() => {
            format!("this `{written}` stands in no block, and so is code")
        }
        _ => format!("`{written}` is no kind of block, and no language that we know"),
    };
    Diagnostic::new(Code::UnknownFence, word, message)
        .label("readers see what stands here as code, with its Markdown signs")
        .helps(remedies(written, meant))
}

/// What to write for a fence of tildes with this word.
fn remedies(written: &str, meant: MeantBlock<'_>) -> Vec<String> {
    let declare = || {
        format!(
            "for a callout of your own, put `[preprocessor.predict.callouts.{}]` with a `title` \
             into `book.toml`",
            written.to_lowercase().replace('_', "-")
        )
    };
    let first = match meant {
        MeantBlock::Kind(kind, homes) if kind == written.to_lowercase() => {
            let homes = joined(homes.iter().copied(), "or");
            format!("move it directly into {homes}, where `{kind}` is a part")
        }
        MeantBlock::Kind(kind, []) => format!("did you mean `{kind}`?"),
        MeantBlock::Kind(kind, homes) => {
            let homes = joined(homes.iter().copied(), "or");
            format!("did you mean `{kind}`, directly in {homes}?")
        }
        MeantBlock::Callout | MeantBlock::Unknown => declare(),
    };
    let code = format!(
        "if it is code, fence it with backticks, or add `languages = [\"{written}\"]` to \
         `[preprocessor.predict]`"
    );
    vec![first, code]
}

/// A block that is part of the raw HTML above it.
pub(crate) fn block_in_html(line: Span, html: Span, kind: &str) -> Diagnostic {
    let message = format!("this line opens no `{kind}` block, because it is part of raw HTML");
    Diagnostic::new(Code::BlockInHtml, line, message)
        .label("readers would see it as it stands, with all that it folds")
        .related(html, "this HTML goes on to the next blank line")
        .help(format!("leave a blank line above the `{kind}`"))
}

/// A block that is indented so far that it is code, or goes on with a paragraph.
pub(crate) fn indented_block(line: Span, kind: &str, is_code: bool) -> Diagnostic {
    let message = format!("this line opens no `{kind}` block, because it is indented too far");
    let label = match is_code {
        true => "a tab, or four spaces more than the text around it, make code of it",
        false => "four spaces more than the text around it make it part of the paragraph above",
    };
    Diagnostic::new(Code::IndentedBlock, line, message)
        .label(label)
        .help(
            "indent the block like the text around it: not at all, or, in a list, as far as the \
             words of its item",
        )
        .help("to show it as code, put a longer fence around it: `~~~~~markdown`")
}

/// A block in a fence that mdbook-admonish reads.
pub(crate) fn block_in_admonish(line: Span, fence: Span, kind: &str) -> Diagnostic {
    let message = format!("this `{kind}` block stands in an `admonish` fence, and is code there");
    Diagnostic::new(Code::BlockInAdmonish, line, message)
        .label("not read: mdbook-admonish comes later")
        .related(fence, "the fence around it")
        .help("end the `admonish` fence before the block")
        .help(
            "or use a callout of your own, which may hold blocks: \
             `[preprocessor.predict.callouts.NAME]` with a `title` in `book.toml`",
        )
}
