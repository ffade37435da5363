//! What must be true of every text that becomes of a document.

use crate::support::{Options, expand, options, undelivered, with_letters};
use mdbook_markdown::pulldown_cmark::Event;
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use mdbook_predict::chapter::lesson::{Block, Content};
use mdbook_predict::chapter::{Assets, Dialect, OnError, Target, read};
use mdbook_predict::report::{Document, Finding, Origin, Report, human};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// What must be true, by the names that cases use: nothing panics (`no-panic`); what stands outside
/// the blocks does not change (`outside`); nothing is left to expand (`again`); all places are in
/// the text (`spans`); no word is lost (`kept`), and both targets have the same (`words`). And of
/// pages: outside the blocks one is what it is with code in their place (`page-outside`), also in
/// how tight its lists are (`tightness`); a body means inside what it means outside (`body`).
pub(super) const PROPERTIES: [&str; 9] =
    ["no-panic", "outside", "again", "spans", "kept", "words", "page-outside", "tightness", "body"];

/// A property that does not hold, and how.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) property: &'static str,
    pub(super) how: String,
}

pub(super) fn failure<T>(property: &'static str, how: impl Into<String>) -> Result<T, Failure> {
    Err(Failure { property, how: how.into() })
}

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// What `work` returns, or the words with which it panicked, which are not printed.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !IS_QUIET.get() {
                hook(info);
            }
        }));
    });
    let was_quiet = IS_QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_QUIET.set(was_quiet);
    result.map_err(|payload| {
        let text = payload.downcast_ref::<String>().cloned();
        let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        text.unwrap_or_default()
    })
}

/// The words of a page, each as often as it stands there: text, and what stands between raw tags.
/// Every tag parts words.
pub(super) fn words(markdown: &str) -> BTreeMap<String, usize> {
    let mut options = MarkdownOptions::default();
    options.smart_punctuation = false;
    let mut page = String::new();
    let mut html = String::new();
    for event in new_cmark_parser(markdown, &options) {
        // A tag may have several lines, but what is left open ends with its paragraph.
        if !matches!(event, Event::Html(_)) {
            page.push_str(&visible(&std::mem::take(&mut html)));
        }
        match event {
            Event::Text(text) | Event::Code(text) => page.push_str(&text),
            Event::Html(line) => html.push_str(&line),
            Event::InlineHtml(html) => page.push_str(&visible(&html)),
            _ => page.push(' '),
        }
    }
    page.push_str(&visible(&html));
    let mut words = BTreeMap::new();
    for word in page.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_owned()).or_insert(0) += 1;
    }
    words
}

/// What is to be read of HTML: no tags and no comments.
pub(super) fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let end = if tag.starts_with("!--") { "-->" } else { ">" };
        rest = match tag.split_once(end) {
            Some((_, after)) if is_tag => after,
            _ => tag,
        };
    }
    text.push_str(rest);
    for (entity, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        text = text.replace(entity, character);
    }
    text
}

/// What tests of pages and of words want: no style sheet, and mistakes left as they stand.
pub(super) fn lean(target: Target, dialect: Dialect) -> Options {
    let mut options = options(target);
    options.settings.assets = Assets::Linked;
    options.reading.dialect = dialect;
    options
}

/// What holds for the text alone, with no page made of it.
pub(super) fn check_text(text: &str) -> Result<(), Failure> {
    for target in [Target::Html, Target::Markdown] {
        for on_error in [OnError::Fail, OnError::Show] {
            let options = options(target).on_error(on_error);
            let expansion = caught(|| {
                let lessons = read(text, &options.reading);
                let _ = lessons.claims();
                expand(text, "chapter.md", &options)
            });
            let expansion = expansion.or_else(|how| failure("no-panic", how))?;
            for found in &expansion.diagnostics {
                let related = found.related.iter().map(|(span, _)| span);
                for span in found.span.iter().chain(related) {
                    if text.get(span.clone()).is_none() {
                        return failure("spans", format!("{span:?} of {}", found.code.name()));
                    }
                }
            }
            if target == Target::Html {
                caught(|| rendered(text, &expansion.diagnostics))
                    .or_else(|how| failure("no-panic", how))?;
            }
            let Some(once) = expansion.text else { continue };
            check_outside(text, &once, &options)?;
            if on_error == OnError::Fail {
                check_kept(text, &once)?;
            }
            let again = caught(|| expand(&once, "chapter.md", &options).text);
            let again = again.or_else(|how| failure("no-panic", how))?;
            if on_error == OnError::Show && again.is_some() {
                return failure("again", undelivered_at(&once));
            }
        }
    }
    check_words(text)
}

