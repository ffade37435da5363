//! Everybody can use it: axe-core's rules, the keyboard alone, narrow screens, other colours, other
//! languages.

use std::path::Path;

use mdbook_predict::labels::{Labels, placeholders};
use serde_json::{Value, json};

use super::driver::{Browser, Window, did_not_run};
use super::looks::WIDER_THAN_THEIR_BOX;
use super::page::{
    ENGINES, Page, small_book, with_both_engines, with_both_engines_on, with_engine_on,
};
use super::seen;
use super::steps::steps;
use crate::support::BookDir;

const THEMES: [&str; 5] = ["light", "rust", "coal", "navy", "ayu"];

/// The text of axe-core, if it is there.
fn axe() -> Option<String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("node_modules/axe-core/axe.min.js");
    let found = std::fs::read_to_string(path);
    if found.is_err() {
        did_not_run("the accessibility test", "there is no axe-core; see the README");
    }
    found.ok()
}

/// What axe finds in what is ours, but for the colours that highlight.js gives to programs.
const RUN_AXE: &str = "
    const done = arguments[arguments.length - 1];
    // mdBook's own switch, for it changes the colours of code as well.
    const theme = arguments[0];
    (document.getElementById('mdbook-theme-' + theme) ?? document.getElementById(theme)).click();
    const ours = ['.predict', '.predict-callout', '.predict-progress', '.predict-foot'];
    const include = ours.filter(name => document.querySelector(name)).map(name => [name]);
    const exclude = ['.predict-program pre', '.predict-code pre', 'pre .buttons']
        .filter(name => document.querySelector(name)).map(name => [name]);
    axe.run({ include, exclude }, { resultTypes: ['violations'] }).then(
        ({ violations, passes }) => done({
            passes: passes.length,
            violations: violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | ')),
        }),
        error => done({ passes: 0, violations: [String(error)] }),
    );
";

/// Asserts that axe finds nothing in any theme.
async fn axe_finds_nothing(page: &Page, axe: &str, state: &str) {
    page.js(axe).await;
    for theme in THEMES {
        let found = page.client.execute_async(RUN_AXE, vec![json!(theme)]).await.unwrap();
        assert!(found["passes"].as_u64().unwrap() > 5, "{page:?}, {state}: {found}");
        assert_eq!(found["violations"], json!([]), "{page:?}, {theme}, {state}");
        page.count();
    }
}

async fn in_all_states(page: &Page, axe: &str) {
    page.fresh().await;
    axe_finds_nothing(page, axe, "fresh").await;
    page.js("document.querySelectorAll('details').forEach(fold => fold.open = true)").await;
    axe_finds_nothing(page, axe, "all folds open").await;
    page.fresh().await;
    page.click("#bell input[value=sure]").await;
    page.predict("#bell", "ring 0").await;
    page.click("#radio .predict-choice:nth-child(1)").await;
    page.click("#radio .predict-form .predict-button").await;
    page.click("#boxes .predict-answer > summary").await;
    page.click("#locked .predict-answer > summary").await;
    page.predict("#kept", "soon").await;
    page.predict("#predict-QUOUGNO7JNL", "'42'").await;
    axe_finds_nothing(page, axe, "differs, skipped, locked, kept, other form").await;
    page.click("#bell [data-predict-does=overrule]").await;
    page.click("#predict-QUOUGNO7JNL [data-predict-does=again]").await;
    page.predict("#predict-QUOUGNO7JNL", "42").await;
    page.js("document.querySelectorAll('details').forEach(fold => fold.open = true)").await;
    axe_finds_nothing(page, axe, "overruled, same, an earlier prediction").await;
    page.goto("part/progress.html").await;
    axe_finds_nothing(page, axe, "the overview").await;
    page.goto("part/second.html").await;
    axe_finds_nothing(page, axe, "a mental model").await;
}

#[test]
fn axe_in_chromium() {
    let Some(axe) = axe() else { return };
    with_both_engines(Browser::Chromium, async |page| in_all_states(page, &axe).await);
}

#[test]
fn axe_in_firefox() {
    let Some(axe) = axe() else { return };
    with_both_engines(Browser::Firefox, async |page| in_all_states(page, &axe).await);
}

