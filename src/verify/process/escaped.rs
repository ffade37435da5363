//! What left its process group, where nothing could keep it from that.
//!
//! Its parent has ended, so it has become a child of ours.

use std::ffi::OsStr;
use std::fs;
use std::os::fd::BorrowedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use rustix::io::retry_on_intr;
use rustix::process::{Pid, Signal, WaitOptions, getpid, kill_process, waitpid};

/// Ends the children that a program in `directory` has left to us: those that hold one of its
/// `pipes`, and those that run or live in its directory.
pub(super) fn end_those_of(directory: &Path, pipes: &[BorrowedFd<'_>]) {
    let pipes: Vec<u64> =
        pipes.iter().filter_map(|pipe| Some(rustix::fs::fstat(pipe).ok()?.st_ino)).collect();
    // Each that ends may leave its own children to us.
    while children()
        .filter(|child| has_begun(*child))
        .filter(|child| holds_one_of(*child, &pipes) || is_adopted_from(*child, directory))
        .filter(|child| end(*child))
        .count()
        > 0
    {}
}

/// Ends all children, and theirs.
pub(super) fn end_all() {
    while children().filter(|child| end(*child)).count() > 0 {}
}

/// The processes whose parent this one is.
fn children() -> impl Iterator<Item = Pid> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists =
        threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let numbers: Vec<String> = lists.collect();
    let children: Vec<Pid> = numbers
        .iter()
        .flat_map(|list| list.split_whitespace())
        .filter_map(|number| Pid::from_raw(number.parse().ok()?))
        .collect();
    children.into_iter()
}

/// Whether the process has become a program of its own. Until then it is a copy of us, about to be
/// started by another thread, with all our pipes.
fn has_begun(process: Pid) -> bool {
    let own = fs::read_link("/proc/self/exe");
    let its = fs::read_link(format!("/proc/{process}/exe"));
    own.is_ok_and(|own| its.is_ok_and(|its| its != own))
}

/// Whether the process has one of the pipes with these numbers open.
fn holds_one_of(process: Pid, pipes: &[u64]) -> bool {
    let files = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
    let targets = files.filter_map(|file| fs::read_link(file.path()).ok());
    let names: Vec<String> = pipes.iter().map(|number| format!("pipe:[{number}]")).collect();
    targets
        .into_iter()
        .any(|target| names.iter().any(|name| target.as_os_str() == OsStr::new(name)))
}

/// Whether the process has come to us from a program in `directory`, as far as it shows.
fn is_adopted_from(process: Pid, directory: &Path) -> bool {
    // Leaders of other groups in our session are programs that we have started ourselves.
    let proc = Path::new("/proc").join(process.to_string());
    let is_ours = group_and_session(&proc).is_some_and(|(group, session)| {
        let own = group_and_session(Path::new("/proc/self"));
        group == process.to_string() && own.is_some_and(|(_, own)| own == session)
    });
    let is_there = fs::read_link(proc.join("cwd")).is_ok_and(|cwd| cwd.starts_with(directory));
    let environment = fs::read(proc.join("environ")).unwrap_or_default();
    let values = environment.split(|byte| *byte == 0);
    let values = values.filter_map(|entry| entry.splitn(2, |byte| *byte == b'=').nth(1));
    let lives_there = || values.into_iter().any(|value| value == directory.as_os_str().as_bytes());
    !is_ours && (is_there || lives_there())
}

/// The numbers of the group and of the session of the process whose directory is `proc`. They are 0
/// where those are of an outer namespace of processes, as in containers, so no `Pid` can hold them.
fn group_and_session(proc: &Path) -> Option<(String, String)> {
    let stat = fs::read(proc.join("stat")).ok()?;
    let fields = fields_behind_name(&stat)?;
    let mut numbers = fields.split_whitespace().skip(2).map(str::to_owned);
    Some((numbers.next()?, numbers.next()?))
}

/// What `/proc/PID/stat` says behind the name of the command, which may be anything.
fn fields_behind_name(stat: &[u8]) -> Option<&str> {
    let end = stat.iter().rposition(|byte| *byte == b')')?;
    std::str::from_utf8(&stat[end + 1..]).ok()
}

/// Ends a child of ours, and reaps it. Whether it was one.
fn end(child: Pid) -> bool {
    debug_assert!(child != getpid(), "nobody is their own child");
    // A child that nobody has reaped keeps its number, so this meets no other.
    kill_process(child, Signal::KILL).is_ok()
        && retry_on_intr(|| waitpid(Some(child), WaitOptions::empty())).is_ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{fields_behind_name, group_and_session};

    #[test]
    fn a_name_may_have_anything_in_it() {
        let stat = b"12 (a) S (\xff) S 1 0 0 34 ";
        assert_eq!(fields_behind_name(stat), Some(" S 1 0 0 34 "));
        assert_eq!(fields_behind_name(b""), None);
    }

    #[test]
    fn a_process_has_a_group_and_a_session() {
        let (group, session) = group_and_session(Path::new("/proc/self")).unwrap();
        assert!(group.parse::<u32>().is_ok() && session.parse::<u32>().is_ok());
    }
}
