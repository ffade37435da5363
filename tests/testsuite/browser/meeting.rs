//! Where what is judged, kept and shown meet: the words that belong to a verdict, and its record.

use serde_json::json;

use super::driver::{Browser, Window};
use super::page::{ENGINES, Page, with_engine_on};
use super::steps::steps;
use crate::support::{BookDir, preprocessor_table};

const CHAPTER: &str = "\
# Meeting

~~~~predict Once
```python
print(1)
```
```output
1
```
~~~~

~~~~predict Twice
```python
print(1)
```
```output
1
```
~~~~

~~~~predict An error {#error}
```output
start
```
```output {stream=stderr exit=1}
KeyError: 'b'
```
~~~accepted begin
Begun.
~~~
~~~predicted fin
Finished.
~~~
~~~~

~~~~predict Nameless {#nameless}
```output
a
```
```output {stream=stderr exit=101}
thread 'main' panicked at src/main.rs:3:20:
index out of bounds
```
~~~~

~~~~predict Brackets {#brackets}
```output
[1, 2]
```
~~~accepted (1, 2)
A tuple.
~~~
~~~~

~~~takeaway {after=brackets}
Kept.
~~~
";

fn book() -> BookDir {
    BookDir::new(&preprocessor_table(), &[("meeting", CHAPTER)])
}

steps! {
async fn everything(page: &Page) {
    equal_questions_are_two(page).await;
    the_words_are_those_of_the_output_that_was_judged(page).await;
    an_error_without_a_name_needs_none(page).await;
    what_is_right_as_well_makes_nothing_stricter(page).await;
    what_a_reader_closed_stays_closed(page).await;
    what_is_asked_again_is_due_again(page).await;
}
}

async fn equal_questions_are_two(page: &Page) {
    page.goto("meeting.html").await;
    let ids = "[...document.querySelectorAll('.predict')].slice(0, 2).map(block => block.id)";
    let ids = page.js(&format!("return {ids}")).await;
    let [first, second] = [&ids[0], &ids[1]].map(|id| id.as_str().unwrap().to_owned());
    assert_eq!(second, format!("{first}-2"));
    page.predict(&format!("#{second}"), "2").await;
    page.reads(&format!("#{first} [role=status]"), "").await;
    page.is("predictEvents.at(-1)", json!({ "id": second, "verdict": "differs" })).await;
}

async fn the_words_are_those_of_the_output_that_was_judged(page: &Page) {
    for (typed, verdict, said) in [
        ("begin\nKeyError", "Right.", "Begun."),
        ("begin\nerror", "Right, in short.", "Begun."),
        ("fin", "Not quite: it stops with an error after line 1.", "Finished."),
    ] {
        page.goto("meeting.html").await;
        page.js("localStorage.clear()").await;
        page.goto("meeting.html").await;
        page.predict("#error", typed).await;
        page.reads("#error [role=status]", verdict).await;
        let words = page.words("#error .predict-said").await;
        assert!(words.ends_with(said), "{typed}: {words}");
    }
}

async fn an_error_without_a_name_needs_none(page: &Page) {
    page.predict("#nameless", "a").await;
    page.reads("#nameless .predict-real .predict-ends", "then stops: index out of bounds").await;
}

async fn what_is_right_as_well_makes_nothing_stricter(page: &Page) {
    page.predict("#brackets", "{1, 2}").await;
    page.reads("#brackets [role=status]", "Right, in another form.").await;
}

async fn what_a_reader_closed_stays_closed(page: &Page) {
    page.goto("meeting.html").await;
    page.js("localStorage.clear()").await;
    page.goto("meeting.html").await;
    page.predict("#brackets", "3").await;
    page.holds("document.querySelector('.predict-after').open").await;
    page.click(".predict-after > summary").await;
    page.click("#brackets [data-predict-does=overrule]").await;
    page.holds("!document.querySelector('.predict-after').open").await;
}

/// A block that its author takes out for a while and puts back.
async fn what_is_asked_again_is_due_again(page: &Page) {
    page.js("for (const key of Object.keys(localStorage)) {
        const records = JSON.parse(localStorage[key]);
        localStorage[key] = JSON.stringify(records.map(record => ({ ...record, gone: true })));
    }")
        .await;
    page.goto("meeting.html").await;
    let gone = "Object.values(localStorage).some(records => /\"gone\":true/.test(records))";
    page.holds(&format!("!{gone}")).await;
}

#[test]
fn in_chromium() {
    with_engine_on(Browser::Chromium, ENGINES[0], book, &Window::default(), everything);
}

#[test]
fn in_firefox() {
    with_engine_on(Browser::Firefox, ENGINES[0], book, &Window::default(), everything);
}