/// Long lines, errors and choices, before the answers and after them.
async fn what_is_compared(page: &Page, axe: &str) {
    page.goto("seen.html").await;
    axe_finds_nothing(page, axe, "long lines and errors").await;
    seen::answer_all(page).await;
    page.js("document.querySelectorAll('details').forEach(fold => fold.open = true)").await;
    axe_finds_nothing(page, axe, "long lines and errors, compared").await;
}

#[test]
fn axe_on_what_is_compared_in_chromium() {
    let Some(axe) = axe() else { return };
    let window = Window::default();
    with_both_engines_on(Browser::Chromium, seen::book, &window, async |page| {
        what_is_compared(page, &axe).await;
    });
}

#[test]
fn axe_on_what_is_compared_in_firefox() {
    let Some(axe) = axe() else { return };
    let window = Window::default();
    with_both_engines_on(Browser::Firefox, seen::book, &window, async |page| {
        what_is_compared(page, &axe).await;
    });
}

const TAB: &str = "\u{e004}";
/// The key Tab with Shift.
const BACK: &str = "\u{e008}\u{e004}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";

/// What has the focus, and whether one can see that.
const FOCUSED: &str = "(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const name = element.value && element.type === 'radio' ? element.value : element.innerText || element.tagName;
    return name.trim().split('\\n')[0] + (style.outlineStyle === 'none' || style.outlineWidth === '0px' ? ' UNSEEN' : '');
})()";

/// Presses a key where the focus is.
async fn press(page: &Page, key: &str) {
    let element = page.client.active_element().await.unwrap();
    element.send_keys(key).await.unwrap();
}

async fn by_keyboard_alone(page: &Page) {
    page.fresh().await;
    page.js("document.querySelector('#bell .predict-hint summary').focus()").await;
    let stops = ["Hint 1", "TEXTAREA", "guess", "Check my prediction", "Show me", "The answer"];
    for stop in stops {
        page.is(FOCUSED, json!(stop)).await;
        press(page, TAB).await;
    }
    // From the field to the verdict, and back again.
    page.js("document.querySelector('#bell .predict-field').focus()").await;
    press(page, "ring").await;
    press(page, TAB).await;
    press(page, TAB).await;
    press(page, ENTER).await;
    page.is(FOCUSED, json!("The answer")).await;
    page.reads("#bell [role=status]", "Not quite: lines 1–3 differ.").await;
    press(page, ENTER).await;
    page.holds("!document.querySelector('#bell .predict-answer').open").await;
    page.js("document.querySelector('#bell [data-predict-does=overrule]').focus()").await;
    for (key, expected) in
        [(SPACE, "Undo"), (SPACE, "Count mine as right"), (BACK, "Try again"), (ENTER, "TEXTAREA")]
    {
        press(page, key).await;
        page.is(FOCUSED, json!(expected)).await;
    }
    page.js("document.querySelector('#bell [data-predict-does=show]').focus()").await;
    press(page, ENTER).await;
    page.is(FOCUSED, json!("The answer")).await;
    page.js("document.querySelector('#bell [data-predict-does=forget]').focus()").await;
    press(page, SPACE).await;
    page.is(FOCUSED, json!("TEXTAREA")).await;
}

/// The verdict is announced: its element is there from the start, and takes no focus.
async fn announced(page: &Page) {
    page.fresh().await;
    page.is("document.querySelectorAll('.predict-verdict[role=status]:empty').length", json!(6))
        .await;
    page.js("window.announced = []; new MutationObserver(() => announced.push(\
        document.querySelector('#bell [role=status]').textContent)).observe(\
        document.querySelector('#bell [role=status]'), { childList: true, characterData: true })")
        .await;
    page.predict("#bell", "ring").await;
    page.until("announced.length").await;
    page.is("announced[announced.length - 1]", json!("Not quite: lines 1–3 differ.")).await;
}

steps! {
async fn keyboard_and_voice(page: &Page) {
    by_keyboard_alone(page).await;
    announced(page).await;
}
}

#[test]
fn keyboard_in_chromium() {
    with_both_engines(Browser::Chromium, keyboard_and_voice);
}

