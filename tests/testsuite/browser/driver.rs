//! Real browsers, each through its WebDriver.

use std::io::Write as _;
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// A browser that pages are tested in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Browser {
    Chromium,
    Firefox,
}

impl Browser {
    fn driver(self) -> &'static str {
        match self {
            Browser::Chromium => "chromedriver",
            Browser::Firefox => "geckodriver",
        }
    }
}

/// How a window is to be.
#[derive(Clone, Debug)]
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

/// A driver that ends with this.
pub(crate) struct Driver {
    child: Child,
    port: u16,
    profile: tempfile::TempDir,
    pub(crate) browser: Browser,
}

/// A driver that is just killed leaves its browser behind where a test failed, so it is asked to end
/// first, in the way that each of them understands.
impl Drop for Driver {
    fn drop(&mut self) {
        match self.browser {
            Browser::Chromium => {
                let request = "GET /shutdown HTTP/1.1\r\nHost: localhost\r\n\r\n";
                let stream = TcpStream::connect(("127.0.0.1", self.port));
                let _ = stream.and_then(|mut stream| stream.write_all(request.as_bytes()));
            }
            Browser::Firefox => {
                let _ = Command::new("kill").arg(self.child.id().to_string()).status();
            }
        }
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && start.elapsed().as_secs() < 10 {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Says that something did not run for want of a program; with `CI` set that is a failure.
///
/// It goes straight to the terminal: the test harness keeps the output of what passes.
pub(crate) fn did_not_run(what: &str, why: &str) {
    assert!(std::env::var_os("CI").is_none(), "{what} did not run: {why}");
    let _ = writeln!(std::io::stderr(), "{} DID NOT RUN: {why}", what.to_uppercase());
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Driver {
    /// Starts the browser's driver, if there is one.
    pub(crate) fn start(browser: Browser) -> Option<Driver> {
        let port = free_port();
        let mut command = Command::new(browser.driver());
        command.arg(format!("--port={port}"));
        if browser == Browser::Firefox {
            command.arg(format!("--websocket-port={}", free_port()));
        }
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        match child {
            Ok(child) => {
                let profile = tempfile::tempdir().unwrap();
                Some(Driver { child, port, profile, browser })
            }
            Err(error) => {
                let why = format!("cannot start {} ({error}); see the README", browser.driver());
                did_not_run(&format!("browser tests in {browser:?}"), &why);
                None
            }
        }
    }

    fn chromium(&self, window: &Window) -> Value {
        let profile = self.profile.path().display();
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
        args.push(format!("--user-data-dir={profile}"));
        if window.is_forced {
            args.extend(
                ["--force-high-contrast", "--force-prefers-reduced-motion"].map(str::to_owned),
            );
        }
        let mut options = json!({
            "args": args,
            "prefs": {
                "profile.managed_default_content_settings.javascript":
                    if window.has_script { 1 } else { 2 },
                "profile.default_content_setting_values.cookies":
                    if window.is_forgetful { 2 } else { 1 },
                "download.default_directory": window.downloads,
            },
        });
        // The emulation of a screen switches forced colours off.
        if !window.is_forced {
            options["mobileEmulation"] = json!({ "deviceMetrics": {
                "width": window.width, "height": window.height, "pixelRatio": window.scale,
                "mobile": window.width < 600,
            } });
        }
        json!({ "goog:chromeOptions": options })
    }

    fn firefox(window: &Window) -> Value {
        let mut prefs = json!({
            "javascript.enabled": window.has_script,
            "network.captive-portal-service.enabled": false,
            "network.connectivity-service.enabled": false,
        });
        if window.is_forgetful {
            prefs["network.cookie.cookieBehavior"] = json!(2);
        }
        if window.is_forced {
            prefs["browser.display.document_color_use"] = json!(2);
            prefs["ui.useAccessibilityTheme"] = json!(1);
            prefs["ui.prefersReducedMotion"] = json!(1);
        }
        if let Some(downloads) = &window.downloads {
            prefs["browser.download.folderList"] = json!(2);
            prefs["browser.download.dir"] = json!(downloads);
        }
        json!({ "moz:firefoxOptions": { "args": ["-headless"], "prefs": prefs } })
    }

    /// A window.
    pub(crate) async fn window(&self, window: &Window) -> Client {
        let mut capabilities = match self.browser {
            Browser::Chromium => self.chromium(window),
            Browser::Firefox => Self::firefox(window),
        };
        capabilities["unhandledPromptBehavior"] = json!("ignore");
        let Value::Object(capabilities) = capabilities else { unreachable!() };
        let address = format!("http://127.0.0.1:{}", self.port);
        let mut last = None;
        for _ in 0..100 {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder.capabilities(capabilities.clone()).connect(&address).await {
                Ok(client) => {
                    if self.browser == Browser::Firefox {
                        client.set_window_size(1280, 1000).await.unwrap();
                    }
                    return client;
                }
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{} does not answer: {last:?}", self.browser.driver());
    }
}

/// Runs `test` in a browser, if it is there.
pub(crate) fn in_browser(browser: Browser, test: impl AsyncFn(&Driver)) {
    let Some(driver) = Driver::start(browser) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let limit = Duration::from_secs(300);
    let outcome = runtime.block_on(async { tokio::time::timeout(limit, test(&driver)).await });
    assert!(outcome.is_ok(), "{browser:?} did not answer within {limit:?}");
}
