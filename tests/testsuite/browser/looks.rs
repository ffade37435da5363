//! What pages look like: without script, on every screen, in every theme, on paper.

use std::io::Write as _;
use std::process::Command;

use fantoccini::Locator;
use fantoccini::wd::PrintConfigurationBuilder;
use serde_json::json;

use super::driver::{Browser, Driver, Window, did_not_run, in_browser};
use crate::engines::build_0_5;
use crate::guide::copy_of_the_guide;
use crate::support::BookDir;

/// Takes all scripts out of a page, so that nothing on it works but what needs none.
///
/// A browser with scripts switched off would not let the driver look at the page either.
pub(crate) fn without_scripts(book: &BookDir, page: &str) {
    let path = format!("book/{page}");
    let text = book.read(&path);
    let mut stripped = String::new();
    let mut rest = text.as_str();
    while let Some((before, script)) = rest.split_once("<script") {
        stripped.push_str(before);
        rest = script.split_once("</script>").map_or("", |(_, after)| after);
    }
    stripped.push_str(rest);
    assert!(stripped.len() < text.len(), "{page} had no script");
    book.write(&path, &stripped);
}

fn guide() -> BookDir {
    let book = copy_of_the_guide();
    build_0_5(book.root());
    book
}

fn url(book: &BookDir, page: &str) -> String {
    format!("file://{}/book/{page}", book.root().display())
}

/// Without script the question can be read, and the answer opens at a click.
#[test]
fn a_lesson_is_complete_without_script() {
    in_browser(Browser::Chromium, async |driver: &Driver| {
        let book = guide();
        without_scripts(&book, "introduction.html");
        let window = driver.window(&Window::default()).await;
        window.goto(&url(&book, "introduction.html")).await.unwrap();
        let displayed = async |selector: &str| {
            window.find(Locator::Css(selector)).await.unwrap().is_displayed().await.unwrap()
        };
        assert!(displayed("#seats .predict-title").await);
        assert!(displayed("#seats .predict-choice").await);
        assert!(!displayed("#seats .predict-output").await, "the answer is open");
        assert!(!displayed("#seats .predict-right").await, "the right choice can be seen");
        assert!(!displayed("#seats .predict-hint p").await, "the hint is open");
        let question = window.find(Locator::Css("#seats .predict-question")).await.unwrap();
        let html = question.html(true).await.unwrap();
        assert!(!html.contains("checked"), "the question has the tick: {html}");
        let summary = Locator::Css("#seats .predict-answer > summary");
        window.find(summary).await.unwrap().click().await.unwrap();
        assert!(displayed("#seats .predict-output").await);
        assert!(displayed("#seats .predict-right").await);
        window.close().await.unwrap();
    });
}

/// Nothing is wider than the screen, on a phone or on a desk.
#[test]
fn pages_fit_their_screen() {
    in_browser(Browser::Chromium, async |driver: &Driver| {
        let book = guide();
        for width in [390, 1280] {
            let window = driver.window(&Window { width, ..Window::default() }).await;
            for page in ["lesson.html", "reference/question.html", "reference/answer.html"] {
                window.goto(&url(&book, page)).await.unwrap();
                let wide = window.execute(WIDER_THAN_THEIR_BOX, Vec::new()).await.unwrap();
                assert_eq!(wide, json!([]), "{page} at {width}");
            }
            window.close().await.unwrap();
        }
    });
}

/// The elements of lessons that stick out of the column of text.
pub(super) const WIDER_THAN_THEIR_BOX: &str = r"
    document.querySelectorAll('details').forEach(fold => fold.open = true);
    const column = document.querySelector('main').getBoundingClientRect();
    return Array.from(document.querySelectorAll('.predict, .predict-callout, .predict *, .predict-callout *'))
        .filter(element => !element.closest('pre > *'))
        .filter(element => element.getBoundingClientRect().right > column.right + 1)
        .map(element => element.outerHTML.slice(0, 100));
";

/// In all five themes, all text of lessons has the contrast that WCAG 2.2 AA asks for.
#[test]
fn text_can_be_read_in_all_themes() {
    in_browser(Browser::Chromium, async |driver: &Driver| {
        let book = guide();
        let window = driver.window(&Window::default()).await;
        for page in [
            "lesson.html",
            "reference/question.html",
            "reference/answer.html",
            "reference/callouts.html",
        ] {
            window.goto(&url(&book, page)).await.unwrap();
            for theme in ["light", "rust", "coal", "navy", "ayu"] {
                let found = window.execute(CONTRAST, vec![json!(theme)]).await.unwrap();
                let counted = found["counted"].as_u64().unwrap();
                assert!(counted > 10, "{theme}: only {counted} texts");
                assert_eq!(found["low"], json!([]), "{page} in {theme}");
            }
        }
        window.close().await.unwrap();
    });
}

/// The texts of ours whose contrast with what is behind them is under 4.5, and how many there are.
///
/// Code is left out, where highlight.js chooses the colours, but for outputs.
const CONTRAST: &str = r"
    const html = document.documentElement;
    html.classList.remove('light', 'rust', 'coal', 'navy', 'ayu');
    html.classList.add(arguments[0]);
    document.querySelectorAll('details').forEach(fold => fold.open = true);
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgba = color => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return { rgb: [r, g, b], alpha: a / 255 };
    };
    const luminance = rgb => {
        const [r, g, b] = rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = element => {
        for (let e = element; e; e = e.parentElement) {
            const color = rgba(getComputedStyle(e).backgroundColor);
            if (color.alpha > 0.99) return color.rgb;
        }
        return [255, 255, 255];
    };
    const low = [];
    let counted = 0;
    for (const box of document.querySelectorAll('.predict, .predict-callout')) {
        const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            const isCode = element.closest('code') && !element.closest('.predict-output, .predict-choice pre');
            if (!walker.currentNode.data.trim() || isCode || element.closest('.buttons')) continue;
            counted += 1;
            const [a, b] = [luminance(rgba(getComputedStyle(element).color).rgb), luminance(behind(element))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) low.push(ratio.toFixed(2) + ' ' + element.className + ' ' + walker.currentNode.data.slice(0, 40));
        }
    }
    return { low, counted };
";

/// On paper everything that is folded is open, also without script.
#[test]
fn print_opens_what_is_folded() {
    in_browser(Browser::Chromium, async |driver: &Driver| {
        let book = guide();
        let window = driver.window(&Window { has_script: false, ..Window::default() }).await;
        window.goto(&url(&book, "lesson.html")).await.unwrap();
        let configuration = PrintConfigurationBuilder::default().build().unwrap();
        let pdf = window.print(configuration).await.unwrap();
        window.close().await.unwrap();
        let Some(text) = text_of_pdf(&pdf) else { return };
        for folded in [
            "What actually happens",
            "How many lists does the whole expression make",
            "A comprehension evaluates its expression once for each row",
            "A mirror shows only what stands in front of it",
            "This is what the code reads like",
        ] {
            assert!(text.contains(folded), "not on paper: {folded}\n{text}");
        }
        assert!(text.contains("Booking one seat") && !text.contains("one row under three names"));
    });
}

/// The words of a PDF, by `pdftotext`, with single spaces between them.
fn text_of_pdf(pdf: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let Ok(output) = Command::new("pdftotext").arg(file.path()).arg("-").output() else {
        did_not_run("the print test", "there is no pdftotext");
        return None;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // What the page shows as source has the same words; only what stands above it counts.
    let lesson = text.split("The source of this page").next().unwrap();
    Some(lesson.split_whitespace().collect::<Vec<_>>().join(" "))
}
