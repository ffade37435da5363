//! Questions and books that are odd, and must work all the same.

use serde_json::json;

use super::driver::{Browser, Window};
use super::page::{ENGINES, Page, with_engine_on};
use super::steps::steps;
use crate::support::{BookDir, preprocessor_table};

const CHAPTER: &str = "\
# Odd

~~~~predict Text behind a picture {#loose}
```output
1
```
<img src=\"x.png\" alt=\"pic\">
Loose text after the picture.

<details open class=\"authors\"><summary>Open</summary>From the start.</details>
~~~~

~~~~predict Pictures {#pictures}
- [ ] ![a rising line](up.svg)
- [x] ![a falling line](down.svg)

~~~answer
It falls.
~~~
~~~~

~~~~predict Typed beside choices {#typed input=text}
- [ ] `1`
- [x] `2`

```output
2
```
~~~~

~~~~predict Nothing {#nothing input=text}
```output {empty}
```
~~~~

~~~~predict Around another one {#outer}
~~~predict Inside {#inner}
```rust
fn main() {}
```
```output
x
```
~~~
```output
1
```
~~~~
";

/// A chapter that compares no texts, so its script brings nothing to compare them with.
const IN_WORDS: &str = "\
~~~~predict In words {#words}
- [ ] It stops.

  No.
- [x] It goes on.

~~~answer
So it does.
~~~
~~~~
";

/// A chapter where outputs are chosen.
const IN_OUTPUTS: &str = "\
~~~~predict Outputs {#outputs}
- [ ]
  ```output
  1
  2
  ```
- [x]
  ```output
  1
  3
  ```

~~~answer
So it is.
~~~
~~~~
";

/// A book whose language is no language tag, as configurations often have it.
fn book() -> BookDir {
    let book = BookDir::new(
        &preprocessor_table(),
        &[("words", IN_WORDS), ("odd", CHAPTER), ("outputs", IN_OUTPUTS)],
    );
    let toml = book.read("book.toml").replace("[book]\n", "[book]\nlanguage = \"pt_BR\"\n");
    book.write("book.toml", &toml);
    book
}

steps! {
async fn everything(page: &Page) {
    what_is_there_from_the_start(page).await;
    nothing_of_the_answer_is_lost(page).await;
    no_record_of_another_window_is_lost(page).await;
    pictures_have_names(page).await;
    choices_beside_a_field_are_a_list(page).await;
    nothing_is_a_prediction(page).await;
    records_that_are_no_records_do_no_harm(page).await;
    each_block_minds_its_own(page).await;
    choices_in_words_need_no_comparison(page).await;
    outputs_that_are_chosen_are_compared(page).await;
    what_is_compared_waits_for_a_script_that_does(page).await;
}
}

async fn what_is_there_from_the_start(page: &Page) {
    page.goto("odd.html").await;
    // Announcements are heard from elements that are there, though empty.
    page.holds("[...document.querySelectorAll('.predict-verdict')].every(s => getComputedStyle(s).display === 'block')").await;
    page.holds("document.querySelector('.authors').open").await;
}

async fn nothing_of_the_answer_is_lost(page: &Page) {
    let text = "document.querySelector('#loose .predict-answer').textContent.replace(/\\s+/g, ' ')";
    let before = page.js(&format!("return {text}")).await;
    page.predict("#loose", "2").await;
    page.reads("#loose [role=status]", "Quase.").await;
    page.holds(&format!("{text}.includes('Loose text after the picture.')")).await;
    page.click("#loose [data-predict-does=forget]").await;
    page.is(text, before).await;
    page.holds("document.querySelector('.authors').open").await;
}

/// Somebody who has the page open twice answers in both.
async fn no_record_of_another_window_is_lost(page: &Page) {
    page.predict("#loose", "AA").await;
    page.js("const key = 'predict book odd.md loose'; const records = JSON.parse(localStorage[key]);\
        localStorage[key] = JSON.stringify([...records, { ...records[0], at: records[0].at + 1, predicted: 'BB' }])").await;
    page.click("#loose [data-predict-does=overrule]").await;
    page.is("JSON.parse(localStorage['predict book odd.md loose']).map(r => [r.predicted, r.overruled])",
        json!([["AA", true], ["BB", false]])).await;
    // What another window answers is seen in this one.
    page.js("localStorage.clear(); dispatchEvent(new StorageEvent('storage'))").await;
    page.holds(
        "!document.querySelector('.predict-foot [data-predict-does=forget-chapter]:not([hidden])')",
    )
    .await;
}

async fn pictures_have_names(page: &Page) {
    page.is(
        "[...document.querySelectorAll('#pictures .predict-pick > input')].map(i => i.ariaLabel)",
        json!(["A a rising line", "B a falling line"]),
    )
    .await;
    page.js("document.querySelectorAll('#pictures .predict-pick > input')[1].click()").await;
    page.click("#pictures .predict-form .predict-button").await;
    page.reads("#pictures .predict-choice:nth-child(2) .predict-mark", "Sua escolha, e certa")
        .await;
}

async fn choices_beside_a_field_are_a_list(page: &Page) {
    page.is("document.querySelectorAll('#typed .predict-choices input').length", json!(0)).await;
    page.predict("#typed", "2").await;
    page.reads("#typed [role=status]", "Certo.").await;
}

async fn nothing_is_a_prediction(page: &Page) {
    page.predict("#nothing", "something").await;
    page.reads("#nothing .predict-legend", "só na sua previsão").await;
    page.is(
        "[...document.querySelectorAll('#nothing .predict-line')].map(l => l.innerText)",
        json!(["something", "Nada é impresso."]),
    )
    .await;
}

async fn records_that_are_no_records_do_no_harm(page: &Page) {
    page.goto("odd.html").await;
    page.predict("#loose", "AA").await;
    page.js("const key = 'predict book odd.md loose'; const records = JSON.parse(localStorage[key]);\
        const bad = { toString: 1, valueOf: 1 };\
        localStorage[key] = JSON.stringify([{ ...records[0], hash: bad }, { ...records[0], at: bad }, ...records])").await;
    page.goto("odd.html").await;
    page.reads("#loose [role=status]", "Quase.").await;
}

/// In a question there may be another one, whose Run button waits for its own answer.
async fn each_block_minds_its_own(page: &Page) {
    page.js("for (const run of document.querySelectorAll('.play-button')) { run.hidden = false; run.classList.remove('hidden'); }").await;
    let run = "getComputedStyle(document.querySelector('#inner .play-button')).display";
    page.is(run, json!("none")).await;
    page.click("#inner [data-predict-does=show]").await;
    page.holds("document.querySelector('#inner .predict-answer').open && !document.querySelector('#outer > .predict-answer').open").await;
    page.holds(&format!("{run} !== 'none'")).await;
}

/// Chooses a choice of a question and commits to it.
async fn choose(page: &Page, block: &str, number: usize) {
    page.js(&format!(
        "document.querySelectorAll('{block} .predict-pick > input')[{}].click()",
        number - 1
    ))
    .await;
    page.click(&format!("{block} .predict-form .predict-button")).await;
}

async fn choices_in_words_need_no_comparison(page: &Page) {
    page.goto("words.html").await;
    for (number, mark) in [(1, "Sua escolha"), (2, "Sua escolha, e certa")] {
        choose(page, "#words", number).await;
        let choice = format!("#words .predict-choice:nth-child({number}) .predict-mark");
        page.reads(&choice, mark).await;
        page.goto("words.html").await;
        page.reads(&choice, mark).await;
        page.click("#words [data-predict-does=forget]").await;
    }
    page.holds("document.querySelector('.predict-foot') !== null").await;
    page.went_well().await;
}

async fn outputs_that_are_chosen_are_compared(page: &Page) {
    page.goto("outputs.html").await;
    choose(page, "#outputs", 1).await;
    page.is(
        "[...document.querySelectorAll('#outputs .predict-pane del, #outputs .predict-pane ins')]\
        .map(word => word.textContent)",
        json!(["2", "3"]),
    )
    .await;
    page.went_well().await;
}

/// The first script of the print page belongs to the chapter in words.
async fn what_is_compared_waits_for_a_script_that_does(page: &Page) {
    page.goto("print.html").await;
    page.is("document.querySelectorAll('.predict .predict-form').length", json!(8)).await;
    page.is("document.querySelectorAll('#outputs .predict-pane').length", json!(2)).await;
    page.went_well().await;
}

#[test]
fn in_chromium() {
    with_engine_on(Browser::Chromium, ENGINES[0], book, &Window::default(), everything);
}

#[test]
fn in_firefox() {
    with_engine_on(Browser::Firefox, ENGINES[0], book, &Window::default(), everything);
}
