//! One program on Unix: a process group that is ended as a whole.
//!
//! The group is ended *before* its leader is reaped. Until then nobody else can have its number,
//! and no grandchild that holds a pipe can make us wait. On Linux all that it leaves behind becomes
//! our child when its parent ends, so that this waits until nothing of the group is there.

use std::fs::File;
use std::io::{PipeReader, Read as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use rustix::io::{Errno, retry_on_intr};
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, WaitOptions, WaitStatus, kill_process, kill_process_group,
    waitid, waitpgid, waitpid,
};
use tempfile::NamedTempFile;

use super::launcher::{self, Launched};
use super::streams::{Feed, Intake, Streams};
use super::{End, Finished, Job, Stop};
use crate::verify::jail::Enforced;

/// For how long what was printed is still read after the program has ended.
const DRAIN: Duration = Duration::from_secs(1);

/// Runs the program of `job` until it ends, or has to be stopped.
///
/// When this returns, the program has been reaped and its process group is gone. What left the
/// group, where the system could not keep it from that, is gone as well if it still held a pipe, or
/// named the job's directory; see [`end_escaped`] for the rest.
///
/// # Errors
///
/// The program cannot be started, which the message says with its name; or the jail is required,
/// and this system does not have it.
pub fn run(job: &Job, stop: &Stop) -> Result<Finished> {
    adopt_orphans();
    let report = job.jail.as_ref().map(|_| report_file(job)).transpose()?;
    let say = || format!("cannot start {}", job.executable.display());
    let started = Instant::now();
    let (leader, mut streams) = start(job, report.as_ref()).with_context(say)?;
    let watched = watch(job, leader, &mut streams, stop, started);
    let time = started.elapsed();
    let status = end_group(leader);
    let watched = watched?;
    let launched = report.as_ref().map_or(Ok(None), |report| {
        read_report(report.as_file()).map(|text| Some(launcher::launched(&text)))
    })?;
    let enforced = match &launched {
        Some(Launched::Program(enforced)) => *enforced,
        // A program that never began was kept from everything.
        Some(Launched::Failed(_) | Launched::Nothing) => Enforced::ALL,
        None => Enforced::default(),
    };
    if !enforced.group {
        end_escaped_from(job, &streams);
    }
    streams.drain(Instant::now() + DRAIN)?;
    let end = match watched {
        None if streams.are_over() => End::PrintedTooMuch,
        None => end_of(status?),
        Some(end) => end,
    };
    let (stdout, stderr) = (streams.stdout.into_bytes(), streams.stderr.into_bytes());
    match launched {
        Some(Launched::Failed(reason)) => bail!("{}: {reason}", say()),
        Some(Launched::Nothing) if matches!(end, End::Exited(_) | End::Signalled(_)) => {
            bail!("{}: the launcher of the sandbox ended with {end:?}", say());
        }
        _ => Ok(Finished { end, stdout, stderr, time, enforced }),
    }
}

/// Ends what programs have left behind outside of their process groups.
///
/// Only for a process that runs no program any more, and has started no process but through
/// [`run`]: whatever child it still has is ended.
pub fn end_escaped() {
    #[cfg(target_os = "linux")]
    super::escaped::end_all();
}

/// Makes what programs leave behind our children, so that it can be ended and waited for.
fn adopt_orphans() {
    #[cfg(target_os = "linux")]
    {
        // Kernels that cannot do this are older than all others that matter here.
        let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    }
}

fn end_escaped_from(job: &Job, streams: &Streams) {
    #[cfg(target_os = "linux")]
    super::escaped::end_those_of(&job.directory, &streams.outputs());
    #[cfg(not(target_os = "linux"))]
    let _ = (job, streams);
}

/// The file that the launcher reports to, beside the directory in which the program runs.
fn report_file(job: &Job) -> Result<NamedTempFile> {
    let beside = job.directory.parent().unwrap_or(&job.directory);
    NamedTempFile::new_in(beside)
        .with_context(|| format!("cannot write a file in {}", beside.display()))
}

fn read_report(mut file: &File) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    file.read_to_end(&mut text).context("cannot read the report of the sandbox")?;
    Ok(text)
}

