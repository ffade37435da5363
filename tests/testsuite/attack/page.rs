//! What must be true of the pages that the engines make of it.

use crate::law_3::{Place, block, normal, render_0_4, render_0_5, unwrapped};
use crate::support::expand;
use mdbook_predict::chapter::lesson::Content;
use mdbook_predict::chapter::{Dialect, Target, read};
use std::fmt::Write as _;

use super::text::{Failure, caught, lean};

/// An engine: its name, its Markdown, and what makes pages of chapters with it.
pub(super) struct Engine {
    pub(super) name: &'static str,
    pub(super) dialect: Dialect,
    pub(super) render: fn(&[String]) -> Vec<Option<String>>,
}

pub(super) const ENGINES: [Engine; 2] = [
    Engine {
        name: "0.5",
        dialect: Dialect { definition_lists: true, admonitions: true },
        render: isolated_0_5,
    },
    Engine {
        name: "0.4",
        dialect: Dialect { definition_lists: false, admonitions: false },
        render: render_0_4,
    },
];

/// The pages of mdBook 0.5; nothing for those on which it panics.
pub(super) fn isolated_0_5(chapters: &[String]) -> Vec<Option<String>> {
    match caught(|| render_0_5(chapters)) {
        Ok(pages) => pages,
        Err(_) if chapters.len() == 1 => vec![None],
        Err(_) => {
            let (left, right) = chapters.split_at(chapters.len() / 2);
            [isolated_0_5(left), isolated_0_5(right)].concat()
        }
    }
}

/// Two chapters whose pages are to be the same but for what `mark` takes away.
pub(super) struct Pair {
    pub(super) property: &'static str,
    pub(super) expected: String,
    pub(super) actual: String,
}

/// What stands in the place of blocks on pages that are compared.
pub(super) const CODE: &str = "predictplaceholder";

/// The chapter as it becomes, and the chapter with plain code in the place of its blocks.
///
/// It is two fences, since a block makes the list that holds it loose, and may.
pub(super) fn page_pair(text: &str, engine: &Engine) -> Option<Pair> {
    let options = lean(Target::Html, engine.dialect);
    let lessons = read(text, &options.reading);
    let (mut expected, mut start) = (String::new(), 0);
    for top in &lessons.blocks {
        let place = &top.block.place;
        let source = &text[place.span.clone()];
        // What a body defines is for the whole chapter.
        if source.contains("]:") || source.contains("[^") {
            return None;
        }
        if matches!(top.block.content, Content::Broken(..)) {
            continue;
        }
        expected.push_str(&text[start..place.span.start]);
        let next = &place.container;
        let blank = next.trim_end();
        let fence = format!("~~~text\n{next}{CODE}\n{next}~~~");
        let _ = write!(expected, "{fence}\n{blank}\n{next}{fence}");
        start = place.span.end;
    }
    expected.push_str(&text[start..]);
    let actual = expand(text, "chapter.md", &options).text?;
    Some(Pair { property: "page-outside", expected, actual })
}

/// `page` without our blocks, the words for the script, and plain code in the place of blocks.
pub(super) fn outside(page: &str) -> String {
    let code = format!("<pre><code class=\"language-text\">{CODE}\n</code></pre>");
    let mut page = page.replace(&format!("{code}\n{code}"), "[BLOCK]");
    page = page.replace(&format!("{code}{code}"), "[BLOCK]");
    if let Some((before, rest)) = page.split_once("<div class=\"predict-words\"") {
        page = format!("{before}{}", rest.split_once("</div>").map_or("", |(_, rest)| rest));
    }
    for (open, tag) in [("<section class=\"predict", "section"), ("<aside role=\"note\"", "aside")]
    {
        while let Some(start) = page.find(open) {
            let end = element_end(&page[start..], tag);
            page.replace_range(start..start + end, "[BLOCK]");
        }
    }
    let mut page = normal(&without_ids(&page));
    // White space beside a block is nothing that anybody sees.
    page = page.split("[BLOCK]").map(str::trim).collect::<Vec<_>>().join("[BLOCK]");
    normal(&page)
}

/// A page without ids and links to them: those of headings are counted through the whole chapter.
pub(super) fn without_ids(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = [" id=\"", " href=\"#"].iter().filter_map(|key| rest.find(key)).min() {
        out.push_str(&rest[..at]);
        rest = rest[at..].splitn(3, '"').nth(2).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// Where the element ends with which `html` begins.
pub(super) fn element_end(html: &str, tag: &str) -> usize {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let (mut depth, mut at) = (0_usize, 0);
    while at < html.len() {
        let rest = &html[at..];
        if rest.starts_with("<!--") {
            at += rest.find("-->").unwrap_or(rest.len());
        } else if rest.starts_with(&open) {
            depth += 1;
            at += open.len();
        } else if rest.starts_with(&close) {
            depth -= 1;
            at += close.len();
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().unwrap().len_utf8();
        }
    }
    html.len()
}

/// A body alone in a place, and a block around it there.
pub(super) fn body_pair(body: &str, place: &Place, engine: &Engine) -> Option<Pair> {
    if place.name == "definition" && !engine.dialect.definition_lists {
        return None;
    }
    if place.name == "footnote" && body.contains("[^") {
        return None;
    }
    let options = lean(Target::Html, engine.dialect);
    let expected = place.put(body);
    let alone = read(&*expected, &options.reading);
    let inside = place.put(&block(body));
    let found = expand(&inside, "chapter.md", &options);
    // A fence that is a part in a callout is plain code alone.
    let is_plain = alone.blocks.is_empty()
        && alone.diagnostics.is_empty()
        && read(&*inside, &options.reading).blocks().len() == 1;
    if !is_plain || found.diagnostics.iter().any(|found| found.is_error()) {
        return None;
    }
    Some(Pair { property: "body", expected, actual: found.text? })
}

/// How the pages of a pair differ where they may not.
pub(super) fn differing(pair: &Pair, pages: &[Option<String>]) -> Option<Failure> {
    let (expected, actual) = match pages {
        // Where the engine panics without us, nothing is ours.
        [None, _] => return None,
        [Some(_), None] => {
            let how = "the engine panics".to_owned();
            return Some(Failure { property: pair.property, how });
        }
        [Some(expected), Some(actual)] => (expected, actual),
        _ => unreachable!("a pair has two pages"),
    };
    let (expected, actual) = if pair.property == "body" {
        let words = actual.split_once("<div class=\"predict-words\"");
        let without = words
            .and_then(|(before, rest)| Some(format!("{before}{}", rest.split_once("</div>")?.1)));
        let body = without.as_deref().and_then(unwrapped);
        (normal(expected), body.map_or_else(|| normal(actual), |body| normal(&body)))
    } else {
        (outside(expected), outside(actual))
    };
    let how = || {
        format!("\n--- expected\n{expected}\n--- actual\n{actual}\n--- written\n{}", pair.actual)
    };
    let untight = |page: &str| page.replace("<p>", "").replace("</p>", "");
    let is_tightness = pair.property == "page-outside" && untight(&expected) == untight(&actual);
    let property = if is_tightness { "tightness" } else { pair.property };
    (expected != actual).then(|| Failure { property, how: how() })
}
