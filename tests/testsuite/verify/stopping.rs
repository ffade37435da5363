//! `verify` is stopped, in one way or another, while programs run.

use std::fs::{File, OpenOptions};
use std::path::PathBuf;
use std::process::Child;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Pid, Signal, kill_process};

use super::ground::fifo;
use super::whole::Run;

/// How many programs run at once.
const RUNNING: usize = 3;

/// A book whose programs wait, each at a gate of its own, with a grandchild.
struct Waiting {
    run: Run,
    gates: tempfile::TempDir,
}

impl Waiting {
    fn new() -> Self {
        let gates = tempfile::tempdir().unwrap();
        let place = gates.path().to_str().unwrap();
        let lesson = |number: usize| {
            let program = format!("sleep 1000 &\nread line < '{place}/{number}'\necho $line");
            format!(
                "~~~~predict {{#n{number}}}\n```sh\n{program}\n```\n```output\nx\n```\n~~~~\n\n"
            )
        };
        // One more has to wait until another is done.
        let chapter: String = (0..=RUNNING).map(lesson).collect();
        let toml = format!("[preprocessor.predict.run.sh]\nallow-read = [\"{place}\"]\n");
        let waiting = Waiting { run: Run::new(&toml, &chapter), gates };
        (0..=RUNNING).for_each(|number| fifo(&waiting.gate(number)));
        waiting
    }

    fn gate(&self, number: usize) -> PathBuf {
        self.gates.path().join(number.to_string())
    }

    /// Starts it, and comes back when the programs wait.
    fn start(&self, arguments: &[&str]) -> (Child, Vec<File>) {
        let jobs = RUNNING.to_string();
        let child = self.run.start(&[&["--jobs", &jobs], arguments].concat());
        let open = |number| OpenOptions::new().write(true).open(self.gate(number)).unwrap();
        (child, (0..RUNNING).map(open).collect())
    }
}

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

#[test]
fn what_ran_is_named_and_nothing_is_left() {
    let waiting = Waiting::new();
    for (signal, sandbox) in
        [(Signal::INT, "auto"), (Signal::TERM, "auto"), (Signal::INT, "off"), (Signal::TERM, "off")]
    {
        let (child, gates) = waiting.start(&["--sandbox", sandbox]);
        send(&child, signal);
        let output = child.wait_with_output().unwrap();
        drop(gates);
        let told = String::from_utf8(output.stdout).unwrap();
        let stopped: Vec<&str> =
            told.lines().filter(|line| line.starts_with("stopped  ")).collect();
        assert_eq!(stopped.len(), RUNNING, "{told}");
        for (number, line) in stopped.iter().enumerate() {
            assert!(line.contains(&format!("#n{number} (sh")), "{line}");
        }
        assert_eq!(output.status.code(), Some(130), "{told}");
        assert_eq!(waiting.run.left(), [""; 0]);
    }
}

/// Who is killed cannot clean up; but in the jail, programs end with it.
#[test]
fn programs_end_with_their_parent() {
    let waiting = Waiting::new();
    let (mut child, gates) = waiting.start(&[]);
    send(&child, Signal::KILL);
    child.wait().unwrap();
    // A pipe that nobody reads from any more is in error.
    for gate in &gates {
        let mut gone = [PollFd::new(gate, PollFlags::ERR)];
        poll(&mut gone, None).unwrap();
    }
}
