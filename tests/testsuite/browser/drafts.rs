//! What a reader has typed or chosen is not lost, whatever comes in between.

use fantoccini::Locator;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use serde_json::json;

use super::driver::Browser;
use super::page::{Page, with_both_engines};
use super::steps::steps;

const AGAIN: &str = "#bell [data-predict-does=again]";
const FORGET: &str = "#bell [data-predict-does=forget]";
const FIELD: &str = "document.querySelector('#bell .predict-field').value";
const DRAFTS: &str = "Object.keys(sessionStorage).filter(key => key.startsWith('predict'))";
const PREDICTED: &str =
    "JSON.parse(localStorage['predict reader lesson.md bell'] ?? '[]').map(r => r.predicted)";

steps! {
async fn everything(page: &Page) {
    opening_the_fold_commits(page).await;
    showing_commits(page).await;
    drafts_survive(page).await;
    trying_again_begins_with_the_last_text(page).await;
    a_double_click_commits_nothing(page).await;
    drafts_that_are_none_do_no_harm(page).await;
    arrows_never_turn_the_page(page).await;
}
}

#[test]
fn in_chromium() {
    with_both_engines(Browser::Chromium, everything);
}

#[test]
fn in_firefox() {
    with_both_engines(Browser::Firefox, everything);
}

async fn opening_the_fold_commits(page: &Page) {
    page.fresh().await;
    page.keys("#bell .predict-field", "ring").await;
    page.click("#bell .predict-answer > summary").await;
    page.reads("#bell [role=status]", "Not quite: lines 1–3 differ.").await;
    page.is(PREDICTED, json!(["ring"])).await;
    page.click("#radio .predict-choice:nth-child(2)").await;
    page.click("#radio .predict-answer > summary").await;
    page.reads("#radio [role=status]", "Right.").await;
    // A gate lets through who has answered.
    page.keys("#locked .predict-field", "a b").await;
    page.click("#locked .predict-answer > summary").await;
    page.reads("#locked [role=status]", "Right.").await;
    page.holds("document.querySelector('#locked .predict-answer').open").await;
}

async fn showing_commits(page: &Page) {
    page.fresh().await;
    page.keys("#bell .predict-field", "ring").await;
    page.click("#bell input[value=sure]").await;
    page.click("#bell [data-predict-does=show]").await;
    page.reads("#bell [role=status]", "Not quite: lines 1–3 differ.").await;
    page.is(PREDICTED, json!(["ring"])).await;
    page.holds("document.querySelector('#bell .predict-answer').open").await;
    page.is("predictEvents", json!([{ "id": "bell", "verdict": "differs" }])).await;
}

async fn drafts_survive(page: &Page) {
    page.fresh().await;
    page.keys("#bell .predict-field", "ring 0").await;
    page.click("#bell input[value=sure]").await;
    page.click("#boxes .predict-choice:nth-child(1)").await;
    page.click("#boxes .predict-choice:nth-child(3)").await;
    page.click("#radio .predict-choice:nth-child(2)").await;
    page.client.refresh().await.unwrap();
    page.is(FIELD, json!("ring 0")).await;
    page.holds("document.querySelector('#bell input[value=sure]').checked").await;
    page.is(
        "[...document.querySelectorAll('#boxes .predict-choices input')].map(i => i.checked)",
        json!([true, false, true]),
    )
    .await;
    page.reads("#bell [role=status]", "").await;
    // An accidental link, and the way back.
    page.goto("plain.html").await;
    page.client.back().await.unwrap();
    page.until("document.querySelector('#bell[data-predict-ready]')").await;
    page.is(FIELD, json!("ring 0")).await;
    // What was committed to, or forgotten, is no draft any more.
    page.click("#bell [data-predict-does=check]").await;
    page.click("#boxes [data-predict-does=check]").await;
    page.click("#radio [data-predict-does=check]").await;
    page.is(DRAFTS, json!([])).await;
    page.click(AGAIN).await;
    page.keys("#bell .predict-field", "\u{e00d}and more").await;
    page.client.refresh().await.unwrap();
    page.is(FIELD, json!("ring 0 and more")).await;
    page.click("#bell [data-predict-does=check]").await;
    page.click(AGAIN).await;
    page.keys("#bell .predict-field", "?").await;
    page.click("#bell [data-predict-does=check]").await;
    page.click(FORGET).await;
    page.is(DRAFTS, json!([])).await;
    page.is(FIELD, json!("")).await;
}