#[test]
fn keyboard_in_firefox() {
    with_both_engines(Browser::Firefox, keyboard_and_voice);
}

/// Goes to a page where it has `width` CSS pixels. Windows of Firefox are never as narrow, so there
/// it is in a frame.
async fn go_narrow(page: &Page, path: &str, width: u32) {
    if page.browser == Browser::Chromium {
        return page.goto(path).await;
    }
    let frame = format!("<iframe src='{path}' style='border: 0; width: {width}px; height: 900px'>");
    page.book.write("book/frame.html", &format!("<!doctype html><head></head>{frame}</iframe>"));
    page.goto("frame.html").await;
    page.client.clone().enter_frame(0).await.unwrap();
    page.is_set_up().await;
}

/// 320 CSS pixels, which is also a desktop screen at 400 %, and 640, which is one at 200 %.
fn narrow(browser: Browser) {
    for width in [320, 640] {
        let window = Window { width, ..Window::default() };
        with_engine_on(browser, ENGINES[0], small_book, &window, async |page| {
            go_narrow(page, "lesson.html", width).await;
            page.is("innerWidth", json!(width)).await;
            page.predict("#bell", &"ring ".repeat(40)).await;
            page.click("#radio .predict-choice:nth-child(3)").await;
            page.click("#radio .predict-form .predict-button").await;
            let wide = page.js(WIDER_THAN_THEIR_BOX).await;
            assert_eq!(wide, json!([]), "{page:?} at {width}");
            go_narrow(page, "part/progress.html", width).await;
            let wide = page.js(WIDER_THAN_THEIR_BOX).await;
            assert_eq!(wide, json!([]), "{page:?} at {width}");
        });
    }
}

#[test]
fn narrow_in_chromium() {
    narrow(Browser::Chromium);
}

#[test]
fn narrow_in_firefox() {
    narrow(Browser::Firefox);
}

/// Readers who chose their own colours, and less motion.
fn forced(browser: Browser) {
    let window = Window { is_forced: true, ..Window::default() };
    with_engine_on(browser, ENGINES[0], small_book, &window, async |page| {
        page.goto("lesson.html").await;
        page.holds("matchMedia('(forced-colors: active)').matches").await;
        page.holds("matchMedia('(prefers-reduced-motion: reduce)').matches").await;
        page.predict("#bell", "ring 0").await;
        // What differs is known by its sign and by the kind of its line.
        page.holds("getComputedStyle(document.querySelector('#bell [data-predict-differs]'), '::before').content.includes('≠')").await;
        let underline = "getComputedStyle(document.querySelector('#bell .predict-legend ins')).textDecorationStyle";
        page.is(underline, json!("solid")).await;
        page.holds("getComputedStyle(document.querySelector('#bell .predict-verdict'), '::before').content.includes('≠')").await;
        // Without its background a button is known by its border, a choice by its own sign.
        page.holds("[...document.querySelectorAll('.predict-button:not(.predict-quiet)')].every(b => getComputedStyle(b).borderTopStyle === 'solid')").await;
        page.click("#radio .predict-choice:nth-child(2)").await;
        let letters = "[...document.querySelectorAll('#radio .predict-letter')].map(l => getComputedStyle(l).backgroundColor)";
        page.holds(&format!("new Set({letters}).size === 2")).await;
    });
}

#[test]
fn forced_in_chromium() {
    forced(Browser::Chromium);
}

#[test]
fn forced_in_firefox() {
    forced(Browser::Firefox);
}

/// The small book in Arabic, with words of its own for two labels.
fn arabic_book() -> BookDir {
    let book = small_book();
    let toml = book.read("book.toml").replace("language = \"en\"", "language = \"ar\"");
    let labels = "[preprocessor.predict.labels]\ncheck = \"Mine\"\ndiffers-lines = \"{lines} $1 $& <b>\"\n\n[output";
    book.write("book.toml", &toml.replace("[output", labels));
    book
}

