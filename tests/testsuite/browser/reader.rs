//! A reader commits, compares and understands.

use std::fmt::Write as _;

use serde_json::json;

use super::driver::Browser;
use super::page::{Page, with_both_engines};
use super::steps::steps;

/// The key Enter with Ctrl.
pub(crate) const CTRL_ENTER: &str = "\u{e009}\u{e007}";
const LEFT: &str = "\u{e012}";
const DOWN: &str = "\u{e015}";
const RIGHT: &str = "\u{e014}";
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";
const ESCAPE: &str = "\u{e00c}";

steps! {
/// Everything that a reader of a lesson does, one after the other.
async fn everything(page: &Page) {
    a_typed_prediction_is_frozen_beside_the_real_output(page).await;
    the_refutation_of_the_readers_mistake_comes_first_and_is_no_fold(page).await;
    choices_are_native(page).await;
    each_choice_says_what_it_was_where_it_stands(page).await;
    partly_right_says_which(page).await;
    whoever_does_not_want_to_predict_skips(page).await;
    a_locked_answer_opens_after_an_attempt_or_a_skip(page).await;
    the_browsers_own_search_opens_folds(page).await;
    hints_come_one_at_a_time(page).await;
    whoever_was_sure_and_wrong_is_told_so(page).await;
    keys_stay_where_they_are_typed(page).await;
    buttons_work_with_the_search_open(page).await;
    the_event_tells_the_verdict_and_never_the_text(page).await;
    a_link_into_a_fold_opens_it_and_one_to_the_block_does_not(page).await;
    paper_gets_everything_and_the_page_is_as_before(page).await;
    the_print_page_works_as_one(page).await;
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

async fn a_typed_prediction_is_frozen_beside_the_real_output(page: &Page) {
    page.fresh().await;
    let field = "#bell .predict-field";
    page.is("document.querySelector('#bell .predict-field').rows", json!(3)).await;
    page.is("document.querySelector('#locked .predict-field').rows", json!(4)).await;
    page.holds("getComputedStyle(document.querySelector('#bell .predict-field')).fontFamily.includes('mono')").await;
    let status = "document.querySelector('#bell [role=status]')";
    page.is(&format!("{status}.textContent"), json!("")).await;
    page.holds("document.querySelector('#bell .predict-field').labels[0].innerText.trim() === 'Your prediction'").await;
    assert!(!page.shows("#bell .predict-output").await);
    assert!(!page.shows("#bell .predict-caption-after").await);
    // mdBook shows it under the pointer alone, and not at all without a network.
    let run =
        "getComputedStyle(document.querySelector('#bell .predict-question .play-button')).display";
    page.js("const run = document.querySelector('#bell .play-button'); run.hidden = false; run.classList.remove('hidden')").await;
    page.is(run, json!("none")).await;

    page.keys(field, &format!("ring 0{ENTER}ring 1")).await;
    page.is("document.querySelector('#bell .predict-field').value", json!("ring 0\nring 1")).await;
    page.holds("!document.querySelector('#bell .predict-answer').open").await;
    page.keys(field, CTRL_ENTER).await;

    page.reads("#bell [role=status]", "Not quite: line 3 is missing.").await;
    page.reads("#bell .predict-verdict + .predict-small", "Lines 1–2 are as you said.").await;
    page.holds("document.querySelector('#bell .predict-answer').open").await;
    assert!(page.shows("#bell .predict-caption-after").await);
    page.holds(&format!("{run} !== 'none'")).await;
    assert!(!page.shows("#bell .predict-field").await, "the record can be edited");
    let figures = "[...document.querySelectorAll('#bell .predict-compare > figure')]";
    page.is(
        &format!("{figures}.map(f => f.querySelector('code').innerText.trim())"),
        json!(["ring 0\nring 1\nno such line", "ring 0\nring 1\nring 2"]),
    )
    .await;
    page.holds(&format!("{figures}[0].offsetTop === {figures}[1].offsetTop")).await;
    page.is(
        "[...document.querySelectorAll('#bell .predict-compare ins')].map(e => e.innerText)",
        json!(["ring 2"]),
    )
    .await;
    page.is(
        "[...document.querySelectorAll('#bell .predict-compare .predict-line')]\
        .map(line => getComputedStyle(line, '::before').content.includes('≠'))",
        json!([false, false, true, false, false, true]),
    )
    .await;
    page.reads("#bell .predict-legend", "only in the output").await;
    page.is(
        "document.activeElement === document.querySelector('#bell .predict-answer > summary')",
        json!(true),
    )
    .await;
}

async fn the_refutation_of_the_readers_mistake_comes_first_and_is_no_fold(page: &Page) {
    page.fresh().await;
    let names =
        "element => element.className.replace(/predict-/g, '') + (element.open ? ' open' : '')";
    let children = |parent: &str| {
        format!("[...document.querySelector('#bell {parent}').children].map({names})")
    };
    let answer = children(".predict-answer");
    let plain = ["", "output", "", "predicted", "predicted", "predicted", "part why"];
    page.is(&answer, json!(plain)).await;

    page.predict("#bell", "ring 0\nring 1").await;
    page.is(&answer, json!(["", "output compared", "lead", "", "part why"])).await;
    page.is(&children(".predict-lead"), json!(["legend", "said", "others"])).await;
    page.is("document.querySelectorAll('#bell .predict-others > details').length", json!(2)).await;
    // It says whom it speaks to, and does not repeat what that reader wrote.
    page.reads("#bell .predict-said", "About your prediction\n\nThat is what 0..2 prints.").await;
    page.reads("#bell .predict-others > summary", "Other predictions").await;
    assert!(!page.shows("#bell .predict-said summary").await);

    page.click("#bell [data-predict-does=again]").await;
    page.is(&answer, json!(["", "output", "lead", "", "part why"])).await;
    page.is(&children(".predict-lead"), json!(["others"])).await;
    page.is("document.querySelectorAll('#bell .predict-said').length", json!(0)).await;
    page.is("document.querySelectorAll('#bell .predict-answer details[open]').length", json!(0))
        .await;
    page.predict("#bell", "ding").await;
    page.reads("#bell .predict-said p:last-child", "If you thought of something else: count.")
        .await;
    page.reads("#bell [role=status]", "Not quite: lines 1–3 differ.").await;
    page.click("#bell [data-predict-does=again]").await;
    page.predict("#bell", "ring 0\nring 1\nring 2").await;
    page.reads("#bell [role=status]", "Right.").await;
    page.is("document.querySelectorAll('#bell .predict-said').length", json!(0)).await;
}

async fn choices_are_native(page: &Page) {
    page.fresh().await;
    page.is("[...document.querySelectorAll('#radio fieldset:has(.predict-choices) input')].map(i => i.type)",
        json!(["radio", "radio", "radio"])).await;
    page.is("document.querySelector('#radio fieldset legend').innerText", json!("Your prediction"))
        .await;
    page.is(
        "[...document.querySelectorAll('#boxes .predict-choices input')].map(i => i.type)",
        json!(["checkbox", "checkbox", "checkbox"]),
    )
    .await;
    page.holds(
        "document.querySelector('#radio .predict-choices input').name.includes('lesson.md')",
    )
    .await;

    // Nothing chosen is no prediction.
    page.click("#radio .predict-form .predict-button").await;
    page.reads("#radio [role=status]", "Predict first, or choose “Show me”.").await;
    page.holds("document.activeElement.type === 'radio'").await;

    // Arrows choose, and do not turn the page; the whole line can be pressed.
    page.keys("#radio .predict-choices input", &format!("{SPACE}{DOWN}")).await;
    page.holds("location.pathname === '/lesson.html'").await;
    let checked =
        "[...document.querySelectorAll('#radio .predict-choices input')].map(i => i.checked)";
    page.is(checked, json!([false, true, false])).await;
    page.click("#radio .predict-choice:nth-child(3)").await;
    page.is(checked, json!([false, false, true])).await;
    page.click("#radio .predict-choice:nth-child(1) .predict-choice-text").await;
    page.is(checked, json!([true, false, false])).await;
}

/// What each choice of a block is said to be, and what is said of it.
fn marks(block: &str) -> String {
    format!(
        "[...document.querySelectorAll('{block} .predict-choice')].map(choice => [\
        choice.querySelector('.predict-mark').innerText,\
        choice.querySelector('details')?.innerText.trim() ?? ''])"
    )
}

async fn each_choice_says_what_it_was_where_it_stands(page: &Page) {
    page.fresh().await;
    page.is("document.querySelectorAll('#radio .predict-choice details').length", json!(0)).await;
    page.click("#radio .predict-choice:nth-child(1)").await;
    page.click("#radio .predict-form .predict-button").await;
    page.reads("#radio [role=status]", "Not quite: it is B.").await;
    let said = "It would, without the call.";
    let wrong = json!([["Your choice", said], ["Right", "So it is."], ["", ""]]);
    page.is(&marks("#radio"), wrong).await;
    page.holds(
        "[...document.querySelectorAll('#radio .predict-choices input')].every(i => i.disabled)",
    )
    .await;
    assert!(page.shows("#radio .predict-choice:nth-child(1) .predict-letter").await);
    assert!(!page.shows("#radio .predict-right").await, "praise after a miss");
    // A choice in words is not set beside the output, and there is nothing to overrule.
    page.is("document.querySelectorAll('#radio .predict-compare').length", json!(0)).await;
    page.holds("document.querySelector('#radio [data-predict-does=overrule]').hidden").await;

    // What is said of a choice that nobody chose can be looked up, and what the reader chose is marked.
    page.click("#radio [data-predict-does=again]").await;
    page.is("document.querySelectorAll('#radio .predict-choice details').length", json!(0)).await;
    page.click("#radio .predict-choice:nth-child(2)").await;
    page.click("#radio .predict-form .predict-button").await;
    page.reads("#radio [role=status]", "Right.").await;
    let right = json!([["", "Why not?"], ["Your choice, and right", "So it is."], ["", ""]]);
    page.is(&marks("#radio"), right).await;
}

/// Of several right ones, all and no other; else each is spoken of.
async fn partly_right_says_which(page: &Page) {
    page.fresh().await;
    let (mine, missed) =
        (json!(["Your choice, and right", ""]), json!(["Right, and not chosen", ""]));
    for (pressed, verdict, marked) in [
        (&[1][..], "Partly right: A is, C is missing.", [&mine, &json!(["", ""]), &missed]),
        (
            &[1, 2],
            "Partly right: A is, B is not, C is missing.",
            [&mine, &json!(["Your choice", ""]), &missed],
        ),
        (&[2], "Not quite: they are A, C.", [&missed, &json!(["Your choice", ""]), &missed]),
        (&[1, 3], "Right.", [&mine, &json!(["", ""]), &mine]),
    ] {
        for number in pressed {
            page.click(&format!("#boxes .predict-choice:nth-child({number})")).await;
        }
        page.click("#boxes .predict-form .predict-button").await;
        page.reads("#boxes [role=status]", verdict).await;
        page.is(&marks("#boxes"), json!(marked)).await;
        page.click("#boxes [data-predict-does=again]").await;
    }
}

async fn whoever_does_not_want_to_predict_skips(page: &Page) {
    page.fresh().await;
    // The fold of a soft question can be opened by anyone.
    page.click("#bell .predict-answer > summary").await;
    page.holds("document.querySelector('#bell .predict-answer').open").await;
    page.reads("#bell [role=status]", "Shown without a prediction.").await;
    page.is(
        "document.activeElement === document.querySelector('#bell .predict-answer > summary')",
        json!(true),
    )
    .await;
    // And closed, and opened again, which is no second skip.
    page.click("#bell .predict-answer > summary").await;
    page.holds("!document.querySelector('#bell .predict-answer').open").await;
    page.click("#bell .predict-answer > summary").await;
    page.holds("document.querySelector('#bell .predict-answer').open").await;
    page.is("predictEvents", json!([{ "id": "bell", "verdict": "skipped" }])).await;

    page.click("#radio [data-predict-does=show]").await;
    page.reads("#radio [role=status]", "Shown without a prediction.").await;
    page.holds("document.querySelector('#radio .predict-answer').open").await;

    // Where there is nothing to predict, the fold is just a fold.
    page.click("#varied .predict-answer > summary").await;
    page.holds("document.querySelector('#varied .predict-answer').open").await;
    page.is("predictEvents.length", json!(2)).await;

    // A skip never takes the place of an answer.
    page.click("#radio [data-predict-does=again]").await;
    page.click("#radio .predict-choice:nth-child(2)").await;
    page.click("#radio .predict-form .predict-button").await;
    page.click("#radio [data-predict-does=again]").await;
    page.click("#radio [data-predict-does=show]").await;
    page.reads("#radio [role=status]", "Right.").await;
}

async fn a_locked_answer_opens_after_an_attempt_or_a_skip(page: &Page) {
    page.fresh().await;
    let is_open = "document.querySelector('#locked .predict-answer').open";
    page.click("#locked .predict-answer > summary").await;
    page.holds(&format!("!{is_open}")).await;
    page.reads("#locked [role=status]", "Predict first, or choose “Show me”.").await;
    page.holds("document.activeElement === document.querySelector('#locked .predict-field')").await;
    page.keys("#locked .predict-answer > summary", ENTER).await;
    page.holds(&format!("!{is_open}")).await;

    // Paper and what the browser itself opens are no accidents.
    page.js("dispatchEvent(new Event('beforeprint'))").await;
    page.holds(is_open).await;
    page.js("dispatchEvent(new Event('afterprint'))").await;
    page.holds(&format!("!{is_open}")).await;
    page.is("predictEvents", json!([])).await;

    // An empty field is asked about once.
    page.click("#locked .predict-form .predict-button").await;
    page.holds(&format!("!{is_open}")).await;
    assert!(page.words("#locked [role=status]").await.starts_with("Nothing is written."));
    page.keys("#locked .predict-form .predict-button", ENTER).await;
    page.holds(is_open).await;
    page.is("predictEvents", json!([{ "id": "locked", "verdict": "differs" }])).await;

    page.fresh().await;
    page.click("#locked [data-predict-does=show]").await;
    page.holds(is_open).await;
    page.reads("#locked [role=status]", "Shown without a prediction.").await;
}

/// A link to some text opens folds as find-in-page does, and is what a driver can make a browser do.
async fn the_browsers_own_search_opens_folds(page: &Page) {
    page.fresh().await;
    page.goto("lesson.html#:~:text=A%20space%20stands").await;
    let is_open = "document.querySelector('#locked .predict-answer').open";
    if page.browser == Browser::Chromium {
        page.until(is_open).await;
    }
    page.is("predictEvents", json!([])).await;
    page.is("Object.keys(localStorage).filter(key => key.startsWith('predict'))", json!([])).await;
}

async fn hints_come_one_at_a_time(page: &Page) {
    page.fresh().await;
    let hint = |number: usize| format!("#bell .predict-hint:nth-of-type({number})");
    let mut seen = String::new();
    for number in 1..=3 {
        for other in 1..=3 {
            let _ = write!(seen, "{}", u8::from(page.shows(&hint(other)).await));
        }
        page.click(&format!("{} > summary", hint(number))).await;
        let later = 2_usize.saturating_sub(number);
        page.until(&format!(
            "document.querySelectorAll('#bell .predict-later').length === {later}"
        ))
        .await;
    }
    assert_eq!(seen, "100110111");
    assert!(page.words(&hint(3)).await.ends_with("That was the last hint."));
    assert!(!page.words(&hint(2)).await.contains("last hint"));
}

async fn whoever_was_sure_and_wrong_is_told_so(page: &Page) {
    page.fresh().await;
    page.is(
        "[...document.querySelectorAll('#bell .predict-form fieldset input')].map(i => i.checked)",
        json!([false, false, false]),
    )
    .await;
    page.is("document.querySelector('#bell .predict-form fieldset').innerText.trim().split(/\\s*\\n\\s*/).join(' ')",
        json!("How sure are you? a guess I think so sure")).await;
    for (sure, text, is_told) in
        [("sure", "no", true), ("think", "no", false), ("sure", "ring 0\nring 1\nring 2", false)]
    {
        page.click(&format!("#bell input[value={sure}]")).await;
        page.predict("#bell", text).await;
        let told = page.words("#bell .predict-verdict + .predict-small").await;
        assert_eq!(told.contains("A mistake that you were sure of"), is_told, "{told}");
        page.click("#bell [data-predict-does=again]").await;
    }
    page.is("predictEvents.length", json!(3)).await;
}

/// No key that is pressed in a block turns mdBook's page or opens its search, and mdBook's keys go on
/// working beside it.
async fn keys_stay_where_they_are_typed(page: &Page) {
    page.fresh().await;
    let search = "document.getElementById('mdbook-search-wrapper') ?? document.getElementById('search-wrapper')";
    page.keys("#bell .predict-field", &format!("s/?a{LEFT}{RIGHT}")).await;
    page.is("document.querySelector('#bell .predict-field').value", json!("s/?a")).await;
    page.holds("location.pathname === '/lesson.html'").await;
    page.holds(&format!("({search}).classList.contains('hidden')")).await;
    page.keys("#bell .predict-field", ESCAPE).await;
    page.is("document.querySelector('#bell .predict-field').value", json!("s/?a")).await;
    // Tab leaves the field, as in every form.
    page.keys("#bell .predict-field", TAB).await;
    page.holds("document.activeElement.name.endsWith('sure')").await;
    page.keys("#radio .predict-choices input", &format!("{SPACE}{RIGHT}{RIGHT}{LEFT}")).await;
    page.holds("location.pathname === '/lesson.html'").await;
    // A fold and a program that scrolls keep their arrows as well.
    page.keys("#bell .predict-answer > summary", &format!("{RIGHT}{LEFT}")).await;
    page.holds("location.pathname === '/lesson.html'").await;
    // Outside, s opens the search, and an arrow turns the page.
    page.js("document.activeElement.blur()").await;
    page.keys("body", "s").await;
    page.until(&format!("!({search}).classList.contains('hidden')")).await;
    page.goto("lesson.html").await;
    page.keys("body", RIGHT).await;
    page.until("location.pathname === '/part/second.html'").await;
}

/// With the search open, mdBook takes Enter for itself where one of its results has the focus.
async fn buttons_work_with_the_search_open(page: &Page) {
    page.fresh().await;
    page.goto("lesson.html?search=bell").await;
    page.until("document.querySelector('#mdbook-searchresults li, #searchresults li')").await;
    page.js("document.querySelector('#mdbook-searchresults li, #searchresults li').classList.add('focus')").await;
    page.keys("#bell .predict-field", "ring").await;
    page.keys("#bell .predict-form .predict-button", ENTER).await;
    page.until("document.querySelector('#bell .predict-answer').open").await;
    page.holds("location.pathname === '/lesson.html'").await;
}

async fn the_event_tells_the_verdict_and_never_the_text(page: &Page) {
    page.fresh().await;
    page.js("window.targets = []; document.addEventListener('predict:committed', e => targets.push(e.target.id))").await;
    page.predict("#bell", "ring 0\nring 1\nring 2\n").await;
    page.predict("#kept", "secret").await;
    page.predict("#predict-QUOUGNO7JNL", "\"42\"").await;
    page.is(
        "predictEvents",
        json!([
            { "id": "bell", "verdict": "same" },
            { "id": "kept", "verdict": "uncompared" },
            { "id": "predict-QUOUGNO7JNL", "verdict": "form" },
        ]),
    )
    .await;
    page.is("targets", json!(["bell", "kept", "predict-QUOUGNO7JNL"])).await;
    page.reads("#kept [role=status]", "Kept: compare it yourself.").await;
}

async fn a_link_into_a_fold_opens_it_and_one_to_the_block_does_not(page: &Page) {
    page.fresh().await;
    let is_open = "document.querySelector('#bell .predict-answer').open";
    page.goto("lesson.html#bell").await;
    page.holds(&format!("!{is_open}")).await;
    page.goto("lesson.html#deep").await;
    page.holds(is_open).await;
    page.holds("document.getElementById('deep').closest('details').open").await;
    page.holds("document.getElementById('deep').getBoundingClientRect().top < innerHeight").await;
    page.is("predictEvents", json!([])).await;
    // Also a second time, with the same link, after it was closed.
    page.js("document.querySelector('#bell .predict-answer').open = false").await;
    page.click("a[href='#deep']").await;
    page.until(is_open).await;
    // In another place of the same page, and in a callout.
    page.goto("lesson.html").await;
    page.click("a[href='#bell']").await;
    page.holds(&format!("!{is_open}")).await;
    page.click("a[href='#deep']").await;
    page.until(is_open).await;
    page.goto("part/second.html#ends").await;
    page.holds("document.querySelector('.predict-limits').open").await;
    page.goto("lesson.html#%E0%A4%A").await;
    page.holds("!document.querySelector('#bell .predict-answer').open").await;
}

async fn paper_gets_everything_and_the_page_is_as_before(page: &Page) {
    page.fresh().await;
    let open = "[...document.querySelectorAll('.predict details')].map(fold => fold.open)";
    // A browser tells late that a fold was opened, so a reader's own hint may still be to tell when
    // paper is asked for. The last hint is the last one to tell; some browsers ask for paper twice.
    let print = "const done = arguments[0];
        const hints = document.querySelectorAll('#bell .predict-hint');
        hints[0].querySelector('summary').click();
        window.before = [...document.querySelectorAll('.predict details')].map(fold => fold.open);
        hints[2].addEventListener('toggle', () => done(), { once: true });
        dispatchEvent(new Event('beforeprint'));
        dispatchEvent(new Event('beforeprint'));";
    page.client.execute_async(print, Vec::new()).await.unwrap();
    page.holds(&format!("{open}.every(Boolean)")).await;
    page.js("dispatchEvent(new Event('afterprint'))").await;
    page.holds(&format!("String({open}) === String(before)")).await;
    page.is("document.querySelectorAll('#bell .predict-later').length", json!(1)).await;
    page.is("predictEvents", json!([])).await;
}

/// On the print page every chapter has its script, and ids are numbered anew.
async fn the_print_page_works_as_one(page: &Page) {
    page.fresh().await;
    page.goto("print.html").await;
    page.is("document.querySelectorAll('.predict .predict-form').length", json!(7)).await;
    page.is(
        "[...document.querySelectorAll('section.predict[data-predict-id=bell]')]\
        .map(s => s.querySelectorAll('.predict-form').length + ' ' + s.dataset.predictChapter)",
        json!(["1 lesson.md", "1 part/second.md"]),
    )
    .await;
    let second = "document.querySelectorAll('section.predict[data-predict-id=bell]')[1]";
    page.js(&format!("{second}.querySelector('textarea').value = '3'; {second}.querySelector('.predict-form button').click()")).await;
    page.is("predictEvents", json!([{ "id": "bell", "verdict": "same" }])).await;
    page.is(
        "Object.keys(localStorage).filter(key => key.startsWith('predict'))",
        json!(["predict reader part%2Fsecond.md bell"]),
    )
    .await;
    page.is("document.querySelectorAll('.predict-foot').length", json!(0)).await;
    page.is("document.querySelectorAll('.predict-progress .predict-due').length", json!(1)).await;
    page.holds("new Set([...document.querySelectorAll('.predict-choices input')].map(i => i.name)).size === 2").await;
}
