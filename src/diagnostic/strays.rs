//! What can be wrong with fences that were to be blocks and are none.

use super::{Code, Diagnostic, Fix, Safety, Span, joined, quoted};

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
    let message = format!("there is no kind of block {}", shortened(written));
    Diagnostic::new(Code::UnknownKind, word, message)
        .label("not a kind, and not a language that we know")
        .helps(remedies(written, meant))
}

/// The same outside of blocks, where it may be code after all.
pub(crate) fn unknown_fence(word: Span, written: &str, meant: MeantBlock<'_>) -> Diagnostic {
    let message = match meant {
        MeantBlock::Kind(kind, [_, ..]) if kind == written.to_lowercase() => {
            format!("this `{written}` stands in no block, and so is code")
        }
        _ => {
            let word = shortened(written);
            format!("{word} is no kind of block, and no language that we know")
        }
    };
    Diagnostic::new(Code::UnknownFence, word, message)
        .label("readers see what stands here as code, with its Markdown signs")
        .helps(remedies(written, meant))
}

/// A line of colons where a block was meant: of the kind `meant`, if that is known.
pub(crate) fn colon_fence(line: Span, meant: Option<&str>, written: &str) -> Diagnostic {
    in_colons(Code::ColonFence, line, meant, written)
}

/// The same outside of blocks, where another tool may read it.
pub(crate) fn unknown_colon_fence(line: Span, meant: Option<&str>, written: &str) -> Diagnostic {
    in_colons(Code::UnknownFence, line, meant, written)
}

fn in_colons(code: Code, line: Span, meant: Option<&str>, written: &str) -> Diagnostic {
    let name = callout_name(written);
    let name = name.as_deref().unwrap_or("NAME");
    let kind = meant.unwrap_or(name);
    let fence = if holds_parts(kind) { "~~~~" } else { "~~~" };
    let tildes = format!(
        "blocks are fences of tildes: open this one with `{fence}{kind}`, and close it with \
         `{fence}`"
    );
    let mistake = Diagnostic::new(code, line, format!("colons open no {} block", quoted(kind)))
        .label("readers see this line as it stands, and all that the block would fold")
        .help(tildes);
    let mistake = match meant {
        Some(_) => mistake,
        None => mistake.help(format!(
            "and declare it: put `[preprocessor.predict.callouts.{name}]` with a `title` into \
             `book.toml`"
        )),
    };
    match code {
        Code::ColonFence if meant.is_some() => mistake,
        _ => mistake.help(format!(
            "if another tool reads this line, add `languages = [{written:?}]` to \
             `[preprocessor.predict]`"
        )),
    }
}

/// Whether blocks of this kind have parts, which stand in shorter fences.
fn holds_parts(kind: &str) -> bool {
    matches!(kind, "predict" | "mental-model")
}

/// What to write for a fence of tildes with this word.
fn remedies(written: &str, meant: MeantBlock<'_>) -> Vec<String> {
    let name = callout_name(written);
    let declare = || {
        let name = name.as_deref().unwrap_or("NAME");
        let opening = match name == written {
            true => String::new(),
            false => format!(", and open it with `~~~{name}`"),
        };
        format!(
            "for a callout of your own, put `[preprocessor.predict.callouts.{name}]` with a \
             `title` into `book.toml`{opening}"
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
    let code = match is_short(written) {
        true => format!(
            "if it is code, fence it with backticks, or add `languages = [{written:?}]` to \
             `[preprocessor.predict]`"
        ),
        false => "if it is code, fence it with backticks".to_owned(),
    };
    vec![first, code]
}

/// What a callout may be called that was to open with this word.
fn callout_name(written: &str) -> Option<String> {
    let name = written.trim_matches(|c: char| !c.is_alphanumeric());
    let name = name.to_lowercase().replace('_', "-");
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let begins_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    (is_short(written) && begins_well && name.chars().all(is_letter)).then_some(name)
}

/// The most characters of a word that is told whole.
const LONGEST_TOLD: usize = 40;

fn is_short(word: &str) -> bool {
    word.chars().count() <= LONGEST_TOLD
}

/// A word in backticks, as far as somebody wants to read it.
fn shortened(word: &str) -> String {
    match is_short(word) {
        true => quoted(word),
        false => quoted(&format!("{}…", word.chars().take(LONGEST_TOLD / 2).collect::<String>())),
    }
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
