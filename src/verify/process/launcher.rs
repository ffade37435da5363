//! The hidden command that takes rights away from itself and becomes the program.
//!
//! `verify` starts itself with `--verify-launch`, what it is to be kept from, and the command. What
//! came of it is written to a file that the program never sees: a line of what the system enforces,
//! then nothing if the program was started.

use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};
use rustix::process::{Pid, getppid};

use crate::verify::jail::{self, Enforced, Jail};

/// The first argument that asks for this.
const WORD: &str = "--verify-launch";

/// Stands between what is for the launcher, and the command.
const END: &str = "--";

const READ: &str = "read";
const WRITE: &str = "write";
const SHARES_MEMORY: &str = "shares-memory";
const CHANGES_MODES: &str = "changes-modes";
const IS_REQUIRED: &str = "is-required";

/// The words of a report.
const ENFORCED: &str = "enforced";
const FAILED: &str = "failed";
const WORDS: [&str; 4] = ["files", "network", "group", "signals"];

/// What is said to somebody who starts it by hand.
const BY_HAND: &str = "only `mdbook-predict verify` uses this, to start programs";

/// What the launcher is to do.
#[derive(Debug, PartialEq, Eq)]
struct Launch {
    /// The process that has to be its parent.
    parent: i32,
    /// The file that it reports to.
    report: PathBuf,
    jail: Jail,
    command: Vec<OsString>,
}

/// What became of a launch.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Launched {
    /// It became the program, which is kept from this.
    Program(Enforced),
    /// It could not, for this reason.
    Failed(String),
    /// It ended before it could tell.
    Nothing,
}

/// Becomes the program, if `arguments` ask for that; what is to be said, and the exit code, where
/// that failed.
#[must_use]
pub fn asked(arguments: impl IntoIterator<Item = OsString>) -> Option<(String, ExitCode)> {
    const USAGE: u8 = 2;
    let mut arguments = arguments.into_iter();
    let launcher = arguments.next()?;
    if arguments.next()? != WORD {
        return None;
    }
    let failure = match read(launcher.into(), arguments) {
        Some(launch) => become_program(&launch),
        None => BY_HAND.to_owned(),
    };
    Some((failure, ExitCode::from(USAGE)))
}

/// The arguments for `jail.launcher` that make it the program.
pub(super) fn arguments(
    jail: &Jail,
    report: &Path,
    executable: &Path,
    arguments: &[OsString],
) -> Vec<OsString> {
    let parent = std::process::id().to_string();
    let mut all: Vec<OsString> = vec![WORD.into(), parent.into(), report.into()];
    all.extend(jail.read.iter().flat_map(|path| [READ.into(), path.into()]));
    all.extend(jail.write.iter().flat_map(|path| [WRITE.into(), path.into()]));
    all.extend(jail.shares_memory.then(|| SHARES_MEMORY.into()));
    all.extend(jail.changes_modes.then(|| CHANGES_MODES.into()));
    all.extend(jail.is_required.then(|| IS_REQUIRED.into()));
    all.extend([END.into(), executable.into()]);
    all.extend_from_slice(arguments);
    all
}

/// Understands what [`arguments`] made.
fn read(launcher: PathBuf, mut arguments: impl Iterator<Item = OsString>) -> Option<Launch> {
    let parent = arguments.next()?.to_str()?.parse().ok()?;
    let report = arguments.next()?.into();
    let mut jail = Jail {
        launcher,
        read: Vec::new(),
        write: Vec::new(),
        shares_memory: false,
        changes_modes: false,
        is_required: false,
    };
    loop {
        match arguments.next()?.to_str()? {
            READ => jail.read.push(arguments.next()?.into()),
            WRITE => jail.write.push(arguments.next()?.into()),
            SHARES_MEMORY => jail.shares_memory = true,
            CHANGES_MODES => jail.changes_modes = true,
            IS_REQUIRED => jail.is_required = true,
            END => break,
            _ => return None,
        }
    }
    let command: Vec<OsString> = arguments.collect();
    (!command.is_empty()).then_some(Launch { parent, report, jail, command })
}

