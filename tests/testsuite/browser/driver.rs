//! Real browsers, each through its WebDriver.
//!
//! Starting one takes seconds, so there are as many as tests run at once, and each test gets one
//! that another has done with. A test that fails takes its window with it.

use std::ops::Deref;
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use fantoccini::error::NewSessionError;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::caretaker::{self, free_port};

/// A browser that pages are tested in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Browser {
    Chromium,
    Firefox,
}

impl Browser {
    pub(super) fn driver(self) -> &'static str {
        match self {
            Browser::Chromium => "chromedriver",
            Browser::Firefox => "geckodriver",
        }
    }

    /// Whether there is a driver for it; says so if there is none.
    pub(super) fn is_there(self) -> bool {
        let driver = self.driver();
        let quiet = || Stdio::null();
        let version =
            Command::new(driver).arg("--version").stdout(quiet()).stderr(quiet()).status();
        version
            .inspect_err(|error| {
                let why = format!("cannot start {driver} ({error}); see the README");
                did_not_run(&format!("browser tests in {self:?}"), &why);
            })
            .is_ok()
    }
}

/// How a window is to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Window {
    /// In CSS pixels; under 600, the page believes that it is on a phone. Firefox has 1280.
    pub(crate) width: u32,
    /// How many pixels of a picture a CSS pixel has, in Chromium.
    pub(crate) scale: f64,
    /// In CSS pixels, in Chromium.
    pub(crate) height: u32,
    pub(crate) has_script: bool,
    /// Whether the browser keeps nothing for pages.
    pub(crate) is_forgetful: bool,
    /// Whether the reader asked the system for forced colours and for less motion.
    pub(crate) is_forced: bool,
    /// Where what is downloaded goes.
    pub(crate) downloads: Option<std::path::PathBuf>,
}

impl Default for Window {
    fn default() -> Self {
        Window {
            width: 1280,
            scale: 1.0,
            height: 900,
            has_script: true,
            is_forgetful: false,
            is_forced: false,
            downloads: None,
        }
    }
}

impl Window {
    /// What of this makes a difference in `browser`.
    fn in_browser(&self, browser: Browser) -> Window {
        let mut window = self.clone();
        if browser == Browser::Firefox {
            let Window { width, scale, height, .. } = Window::default();
            window = Window { width, scale, height, ..window };
        }
        window
    }

    /// What makes a window in `browser`.
    pub(super) fn capabilities(&self, browser: Browser) -> Value {
        let mut capabilities = match browser {
            Browser::Chromium => self.chromium(),
            Browser::Firefox => self.firefox(),
        };
        capabilities["unhandledPromptBehavior"] = json!("ignore");
        // How long a script may take is for each test to say: on a busy machine some take minutes.
        let longest = u64::try_from(LONGEST_TEST.as_millis()).unwrap();
        capabilities["timeouts"] = json!({ "script": longest });
        capabilities
    }

    fn chromium(&self) -> Value {
        let mut args: Vec<String> = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
        ]
        .map(str::to_owned)
        .to_vec();
        if self.is_forced {
            args.extend(
                ["--force-high-contrast", "--force-prefers-reduced-motion"].map(str::to_owned),
            );
        }
        let mut options = json!({
            "args": args,
            "prefs": {
                "profile.managed_default_content_settings.javascript":
                    if self.has_script { 1 } else { 2 },
                "profile.default_content_setting_values.cookies":
                    if self.is_forgetful { 2 } else { 1 },
                "download.default_directory": self.downloads,
            },
        });
        // The emulation of a screen switches forced colours off.
        if !self.is_forced {
            options["mobileEmulation"] = json!({ "deviceMetrics": {
                "width": self.width, "height": self.height, "pixelRatio": self.scale,
                "mobile": self.width < 600,
            } });
        }
        json!({ "goog:chromeOptions": options })
    }

    fn firefox(&self) -> Value {
        let mut prefs = json!({
            "javascript.enabled": self.has_script,
            "network.captive-portal-service.enabled": false,
            "network.connectivity-service.enabled": false,
        });
        if self.is_forgetful {
            prefs["network.cookie.cookieBehavior"] = json!(2);
        }
        if self.is_forced {
            prefs["browser.display.document_color_use"] = json!(2);
            prefs["ui.useAccessibilityTheme"] = json!(1);
            prefs["ui.prefersReducedMotion"] = json!(1);
        }
        if let Some(downloads) = &self.downloads {
            prefs["browser.download.folderList"] = json!(2);
            prefs["browser.download.dir"] = json!(downloads);
        }
        json!({ "moz:firefoxOptions": { "args": ["-headless"], "prefs": prefs } })
    }
}

