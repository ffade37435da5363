//! Running one program to its end, whatever it does: its output is bounded, so is its time, and
//! nothing that it started is left behind.
//!
//! Only this folder starts processes. `unix` and `windows` have the same two functions, [`run`]
//! and [`end_escaped`]; on Unix a program in a jail is started by the `launcher`, a process of its
//! own.
//!
//! Should `verify` itself be killed, nobody is there to clean up. On Linux, programs in a jail end
//! with it; what they have started goes on in its jail, and directories stay.

mod cleaning;
#[cfg(target_os = "linux")]
mod escaped;
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "it becomes the program")]
pub mod launcher;
mod stop;
#[cfg(unix)]
mod streams;
#[cfg(unix)]
#[path = "unix.rs"]
#[expect(clippy::disallowed_methods, reason = "here programs are started")]
mod system;
#[cfg(windows)]
#[path = "windows.rs"]
#[expect(clippy::disallowed_methods, reason = "here programs are started")]
mod system;

pub use cleaning::remove;
pub use stop::Stop;
pub use system::{end_escaped, run};

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use super::jail::{Enforced, Jail};

/// A program that is to be run.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its file, as an absolute path.
    pub executable: PathBuf,
    /// Its arguments, without its own name.
    pub arguments: Vec<OsString>,
    /// All of its environment.
    pub environment: BTreeMap<String, OsString>,
    /// Where it runs.
    pub directory: PathBuf,
    /// Its standard input; nothing can be read from it where this is `None`.
    pub stdin: Option<Vec<u8>>,
    /// Whether what it prints to its two streams is one text, in the order in which it is printed;
    /// that text is then its standard output.
    pub joins_streams: bool,
    /// When it is stopped.
    pub limits: Limits,
    /// What it is kept from; nothing where there is none.
    pub jail: Option<Jail>,
}

/// When a program is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// After how long.
    pub time: Duration,
    /// After how many bytes on one of its streams.
    pub output: usize,
}

/// What became of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// How it ended.
    pub end: End,
    /// What it printed to its standard output.
    pub stdout: Vec<u8>,
    /// What it printed to its standard error.
    pub stderr: Vec<u8>,
    /// How long it took.
    pub time: Duration,
    /// What it was kept from.
    pub enforced: Enforced,
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With this exit code.
    Exited(i32),
    /// By this signal.
    Signalled(i32),
    /// It took too long.
    TimedOut,
    /// It printed too much.
    PrintedTooMuch,
    /// Somebody stopped `verify`.
    Stopped,
}
