//! What is done when all tests are over, whatever became of them.
//!
//! A process ends without dropping what its statics hold, and one that is killed drops nothing. So
//! the tests start this binary once more: that one owns the drivers of browsers, and ends them when
//! the pipe to it does, because the tests did.

use std::collections::BTreeSet;
use std::fs::read;
use std::io::{BufRead as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::driver::{Browser, Driver, Window, in_browser};

/// A driver that ends with this, and all that it and its browser wrote.
struct DriverProcess {
    child: Child,
    browser: Browser,
    port: u16,
    /// Where it and its browser write.
    _folder: tempfile::TempDir,
}

impl DriverProcess {
    fn start(browser: Browser, port: u16) -> DriverProcess {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(browser.driver());
        command.arg(format!("--port={port}")).env("TMPDIR", folder.path());
        if browser == Browser::Firefox {
            command.arg(format!("--websocket-port={}", free_port()));
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        DriverProcess { child: command.spawn().unwrap(), browser, port, _folder: folder }
    }
}

/// A driver that is just killed leaves its browser behind, so it is asked to end first, in the way
/// that each of them understands.
impl Drop for DriverProcess {
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

pub(super) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Starts the driver of a browser, which will listen at `port` until all tests are over.
pub(super) fn start_driver(browser: Browser, port: u16) {
    tell(&format!("start {} {port}", browser.driver()));
}

/// Says something when all tests are over, and once only.
pub(super) fn say(words: &str) {
    tell(&format!("say {words}"));
}

/// Gives a line to the caretaker of this process.
fn tell(line: &str) {
    static CARETAKER: Mutex<Option<ChildStdin>> = Mutex::new(None);
    let mut caretaker = CARETAKER.lock().unwrap();
    let input = caretaker.get_or_insert_with(|| {
        let mut command = again_as("caretaker");
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        // Whoever interrupts the tests interrupts their whole group.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.spawn().unwrap().stdin.unwrap()
    });
    writeln!(input, "{line}").unwrap();
}

/// Which part the test below has in a process that another one started.
const PART: &str = "PREDICT_TEST_PART";

/// The command that starts this binary once more, for the test below to play a part.
fn again_as(part: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let test = "browser::caretaker::nothing_is_left_behind";
    command.args(["--exact", test, "--nocapture"]).env(PART, part);
    command
}

/// Does what it is told, line by line, until there is nobody any more to tell it.
fn take_care() {
    let (mut drivers, mut said) = (Vec::new(), BTreeSet::new());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        match line.split_once(' ').unwrap() {
            ("say", words) => drop(said.insert(words.to_owned())),
            (_, driver) => {
                let (name, port) = driver.split_once(' ').unwrap();
                let browser = [Browser::Chromium, Browser::Firefox]
                    .into_iter()
                    .find(|browser| browser.driver() == name);
                drivers.push(DriverProcess::start(browser.unwrap(), port.parse().unwrap()));
            }
        }
    }
    for words in said {
        let _ = writeln!(std::io::stderr(), "{words}");
    }
}

/// How many processes write below `folder`, because we told them so.
fn processes_in(folder: &Path) -> usize {
    let folder = folder.to_str().unwrap();
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let environments = processes.filter_map(|process| read(process.path().join("environ")).ok());
    environments.filter(|bytes| String::from_utf8_lossy(bytes).contains(folder)).count()
}

/// Opens a window, and comes to a bad end.
fn browse(browser: Browser, end: fn()) {
    in_browser(browser, async |driver: &Driver| {
        let _window = driver.window(&Window::default()).await;
        let count = processes_in(&std::env::temp_dir());
        let _ = writeln!(std::io::stdout(), "processes: {count}");
        end();
    });
}

/// No process and no file stays, whether a test fails or all tests end at once.
#[test]
fn nothing_is_left_behind() {
    match std::env::var(PART).as_deref() {
        Ok("caretaker") => return take_care(),
        Ok("failing") => return browse(Browser::Chromium, || panic!("on purpose")),
        Ok("aborting") => return browse(Browser::Firefox, || std::process::abort()),
        _ => {}
    }
    for (part, browser) in [("failing", Browser::Chromium), ("aborting", Browser::Firefox)] {
        if !browser.is_there() {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        // The caretaker has its share in this output, so that it is complete when that has ended.
        let output = again_as(part).env("TMPDIR", folder.path()).output().unwrap();
        assert!(!output.status.success());
        let told = String::from_utf8(output.stdout).unwrap();
        let count = told.split_once("processes: ").unwrap().1.lines().next().unwrap();
        assert!(count.parse::<usize>().unwrap() > 3, "{told}");
        // What watches for a crash of the browser sees a moment later that it has ended.
        let start = Instant::now();
        while processes_in(folder.path()) > 0 {
            assert!(start.elapsed().as_secs() < 10, "{part}: a process is left behind");
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{part}");
    }
}