/// A driver without work.
struct Seat {
    browser: Browser,
    port: u16,
    /// The window that it has open. Other ones than the usual are closed behind each test.
    open: Option<Client>,
}

static FREE: Mutex<Vec<Seat>> = Mutex::new(Vec::new());

/// What all connections run on, for they outlive the test that made them.
static RUNTIME: LazyLock<Handle> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let handle = runtime.handle().clone();
    std::thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    handle
});

impl Seat {
    /// One that is free, the rather one whose window is open if the usual one `is_wanted`.
    fn take(browser: Browser, is_usual: bool) -> Seat {
        let mut free = FREE.lock().unwrap();
        let fits = |seat: &&Seat| seat.browser == browser;
        let known = free.iter().position(|seat| fits(&seat) && seat.open.is_some() == is_usual);
        let empty = || free.iter().position(|seat| fits(&seat) && seat.open.is_none());
        if let Some(at) = known.or_else(empty) {
            return free.swap_remove(at);
        }
        let port = free_port();
        caretaker::start_driver(browser, port);
        Seat { browser, port, open: None }
    }

    async fn connect(&self, window: &Window) -> Client {
        let Value::Object(capabilities) = window.capabilities(self.browser) else { unreachable!() };
        let address = format!("http://127.0.0.1:{}", self.port);
        let mut last: Option<NewSessionError> = None;
        for _ in 0..100 {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder.capabilities(capabilities.clone()).connect(&address).await {
                Ok(client) => return client,
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{} does not answer: {last:?}", self.browser.driver());
    }
}

/// A window that a test has to itself.
pub(crate) struct Session {
    client: Client,
    /// Where it came from; nothing once it was given back.
    seat: Option<Seat>,
    is_usual: bool,
}

impl Deref for Session {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Session {
    /// Gives the window to the next test, unless it is an unusual one.
    pub(crate) async fn close(mut self) -> Result<(), fantoccini::error::CmdError> {
        if self.is_usual {
            self.client.goto("about:blank").await?;
            let seat = self.seat.take().unwrap();
            FREE.lock().unwrap().push(Seat { open: Some(self.client.clone()), ..seat });
        }
        Ok(())
    }
}

/// Nobody knows what a test that failed did to its window.
impl Drop for Session {
    fn drop(&mut self) {
        if let Some(seat) = self.seat.take() {
            let client = self.client.clone();
            RUNTIME.spawn(async move {
                let _ = client.close().await;
                FREE.lock().unwrap().push(seat);
            });
        }
    }
}

/// A browser that is there.
pub(crate) struct Driver {
    pub(crate) browser: Browser,
}

impl Driver {
    /// A window.
    pub(crate) async fn window(&self, window: &Window) -> Session {
        let window = window.in_browser(self.browser);
        let is_usual = window == Window::default();
        let mut seat = Seat::take(self.browser, is_usual);
        let client = match seat.open.take() {
            Some(client) => client,
            None => seat.connect(&window).await,
        };
        let session = Session { client, seat: Some(seat), is_usual };
        if self.browser == Browser::Firefox {
            session.set_window_size(1280, 1000).await.unwrap();
        }
        session
    }
}

/// Says that something did not run for want of a program; with `CI` set that is a failure.
///
/// It is said once, when all tests are over.
pub(crate) fn did_not_run(what: &str, why: &str) {
    assert!(std::env::var_os("CI").is_none(), "{what} did not run: {why}");
    caretaker::say(&format!("not run: {what} ({why})"));
}

/// How long a test may take on a machine that does much else; by itself it takes a minute.
pub(super) const LONGEST_TEST: Duration = Duration::from_secs(1200);

/// Runs `test` in a browser, if it is there.
pub(crate) fn in_browser(browser: Browser, test: impl AsyncFn(&Driver)) {
    if !browser.is_there() {
        return;
    }
    let driver = Driver { browser };
    let outcome =
        RUNTIME.block_on(async { tokio::time::timeout(LONGEST_TEST, test(&driver)).await });
    assert!(outcome.is_ok(), "{browser:?} did not answer within {LONGEST_TEST:?}");
}