/// Starts the program of `job`, or the launcher that becomes it, as the leader of a new group.
fn start(job: &Job, report: Option<&NamedTempFile>) -> Result<(Pid, Streams)> {
    let mut command = match (&job.jail, report) {
        (Some(jail), Some(report)) => {
            let mut command = Command::new(&jail.launcher);
            let report = report.path();
            command.args(launcher::arguments(jail, report, &job.executable, &job.arguments));
            command
        }
        _ => {
            let mut command = Command::new(&job.executable);
            command.args(&job.arguments);
            command
        }
    };
    command.current_dir(&job.directory).env_clear().envs(&job.environment).process_group(0);
    let limit = job.limits.output;
    let (stdout, output) = std::io::pipe()?;
    let stderr = if job.joins_streams {
        command.stderr(output.try_clone()?);
        None
    } else {
        let (stderr, errors) = std::io::pipe()?;
        command.stderr(errors);
        Some(stderr)
    };
    command.stdout(output);
    let stdin = match &job.stdin {
        Some(bytes) => {
            let (input, feed) = std::io::pipe()?;
            command.stdin(input);
            Some(Feed::new(feed, bytes)?)
        }
        None => {
            command.stdin(Stdio::null());
            None
        }
    };
    let child = command.spawn()?;
    let stdout = Intake::new(Some(stdout), limit);
    let streams = Streams { stdin, stdout, stderr: Intake::new(stderr, limit) };
    let leader = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    Ok((leader.expect("a child has a process id"), streams))
}

/// Moves what is printed until the leader ends, which is `None`, or has to be stopped.
fn watch(
    job: &Job,
    leader: Pid,
    streams: &mut Streams,
    stop: &Stop,
    started: Instant,
) -> Result<Option<End>> {
    let (ended, end) = std::io::pipe()?;
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // The leader stays unreaped, so that its number stays taken.
            let exited = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            let _ = retry_on_intr(|| waitid(WaitId::Pid(leader), exited));
            drop(end);
        });
        let watched = serve(streams, &ended, stop, started + job.limits.time);
        if !matches!(watched, Ok(None)) {
            kill(leader);
        }
        watched
    })
}

/// Moves what is printed until the program has `ended`, or has to be stopped.
fn serve(
    streams: &mut Streams,
    ended: &PipeReader,
    stop: &Stop,
    deadline: Instant,
) -> Result<Option<End>> {
    let [has_ended, is_stopped] = streams.serve([ended, stop.asked()], deadline)?;
    Ok(match () {
        () if is_stopped => Some(End::Stopped),
        () if streams.are_over() => Some(End::PrintedTooMuch),
        () if has_ended => None,
        () => Some(End::TimedOut),
    })
}

/// Ends the group of a leader that nobody has reaped; and the leader, should it have left that.
fn kill(leader: Pid) {
    // Those that have ended already are not there to be told.
    let _ = kill_process_group(leader, Signal::KILL);
    let _ = kill_process(leader, Signal::KILL);
}

/// Ends the group of `leader`, waits until our children in it are gone, and says how it ended.
fn end_group(leader: Pid) -> Result<WaitStatus> {
    kill(leader);
    let mut status = None;
    loop {
        // The kernel gives numbers out in a circle, so this one is not taken again so soon.
        match retry_on_intr(|| waitpgid(leader, WaitOptions::empty())) {
            Ok(Some((process, how))) if process == leader => status = Some(how),
            Ok(_) => {}
            Err(Errno::CHILD) => break,
            Err(error) => return Err(error).context("cannot wait for a program"),
        }
    }
    if status.is_none() {
        let reaped = retry_on_intr(|| waitpid(Some(leader), WaitOptions::empty()));
        status = reaped.context("cannot wait for a program")?.map(|(_, how)| how);
    }
    status.context("a program has ended without a status")
}

fn end_of(status: WaitStatus) -> End {
    match (status.exit_status(), status.terminating_signal()) {
        (Some(code), _) => End::Exited(code),
        (None, signal) => End::Signalled(signal.unwrap_or_default()),
    }
}
