//! What differs is in the picture: nothing that a reader must compare is cut or scrolls, on whatever
//! screen.

use serde_json::json;

use super::driver::{Browser, Window};
use super::page::{ENGINES, Page, with_both_engines_on, with_engine_on};
use crate::support::{BookDir, preprocessor_table};

const CHAPTER: &str = "\
# Seen

~~~~predict What stands on the board? {#long}
```python {caption=\"A board\" caption-after=\"One list\"}
names = [\"Ada Lovelace\", \"Grace Hopper\", \"Barbara Liskov\", \"Radia Perlman\", \"Frances Allen\", \"Katherine Johnson\"]
for name in names[:3]:
    print(f\"{name}: {len(names)} people are noted, and the latest of them is {names[-1]}\")
print(\"done\")
```
```output
Ada Lovelace: 6 people are noted, and the latest of them is Katherine Johnson
Grace Hopper: 6 people are noted, and the latest of them is Katherine Johnson
Barbara Liskov: 6 people are noted, and the latest of them is Katherine Johnson
done
```
The list is one.

~~~predicted
```output
Ada Lovelace: 1 person is noted
Grace Hopper: 2 people are noted
```
The names are all there from the start, so whoever counts in the loop counts all.
~~~

~~~predicted `IndentationErrorWithAVeryLongNameIndeed`
Look again.
~~~
~~~~

~~~~predict Where does it stop? {#error}
```python
stock = {\"bolts\": 4}
for part in [\"bolts\", \"washers\", \"nuts\"]:
    print(part, stock[part])
```
```output
bolts 4
```
```output {stream=stderr exit=1}
Traceback (most recent call last):
  File \"stock.py\", line 3, in <module>
    print(part, stock[part])
KeyError: 'washers'
```
What was printed stays printed.
~~~~

~~~~predict In which order? {#code}
- [x] In this one:

  ```output
  a
  b
  ```
- [ ] In that one:

  ```output
  b
  a
  ```

  It would, from right to left.

~~~answer
As they stand.
~~~
~~~~

~~~~predict One line {#one}
```python
print([1, 2] * 2)
```
```output
[1, 2, 1, 2]
```
Lists repeat.
~~~~

~~~~predict Which are true? {#several}
- [x] `1 < 2`
- [ ] `2 < 1`
- [x] `2 < 3`

~~~answer
The first and the last.
~~~
~~~~
";

const LONG: &str = "Ada Lovelace: 1 people are noted, and the latest of them is Ada Lovelace\n\
                    Barbara Liskov: 6 people are noted, and the latest of them is Katherine Johnson\n\
                    done";

pub(super) fn book() -> BookDir {
    BookDir::new(&preprocessor_table(), &[("seen", CHAPTER)])
}

/// Answers every question, none of them right.
pub(super) async fn answer_all(page: &Page) {
    page.predict("#long", LONG).await;
    page.predict("#error", "bolts 4\nwashers None\nnuts 9").await;
    page.predict("#one", "[2, 4]").await;
    for choice in ["#code .predict-choice:nth-child(2)", "#several .predict-choice:nth-child(1)"] {
        page.click(choice).await;
    }
    page.click("#code .predict-form .predict-button").await;
    page.click("#several .predict-form .predict-button").await;
}

/// What is compared and cannot be seen whole, in the document of the page or of the frame in it.
const CUT: &str = r"
    const compared = document.querySelectorAll('.predict-compare, .predict-compare *, .predict-choice, .predict-choice *, .predict-verdict');
    const width = document.documentElement.clientWidth;
    return [...compared].filter(element => {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        const hides = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
        return box.width > 0 && (hides || box.right > width + 1 || box.left < -1);
    }).map(element => element.outerHTML.slice(0, 120));
";

/// The words of folds that stand on two lines.
const BROKEN: &str = r"
    document.querySelectorAll('details').forEach(fold => fold.open = true);
    const found = [];
    for (const summary of document.querySelectorAll('.predict summary')) {
        const walker = document.createTreeWalker(summary, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            if (walker.currentNode.parentElement.closest('code')) continue;
            for (const { index, 0: { length } } of walker.currentNode.data.matchAll(/\S+/g)) {
                const range = document.createRange();
                range.setStart(walker.currentNode, index);
                range.setEnd(walker.currentNode, index + length);
                const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
                if (tops.size > 1) found.push(String(range));
            }
        }
    }
    return found;
";

/// Puts the page into a frame, which can be as narrow as no window of a browser.
async fn frame(page: &Page, width: u32) {
    let frame = format!(
        "<!doctype html><head></head><iframe src='seen.html' \
         style='border: 0; width: {width}px; height: 3000px'></iframe>"
    );
    page.book.write("book/frame.html", &frame);
    page.goto("frame.html").await;
    page.client.clone().enter_frame(0).await.unwrap();
    page.is("innerWidth", json!(width)).await;
}

async fn nothing_is_cut(page: &Page) {
    page.goto("seen.html").await;
    answer_all(page).await;
    for width in [320, 390, 768, 1280, 1920] {
        frame(page, width).await;
        page.js("document.querySelectorAll('details').forEach(fold => fold.open = true)").await;
        page.is("document.querySelectorAll('.predict-compare').length", json!(4)).await;
        let cut = page.js(CUT).await;
        assert_eq!(cut, json!([]), "{page:?} at {width}");
        let broken = page.js(BROKEN).await;
        assert_eq!(broken, json!([]), "{page:?} at {width}");
        page.client.clone().enter_parent_frame().await.unwrap();
    }
}

/// Equal lines stand at one height, however often others wrap, and what has no partner says so.
async fn equal_lines_stand_side_by_side(page: &Page) {
    page.goto("seen.html").await;
    page.reads("#long .predict-verdict", "Not quite: lines 1–2 differ.").await;
    let lines = |pane: usize| {
        format!(
            "[...document.querySelectorAll('#long .predict-pane:nth-child({pane}) .predict-line')]"
        )
    };
    page.js("document.querySelectorAll('details').forEach(fold => fold.open = true)").await;
    page.js(
        "document.querySelector('#long .predict-compare').style.gridTemplateColumns = '1fr 1fr'",
    )
    .await;
    page.is(&format!("{}.map(l => l.dataset.predictN)", lines(1)), json!(["1", "2", "3", "4"]))
        .await;
    page.is(&format!("{}[1].innerText", lines(1)), json!("no such line")).await;
    let tops =
        |pane| format!("{}.map(l => Math.round(l.getBoundingClientRect().top))", lines(pane));
    page.holds(&format!("String({}) === String({})", tops(1), tops(2))).await;
    // The words that differ, and no others.
    page.is(
        "[...document.querySelectorAll('#long .predict-compare :is(del, ins)')].map(e => e.innerText)",
        json!(["1", "Ada Lovelace", "6", "Katherine Johnson", "Grace Hopper: 6 people are noted, and the latest of them is Katherine Johnson"]),
    )
    .await;
    // One line needs no number, and no sign beside its words.
    page.is("document.querySelectorAll('#one [data-predict-n]').length", json!(0)).await;
    page.reads("#one .predict-verdict", "Not quite.").await;
}

/// Where the choices are outputs, the lines of the chosen one stand beside those of the right one.
async fn choices_that_are_outputs_are_compared(page: &Page) {
    page.reads("#code .predict-verdict", "Not quite: it is A.").await;
    page.is(
        "[...document.querySelectorAll('#code .predict-compare code')].map(code => code.innerText)",
        json!(["b\na", "a\nb"]),
    )
    .await;
    page.is("document.querySelectorAll('#code .predict-compare del').length", json!(2)).await;
}

const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";

/// A program that is too wide is reached by the keyboard and says what it is, and before the answer no
/// more than can be seen; its arrows scroll it.
async fn what_scrolls_can_be_reached_and_has_a_name(page: &Page) {
    let code = "document.querySelector('#long .predict-program code')";
    page.until(&format!("{code}.tabIndex === 0")).await;
    page.is(&format!("{code}.getAttribute('aria-label')"), json!("A board Python")).await;
    page.keys("#long .predict-program code", &format!("{LEFT}{RIGHT}{RIGHT}")).await;
    page.until(&format!("document.activeElement === {code} && {code}.scrollLeft > 0")).await;
    page.holds("location.pathname === '/seen.html'").await;
    // What does not scroll is no stop.
    page.is("document.querySelectorAll('#one code[tabindex]').length", json!(0)).await;
}

async fn everything(page: &Page) {
    nothing_is_cut(page).await;
    equal_lines_stand_side_by_side(page).await;
    choices_that_are_outputs_are_compared(page).await;
    what_scrolls_can_be_reached_and_has_a_name(page).await;
}

#[test]
fn in_chromium() {
    let window = Window { width: 1280, ..Window::default() };
    with_both_engines_on(Browser::Chromium, book, &window, everything);
}

#[test]
fn in_firefox() {
    let window = Window { width: 1280, ..Window::default() };
    with_engine_on(Browser::Firefox, ENGINES[0], book, &window, everything);
}