/// The report on a chapter, as text.
pub(super) fn rendered(
    text: &str,
    diagnostics: &[mdbook_predict::diagnostic::Diagnostic],
) -> String {
    let finding =
        |diagnostic: &_| Finding { diagnostic: Clone::clone(diagnostic), document: Some(0) };
    let report = Report {
        findings: diagnostics.iter().map(finding).collect(),
        documents: vec![Document::new(Origin::Chapter("x".to_owned()), text, None)],
        on_error: OnError::Show,
        ..Report::default()
    };
    human::text(&report, human::Style::Plain, None)
}

/// `text` without what is delivered, if that can be told from what its author wrote.
pub(super) fn undelivered_at(text: &str) -> String {
    if text.contains("<div class=\"predict-words\"") && text.contains("<style>") {
        caught(|| undelivered(text)).unwrap_or_else(|_| text.to_owned())
    } else {
        text.to_owned()
    }
}

/// Law 2: what stands before, between and behind the blocks is there, in this order.
pub(super) fn check_outside(text: &str, once: &str, options: &Options) -> Result<(), Failure> {
    let lessons = read(text, &options.reading);
    let is_shown = |block: &Block| {
        options.settings.on_error == OnError::Show || !matches!(block.content, Content::Broken(..))
    };
    let shown = lessons.blocks.iter().filter(|top| is_shown(&top.block));
    let mut rest = once;
    let mut start = 0;
    for (number, top) in shown.enumerate() {
        let span = &top.block.place.span;
        if number == 0 && options.target == Target::Html {
            let Some(behind) = rest.strip_prefix(&text[..top.line]) else {
                return failure("outside", format!("before {span:?}: {}", undelivered_at(once)));
            };
            let delivery = behind.find("<div class=\"predict-words\"");
            rest = delivery.map_or("", |at| &behind[at..]);
            start = top.line;
        }
        let Some(at) = rest.find(&text[start..span.start]) else {
            return failure("outside", format!("before {span:?}: {}", undelivered_at(once)));
        };
        let is_first = number == 0 && options.target == Target::Markdown;
        if is_first && at > 0 {
            return failure("outside", format!("before {span:?}: {}", undelivered_at(once)));
        }
        rest = &rest[at + span.start - start..];
        start = span.end;
    }
    if rest.ends_with(&text[start..]) {
        return Ok(());
    }
    failure("outside", format!("behind {start}: {}", undelivered_at(once)))
}

/// No word of a line that is no fence is lost: it is somewhere in what was written.
pub(super) fn check_kept(text: &str, once: &str) -> Result<(), Failure> {
    for line in text.lines().filter(|line| !line.contains("~~~") && !line.contains("```")) {
        let line = line.replace("[x]", "").replace("[X]", "");
        for word in line.split(|c: char| !c.is_alphanumeric()) {
            let is_word = word.len() > 1 && word.contains(char::is_alphabetic);
            if is_word && !once.contains(word) {
                return failure("kept", format!("{word:?}\n{}", undelivered_at(once)));
            }
        }
    }
    Ok(())
}

/// Law 6: both targets have the same words.
pub(super) fn check_words(text: &str) -> Result<(), Failure> {
    // mdBook takes a byte-order mark away before anybody sees the chapter.
    let text = text.trim_start_matches('\u{feff}');
    let made = |target| expand(text, "chapter.md", &lean(target, Dialect::default())).text;
    let (Some(html), Some(plain)) = (made(Target::Html), made(Target::Markdown)) else {
        return Ok(());
    };
    let Ok((in_html, in_plain)) = caught(|| (words(&with_letters(&html)), words(&plain))) else {
        return Ok(());
    };
    if in_html == in_plain {
        return Ok(());
    }
    let differing: Vec<String> = (in_html.keys().chain(in_plain.keys()))
        .filter(|word| in_html.get(*word) != in_plain.get(*word))
        .map(|word| format!("{word} {:?}/{:?}", in_html.get(word), in_plain.get(word)))
        .collect();
    failure("words", format!("{}\n--- HTML\n{html}\n--- Markdown\n{plain}", differing.join(", ")))
}
