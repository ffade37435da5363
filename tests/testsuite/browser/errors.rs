//! What a reader sees where a program fails, or where one was expected to.

use serde_json::json;

use super::driver::{Browser, Window};
use super::page::{ENGINES, Page, with_both_engines_on, with_engine_on};
use super::steps::steps;
use crate::support::{BookDir, preprocessor_table};

const CHAPTER: &str = "\
# Errors

~~~~predict Where does it stop? {#key}
```python
stock = {\"bolts\": 4, \"nuts\": 2}
for part in [\"bolts\", \"nuts\", \"washers\"]:
    print(part, stock[part])
```
```output
bolts 4
nuts 2
```
```output {stream=stderr exit=1}
Traceback (most recent call last):
  File \"/home/ada/lessons/chapter-seven/programs/with/long/paths/that/do/not/fit/into/any/window/of/a/browser/stock.py\", line 3, in <module>
    print(part, stock[part])
                ~~~~~^^^^^^
KeyError: 'washers'
```
What was printed stays printed.
~~~~

~~~~predict Does it compile? {#moved}
```rust
fn main() {
    let a = String::from(\"x\");
    let b = a;
    println!(\"{a}{b}\");
}
```
```output {phase=compile}
error[E0382]: borrow of moved value: `a`
 --> src/main.rs:4:16
  |
4 |     println!(\"{a}{b}\");
  |                ^ value borrowed here after move
```
The string has moved.
~~~~

~~~~predict What is it? {#runs}
```python
print(42)
```
```output
42
```
A number.

~~~accepted `forty-two`
So it is called.

It is the same number.
~~~
~~~~

~~~~predict And `print(\"these\")`? {#two}
```python
print(1)
print(2)
```
```output
1
2
```
One after the other.
~~~~

~~~takeaway {after=two}
Each `print` ends its line.
~~~
";

pub(super) fn book() -> BookDir {
    let overview = "# All\n\n~~~~progress\n~~~~\n";
    BookDir::new(&preprocessor_table(), &[("errors", CHAPTER), ("all", overview)])
}

steps! {
async fn everything(page: &Page) {
    what_was_right_is_said_where_the_error_is_not(page).await;
    what_was_right_is_said_where_the_error_is(page).await;
    no_error_is_said_once(page).await;
    a_compilers_message_stands_under_its_caption_once(page).await;
    a_message_keeps_its_columns(page).await;
    lines_have_numbers_where_there_are_several(page).await;
    a_callout_says_what_it_waits_for_until_it_is_open(page).await;
    the_overview_says_what_the_page_says(page).await;
}
}

#[test]
fn in_chromium() {
    with_both_engines_on(Browser::Chromium, book, &Window::default(), everything);
}

#[test]
fn in_firefox() {
    with_engine_on(Browser::Firefox, ENGINES[0], book, &Window::default(), everything);
}

/// The prediction `text` gets this verdict, and this is said of it besides.
async fn verdict(page: &Page, block: &str, text: &str, words: [&str; 2]) {
    page.goto("errors.html").await;
    page.js("localStorage.clear()").await;
    page.goto("errors.html").await;
    page.predict(block, text).await;
    page.reads(&format!("{block} .predict-verdict"), words[0]).await;
    page.reads(&format!("{block} .predict-verdict + .predict-small"), words[1]).await;
}

/// How both panes of `block` say that it ends.
fn ends(block: &str) -> String {
    format!("[...document.querySelectorAll('{block} .predict-ends')].map(line => line.innerText)")
}

/// How many of them are marked as different.
fn marked_ends(block: &str) -> String {
    format!("document.querySelectorAll('{block} .predict-ends[data-predict-differs]').length")
}

async fn what_was_right_is_said_where_the_error_is_not(page: &Page) {
    let other = "It does fail, but with another error.";
    let text = "bolts 4\nnuts 2\nTypeError";
    verdict(page, "#key", text, [other, "Lines 1–2 are as you said."]).await;
    page.is(&ends("#key"), json!(["TypeError", "then stops: KeyError: 'washers'"])).await;
    verdict(page, "#key", "TypeError", [other, ""]).await;
    let early = "It does fail, but only when it runs.";
    let text = "bolts 4\nnuts 2\nsyntax error";
    verdict(page, "#key", text, [early, "Lines 1–2 are as you said."]).await;
}

async fn what_was_right_is_said_where_the_error_is(page: &Page) {
    let right = "It does stop with an error. The output before it differs.";
    for text in ["bolts 4\nnuts 3\nKeyError", "bolts 4\nKeyError"] {
        verdict(page, "#key", text, [right, "Line 1 is as you said."]).await;
    }
    verdict(page, "#key", "nothing much\nKeyError", [right, ""]).await;
    page.is(&marked_ends("#key"), json!(0)).await;
    // Where both are wrong, both are marked.
    let text = "bolts 4\nnuts 3\nTypeError";
    verdict(page, "#key", text, ["Not quite: line 2 differs.", "Line 1 is as you said."]).await;
    page.is(&marked_ends("#key"), json!(2)).await;
    let early = "It does fail, but already when it is compiled.";
    verdict(page, "#moved", "xx\nerror", [early, ""]).await;
    page.is(&marked_ends("#moved"), json!(0)).await;
}

async fn no_error_is_said_once(page: &Page) {
    verdict(page, "#runs", "no error", ["Not quite.", ""]).await;
    page.is(&ends("#runs"), json!([])).await;
    verdict(page, "#runs", "42\nno error", ["Right.", ""]).await;
    page.is(&ends("#runs"), json!([])).await;
    let right = "The output is right. It runs to its end, without an error.";
    verdict(page, "#runs", "42\nKeyError", [right, ""]).await;
    page.is(&ends("#runs"), json!(["KeyError", "no error"])).await;
    let missed = "Not quite: it stops with an error after line 2.";
    verdict(page, "#key", "no error", [missed, ""]).await;
    page.is(&ends("#key"), json!(["no error", "then stops: KeyError: 'washers'"])).await;
    page.is(
        "document.querySelector('#key .predict-yours').innerText.split('no error').length - 1",
        json!(1),
    )
    .await;
}

async fn a_compilers_message_stands_under_its_caption_once(page: &Page) {
    verdict(page, "#moved", "xx", ["Not quite: it does not compile.", ""]).await;
    page.is(
        "[...document.querySelectorAll('#moved .predict-answer figcaption')]\
         .filter(caption => caption.innerText.startsWith('Compiler message')).length",
        json!(1),
    )
    .await;
    let captions = "[...document.querySelectorAll('#moved .predict-compare .predict-caption')]";
    page.is(
        &format!("{captions}.map(caption => caption.innerText)"),
        json!(["You predicted", "What happens"]),
    )
    .await;
    let how = "does not compile: error[E0382]: borrow of moved value: `a`";
    page.is(&ends("#moved"), json!(["no error", how])).await;
}

/// Carets point at what stands above them; and what scrolls is reached by the keyboard.
async fn a_message_keeps_its_columns(page: &Page) {
    page.predict("#key", "bolts 4").await;
    let code = "document.querySelector('#key [data-predict-stream=stderr] code')";
    page.is(&format!("getComputedStyle({code}).whiteSpace"), json!("pre")).await;
    page.until(&format!("{code}.scrollWidth > {code}.clientWidth && {code}.tabIndex === 0")).await;
    page.is(&format!("{code}.getAttribute('aria-label')"), json!("Error output exit code 1")).await;
    let printed = "getComputedStyle(document.querySelector('#two .predict-output code'))";
    page.is(&format!("{printed}.whiteSpace"), json!("pre-wrap")).await;
}

async fn lines_have_numbers_where_there_are_several(page: &Page) {
    let lines = |block: &str| {
        format!(
            "[...document.querySelectorAll('{block} .predict-yours .predict-line')]\
             .map(line => [line.dataset.predictN ?? '', line.innerText.trim()].join(' ').trim())"
        )
    };
    let form = "The values are the same. Only signs between them, such as quotes, commas or \
                spaces, are written otherwise.";
    verdict(page, "#two", "1 2", ["Right, in another form.", form]).await;
    page.is(&lines("#two"), json!(["1 1 2", ""])).await;
    verdict(page, "#runs", "\n42\n\n", ["Right, in another form.", form]).await;
    page.is(&lines("#runs"), json!(["42"])).await;
    verdict(page, "#runs", "42\n43", ["Not quite: it prints fewer lines.", ""]).await;
    page.is(&lines("#runs"), json!(["42", "43"])).await;
}

async fn a_callout_says_what_it_waits_for_until_it_is_open(page: &Page) {
    page.goto("errors.html").await;
    page.js("localStorage.clear()").await;
    page.goto("errors.html").await;
    page.reads(
        ".predict-after summary .predict-small",
        "once you have answered “And print(\"these\")?”",
    )
    .await;
    page.predict("#two", "1\n2").await;
    page.holds("document.querySelector('.predict-after').open").await;
    assert!(!page.shows(".predict-after summary .predict-small").await);
}

/// In the same words, and code stays code.
async fn the_overview_says_what_the_page_says(page: &Page) {
    let missed = "Not quite: it stops with an error after line 2.";
    verdict(page, "#key", "bolts 4", [missed, "Line 1 is as you said."]).await;
    page.goto("all.html").await;
    page.holds(&format!(
        "document.querySelector('.predict-state').innerText.startsWith('{missed}')"
    ))
    .await;
    page.is(
        "[...document.querySelectorAll('.predict-index a code')].map(code => code.innerText)",
        json!(["print(\"these\")"]),
    )
    .await;
}
