//! The pictures of the guide and the README, taken of the guide itself.
//!
//! Each run takes them; `PICTURES=overwrite` puts them into the guide.

use fantoccini::Locator;
use serde_json::json;

use super::driver::{Browser, Driver, Window, in_browser};
use super::page::Page;
use crate::engines::build_0_5;
use crate::guide::copy_of_the_guide;
use crate::support::checkout;

/// Takes a picture of an element in a theme of mdBook, and keeps it under `name` if that is asked.
async fn take(page: &Page, name: &str, theme: &str, selector: &str) {
    page.js("document.querySelector('#mdbook-menu-bar, #menu-bar').style.display = 'none'").await;
    page.with("document.getElementById('mdbook-theme-' + arguments[0]).click()", &[json!(theme)])
        .await;
    page.js("document.activeElement.blur(); getSelection().removeAllRanges()").await;
    let element = page.client.find(Locator::Css(selector)).await.unwrap();
    let png = element.screenshot().await.unwrap();
    assert!(png.starts_with(b"\x89PNG") && png.len() > 10_000, "{name}: {} bytes", png.len());
    if std::env::var_os("PICTURES").is_some_and(|value| value == "overwrite") {
        let path = checkout().join("book/src/images").join(name);
        std::fs::write(path, png).unwrap();
    }
}

async fn on_a_desk(page: &Page) {
    page.goto("lesson.html").await;
    page.click("#shared-rows input[value=sure]").await;
    page.predict("#shared-rows", ".x..\n....\n....").await;
    take(page, "compared.png", "light", "#shared-rows").await;
    page.goto("reader.html").await;
    page.predict("#lazy-map", "doubling 1\ndoubling 2\n2").await;
    page.click("[id^=predict-Q] [data-predict-does=show]").await;
    page.goto("progress.html").await;
    take(page, "progress.png", "rust", ".predict-progress").await;
}

async fn on_a_phone(page: &Page) {
    page.goto("reference/comparing.html").await;
    page.predict("#bill", "tea: 3, cake: 3").await;
    take(page, "phone.png", "navy", "#bill").await;
}

#[test]
fn pictures_of_the_guide() {
    for (width, scale) in [(900, 1.5), (390, 2.0)] {
        in_browser(Browser::Chromium, async |driver: &Driver| {
            // What is higher than the window would be cut.
            let window = Window { width, height: 3000, scale, ..Window::default() };
            let client = driver.window(&window).await;
            let book = copy_of_the_guide();
            build_0_5(book.root());
            let page = Page::new(Browser::Chromium, client.clone(), "0.5", book);
            if width == 900 {
                on_a_desk(&page).await
            } else {
                on_a_phone(&page).await
            }
            client.close().await.unwrap();
        });
    }
}