async fn trying_again_begins_with_the_last_text(page: &Page) {
    page.fresh().await;
    page.predict("#bell", "ring").await;
    page.click(AGAIN).await;
    page.is(FIELD, json!("ring")).await;
    // Who changes nothing and opens the fold has made no second prediction.
    page.click("#bell .predict-answer > summary").await;
    page.is(PREDICTED, json!(["ring"])).await;
    page.reads("#bell [role=status]", "Not quite: lines 1–3 differ.").await;
    page.click(AGAIN).await;
    page.keys("#bell .predict-field", " 0").await;
    page.click("#bell .predict-answer > summary").await;
    page.is(PREDICTED, json!(["ring", "ring 0"])).await;
}

async fn a_double_click_commits_nothing(page: &Page) {
    page.fresh().await;
    let check = "#bell [data-predict-does=check]";
    page.js("document.querySelector('#bell .predict-form').scrollIntoView({ block: 'center' })")
        .await;
    let element = page.client.find(Locator::Css(check)).await.unwrap();
    let mut actions = MouseActions::new("mouse".to_owned()).then(PointerAction::MoveToElement {
        element,
        duration: None,
        x: 0.0,
        y: 0.0,
    });
    for _ in 0..2 {
        actions = actions
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
    }
    page.js("window.clicks = []; addEventListener('click', e => clicks.push(e.detail))").await;
    page.client.perform_actions(actions).await.unwrap();
    page.client.release_actions().await.unwrap();
    page.until("clicks.length === 2").await;
    page.is("clicks", json!([1, 2])).await;
    page.is(PREDICTED, json!([])).await;
    assert!(page.words("#bell [role=status]").await.starts_with("Nothing is written."));
    // Who asks once more means it.
    page.keys(check, "\u{e007}").await;
    page.is(PREDICTED, json!([""])).await;
}

async fn drafts_that_are_none_do_no_harm(page: &Page) {
    page.fresh().await;
    for garbage in ["", "null", "7", "[[", "{}", "{\"predicted\":7,\"chosen\":{}}", "\u{0}"] {
        let set = "for (const name of ['bell', 'radio'])\
            sessionStorage.setItem('predict reader lesson.md ' + name, arguments[0])";
        page.with(set, &[json!(garbage)]).await;
        page.client.refresh().await.unwrap();
        page.is(FIELD, json!("")).await;
        page.is("document.querySelectorAll('#radio input:checked').length", json!(0)).await;
    }
    // Choices of a question that has changed are other choices.
    page.js("sessionStorage.setItem('predict reader lesson.md radio', '{\"hash\":\"0\",\"chosen\":[1]}')").await;
    page.client.refresh().await.unwrap();
    page.is("document.querySelectorAll('#radio input:checked').length", json!(0)).await;
}

async fn arrows_never_turn_the_page(page: &Page) {
    page.goto("lesson.html").await;
    page.js("document.querySelector('#bell pre').tabIndex = 0").await;
    for place in [
        "#bell .predict-field",
        "#bell .predict-answer > summary",
        "#bell .predict-hint > summary",
        "#bell pre",
        "#bell [data-predict-does=check]",
        ".predict-foot",
    ] {
        page.with("document.querySelector(arguments[0]).focus()", &[json!(place)]).await;
        page.js(
            "window.turned = []; document.addEventListener('keydown', e => turned.push(e.key))",
        )
        .await;
        page.keys(place, "\u{e012}\u{e014}").await;
        page.is("turned", json!([])).await;
        page.holds("location.pathname.endsWith('/lesson.html')").await;
    }
}