/// Becomes the program; why not, where that failed.
fn become_program(launch: &Launch) -> String {
    if !is_child_of(launch.parent) {
        return BY_HAND.to_owned();
    }
    let report = OpenOptions::new().write(true).open(&launch.report);
    // The program shall not find it, wherever it may read or write.
    let report = report.and_then(|file| std::fs::remove_file(&launch.report).map(|()| file));
    let Ok(mut report) = report else { return BY_HAND.to_owned() };
    let failure = match enter(&launch.jail, &mut report) {
        Ok(()) => {
            let mut command = jail::wrapper(&launch.jail);
            command.extend_from_slice(&launch.command);
            let error = Command::new(&command[0]).args(&command[1..]).exec();
            format!("{error}")
        }
        Err(error) => format!("{error:#}"),
    };
    let _ = write!(report, "{FAILED} {failure}");
    failure
}

/// Whether the process `parent` started this one and still runs; if it ends, so does this one.
fn is_child_of(parent: i32) -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, set_parent_process_death_signal};
        // It may have ended before that, so the question comes after it.
        if set_parent_process_death_signal(Some(Signal::KILL)).is_err() {
            return false;
        }
    }
    Pid::from_raw(parent).is_some_and(|parent| getppid() == Some(parent))
}

/// Goes to jail, and reports what that means here.
fn enter(jail: &Jail, report: &mut File) -> Result<()> {
    let enforced = jail::enter(jail)?;
    if jail.is_required && !enforced.suffices() {
        let missing = enforced.missing().unwrap_or_default();
        bail!("{missing}, and the sandbox is required");
    }
    let Enforced { files, network, group, signals } = enforced;
    let words = [files, network, group, signals].into_iter().zip(WORDS);
    let words: Vec<&str> = words.filter_map(|(is, word)| is.then_some(word)).collect();
    writeln!(report, "{ENFORCED} {}", words.join(" ")).context("cannot write the report")
}

/// Understands what a launcher wrote.
pub(super) fn launched(report: &[u8]) -> Launched {
    let report = OsStr::to_string_lossy(std::os::unix::ffi::OsStrExt::from_bytes(report));
    let mut told = Launched::Nothing;
    for (number, line) in report.lines().enumerate() {
        match line.split_once(' ') {
            Some((ENFORCED, words)) if number == 0 => {
                let is = |word| words.split(' ').any(|other| other == word);
                let [files, network, group, signals] = WORDS.map(is);
                told = Launched::Program(Enforced { files, network, group, signals });
            }
            Some((FAILED, reason)) => return Launched::Failed(reason.to_owned()),
            _ => {}
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_understood() {
        let jail = Jail {
            launcher: "/bin/us".into(),
            read: vec!["/usr".into(), "read".into()],
            write: vec!["--".into()],
            shares_memory: true,
            changes_modes: false,
            is_required: true,
        };
        let command = ["--".into(), "read".into()];
        let all = arguments(&jail, Path::new("/r"), Path::new("/bin/it"), &command);
        let launch = read("/bin/us".into(), all.into_iter().skip(1)).unwrap();
        let command = ["/bin/it", "--", "read"].map(OsString::from).into();
        let parent = i32::try_from(std::process::id()).unwrap();
        assert_eq!(launch, Launch { parent, report: "/r".into(), jail, command });
    }

    #[test]
    fn what_is_not_ours_is_not_understood() {
        for words in ["", "x", "1", "1 /r", "1 /r read", "1 /r --", "1 /r walls -- /bin/it"] {
            let words = words.split_whitespace().map(OsString::from);
            assert_eq!(read("us".into(), words), None);
        }
        assert_eq!(asked(["us", "check", WORD].map(OsString::from)), None);
        assert_eq!(asked([]), None);
    }

    #[test]
    fn reports_are_understood() {
        let most = Enforced { files: true, network: true, group: true, signals: false };
        assert_eq!(launched(b""), Launched::Nothing);
        assert_eq!(launched(b"enforced files network group\n"), Launched::Program(most));
        assert_eq!(launched(b"enforced \n"), Launched::Program(Enforced::default()));
        assert_eq!(launched(b"enforced files\nfailed no"), Launched::Failed("no".to_owned()));
    }
}
