//! One program on Windows, as far as the standard library reaches.
//!
//! There is no jail here, and no group that could be ended as a whole: `taskkill` ends a program
//! with those of its descendants whose parents are still there.

use std::io::{PipeReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::{End, Finished, Job, Stop};
use crate::verify::jail::Enforced;

/// For how long what was printed is still read after the program has ended.
const DRAIN: Duration = Duration::from_secs(1);

/// How often a program is asked whether it has ended: nothing in the standard library can wait for
/// that and for something else.
const PAUSE: Duration = Duration::from_millis(5);

/// How much is read at once, in bytes.
const CHUNK: usize = 64 * 1024;

/// A piece of what was printed, or that a stream was closed.
type Printing = (usize, Option<Vec<u8>>);

/// What has been printed so far, to standard output and error.
struct Printed {
    texts: [Vec<u8>; 2],
    limit: usize,
    open: usize,
    is_over: bool,
}

/// Runs the program of `job` until it ends, or has to be stopped.
///
/// # Errors
///
/// The program cannot be started, which the message says with its name; or the jail is required,
/// which this system does not have.
pub fn run(job: &Job, stop: &Stop) -> Result<Finished> {
    let say = || format!("cannot start {}", job.executable.display());
    if job.jail.as_ref().is_some_and(|jail| jail.is_required) {
        let missing = Enforced::default().missing().unwrap_or_default();
        bail!("{}: {missing}, and the sandbox is required", say());
    }
    let started = Instant::now();
    let (mut child, pieces, open) = start(job).with_context(say)?;
    let limit = job.limits.output;
    let mut printed = Printed { texts: Default::default(), limit, open, is_over: false };
    let watched = watch(&mut child, &pieces, &mut printed, stop, started + job.limits.time);
    let time = started.elapsed();
    end_tree(&mut child);
    let status = child.wait().context("cannot wait for a program")?;
    printed.drain(&pieces, Instant::now() + DRAIN);
    let end = match watched? {
        None if printed.is_over => End::PrintedTooMuch,
        None => End::Exited(status.code().unwrap_or_default()),
        Some(end) => end,
    };
    let [stdout, stderr] = printed.texts;
    Ok(Finished { end, stdout, stderr, time, enforced: Enforced::default() })
}

/// Nothing that has left its parent can be found here.
pub fn end_escaped() {}

/// Starts the program of `job`. What it prints comes through the channel, and how many streams
/// there are.
fn start(job: &Job) -> Result<(Child, Receiver<Printing>, usize)> {
    let mut command = Command::new(&job.executable);
    command.args(&job.arguments).current_dir(&job.directory);
    command.env_clear().envs(&job.environment);
    let (stdout, output) = std::io::pipe()?;
    let mut pipes = vec![stdout];
    if job.joins_streams {
        command.stderr(output.try_clone()?);
    } else {
        let (stderr, errors) = std::io::pipe()?;
        command.stderr(errors);
        pipes.push(stderr);
    }
    command.stdout(output);
    command.stdin(if job.stdin.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut child = command.spawn()?;
    if let (Some(mut pipe), Some(bytes)) = (child.stdin.take(), job.stdin.clone()) {
        // A program need not read what it is given.
        thread::spawn(move || drop(pipe.write_all(&bytes)));
    }
    let (sender, pieces) = channel();
    let open = pipes.len();
    for (stream, pipe) in pipes.into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || read(stream, pipe, &sender));
    }
    Ok((child, pieces, open))
}

/// Sends what comes out of `pipe`, until nobody writes or nobody wants it.
fn read(stream: usize, mut pipe: PipeReader, sender: &Sender<Printing>) {
    let mut chunk = vec![0; CHUNK];
    while let Ok(length) = pipe.read(&mut chunk) {
        let piece = (length > 0).then(|| chunk[..length].to_vec());
        if sender.send((stream, piece)).is_err() || length == 0 {
            return;
        }
    }
    let _ = sender.send((stream, None));
}

/// Takes what is printed until the program ends, which is `None`, or has to be stopped.
fn watch(
    child: &mut Child,
    pieces: &Receiver<Printing>,
    printed: &mut Printed,
    stop: &Stop,
    deadline: Instant,
) -> Result<Option<End>> {
    loop {
        if child.try_wait().context("cannot wait for a program")?.is_some() {
            return Ok(None);
        }
        printed.take(pieces, PAUSE);
        if stop.is_asked() {
            return Ok(Some(End::Stopped));
        }
        if printed.is_over {
            return Ok(Some(End::PrintedTooMuch));
        }
        if Instant::now() >= deadline {
            return Ok(Some(End::TimedOut));
        }
    }
}

/// Ends `child` and its descendants.
fn end_tree(child: &mut Child) {
    let mut command = Command::new("taskkill");
    command.args(["/F", "/T", "/PID", &child.id().to_string()]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // What has ended already cannot be ended.
    let _ = command.status();
    let _ = child.kill();
}

impl Printed {
    /// Takes the next piece, if one comes within `time`. Whether one came.
    fn take(&mut self, pieces: &Receiver<Printing>, time: Duration) -> bool {
        match pieces.recv_timeout(time) {
            Ok((stream, Some(bytes))) => {
                let text = &mut self.texts[stream];
                let free = self.limit - text.len();
                text.extend(&bytes[..bytes.len().min(free)]);
                self.is_over |= bytes.len() > free;
                true
            }
            Ok((_, None)) => {
                self.open -= 1;
                true
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                // All readers are done, and only the program is waited for.
                thread::sleep(time);
                false
            }
        }
    }

    /// Takes what is left, until all streams are closed or it is `deadline`.
    fn drain(&mut self, pieces: &Receiver<Printing>, deadline: Instant) {
        while self.open > 0 && !self.is_over {
            let left = deadline.saturating_duration_since(Instant::now());
            if !self.take(pieces, left) {
                return;
            }
        }
    }
}