async fn from_right_to_left(page: &Page) {
    page.goto("lesson.html").await;
    page.is("getComputedStyle(document.querySelector('#bell')).direction", json!("rtl")).await;
    page.holds("document.querySelector('#bell .predict-label').getBoundingClientRect().left > innerWidth / 2").await;
    page.is(
        "getComputedStyle(document.querySelector('#bell .predict-field')).direction",
        json!("ltr"),
    )
    .await;
    page.is("document.querySelector('#bell .predict-ask').innerText", json!("توقّعك")).await;
    page.reads("#bell .predict-form .predict-button", "Mine").await;
    page.predict("#bell", "ring 0\nring\nring").await;
    page.reads("#bell [role=status]", "2–3 $1 $& <b>").await;
    page.is(
        "getComputedStyle(document.querySelector('#bell .predict-compare code')).direction",
        json!("ltr"),
    )
    .await;
    let wide = page.js(WIDER_THAN_THEIR_BOX).await;
    assert_eq!(wide, json!([]), "{page:?}");
}

#[test]
fn arabic_in_chromium() {
    with_both_engines_on(Browser::Chromium, arabic_book, &Window::default(), from_right_to_left);
}

#[test]
fn arabic_in_firefox() {
    with_both_engines_on(Browser::Firefox, arabic_book, &Window::default(), from_right_to_left);
}

/// A book whose labels are their keys, in a sign that no author uses, with their places for others'
/// words.
fn keyed_book() -> BookDir {
    let book = small_book();
    let mut labels = String::from("[preprocessor.predict.labels]\n");
    let english = Labels::for_language("en");
    for key in Labels::keys() {
        let places = placeholders(english.of_key(key).unwrap()).concat();
        labels.push_str(&format!("{key} = \"‹{key}›{places}\"\n"));
    }
    let toml = book.read("book.toml").replace("[output", &format!("{labels}\n[output"));
    book.write("book.toml", &toml);
    book
}

/// The words on the page that are neither the author's nor labels.
const STRANGE_WORDS: &str = "
    const ours = '.predict-form, .predict-actions, .predict-verdict, .predict-small, .predict-legend,' +
        '.predict-set > legend, .predict-sure, .predict-mark, .predict-said > .predict-label, .predict-foot, .predict-due, .predict-import,' +
        '.predict-state, .predict-compare figure:first-child figcaption, .predict-earlier, summary';
    const found = new Set();
    for (const element of document.querySelectorAll(ours)) {
        for (const text of [element.innerText, ...[...element.querySelectorAll('*')].flatMap(e => [e.title, e.placeholder, e.alt])]) {
            const rest = (text ?? '').replace(/‹[a-z-]+›/g, '').replace(/[A-Z][a-z]{2} \\d+, \\d+/g, '');
            rest.split(/[^A-Za-z]+/).filter(word => word.length > 1).forEach(word => found.add(word));
        }
    }
    return [...found].sort();
";

async fn no_word_is_ours(page: &Page) {
    page.goto("lesson.html").await;
    let strange = |allowed: &[&str], value: Value| {
        let words = value.as_array().unwrap().clone();
        let words: Vec<Value> =
            words.into_iter().filter(|w| !allowed.contains(&w.as_str().unwrap())).collect();
        assert_eq!(words, [] as [Value; 0], "{page:?}");
    };
    page.click("#bell input[value=sure]").await;
    page.predict("#bell", "ring").await;
    page.click("#bell [data-predict-does=again]").await;
    page.click("#bell input[value=sure]").await;
    page.predict("#bell", "xx").await;
    page.js("document.querySelectorAll('details').forEach(fold => fold.open = true)").await;
    // What the author wrote: titles in the foot, outputs in summaries, a prediction.
    let authors = [
        "ring",
        "xx",
        "How",
        "often",
        "does",
        "the",
        "bell",
        "one",
        "ONE",
        "Two",
        "lines",
        "Copy",
        "to",
        "clipboard",
    ];
    strange(&authors, page.js(STRANGE_WORDS).await);
    page.goto("part/progress.html").await;
    strange(&authors, page.js(STRANGE_WORDS).await);
}

#[test]
fn every_word_is_a_label() {
    with_both_engines_on(Browser::Chromium, keyed_book, &Window::default(), no_word_is_ours);
}
