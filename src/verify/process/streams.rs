//! The pipes between us and a program: waiting for them, and moving what is in them.

use std::io::{ErrorKind, PipeReader, PipeWriter, Read as _, Result, Write as _};
use std::os::fd::AsFd;
#[cfg(target_os = "linux")]
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;

/// How much is read at once, in bytes.
const CHUNK: usize = 64 * 1024;

/// What a program reads and prints.
pub(super) struct Streams {
    pub(super) stdin: Option<Feed>,
    pub(super) stdout: Intake,
    pub(super) stderr: Intake,
}

/// What we write, and the program reads.
pub(super) struct Feed {
    pipe: PipeWriter,
    rest: Vec<u8>,
}

/// What the program prints, and we read.
pub(super) struct Intake {
    /// Nothing where its end has been read.
    pipe: Option<PipeReader>,
    bytes: Vec<u8>,
    limit: usize,
    is_over: bool,
}

impl Feed {
    /// `bytes` for whoever reads from the other end of `pipe`.
    pub(super) fn new(pipe: PipeWriter, bytes: &[u8]) -> Result<Self> {
        let flags = rustix::fs::fcntl_getfl(&pipe)?;
        rustix::fs::fcntl_setfl(&pipe, flags | OFlags::NONBLOCK)?;
        Ok(Feed { pipe, rest: bytes.to_owned() })
    }

    /// Writes what can be written at once. Whether there is more, and somebody to read it.
    fn push(&mut self) -> bool {
        match self.pipe.write(&self.rest) {
            Ok(length) => drop(self.rest.drain(..length)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(_) => return false,
        }
        !self.rest.is_empty()
    }
}

impl Intake {
    /// What comes out of `pipe`, the first `limit` bytes of it.
    pub(super) fn new(pipe: Option<PipeReader>, limit: usize) -> Self {
        Intake { pipe, bytes: Vec::new(), limit, is_over: false }
    }

    /// Reads what is there; only for a pipe that has something.
    fn pull(&mut self, chunk: &mut [u8]) -> Result<()> {
        let Some(pipe) = &mut self.pipe else { return Ok(()) };
        match pipe.read(chunk) {
            Ok(0) => self.pipe = None,
            Ok(length) => {
                let free = self.limit - self.bytes.len();
                self.bytes.extend(&chunk[..length.min(free)]);
                self.is_over |= length > free;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// What has been read.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Streams {
    /// Whether more was printed than may be.
    pub(super) fn are_over(&self) -> bool {
        self.stdout.is_over || self.stderr.is_over
    }

    /// The pipes that are still read from.
    #[cfg(target_os = "linux")]
    pub(super) fn outputs(&self) -> Vec<BorrowedFd<'_>> {
        let pipes = [&self.stdout, &self.stderr].map(|intake| intake.pipe.as_ref());
        pipes.into_iter().flatten().map(|pipe| pipe.as_fd()).collect()
    }

    /// Whether there is nothing more to read.
    fn are_closed(&self) -> bool {
        self.stdout.pipe.is_none() && self.stderr.pipe.is_none()
    }

    /// Moves what can be moved until one of `signs` can be read from, or it is `deadline`, or more
    /// was printed than may be. Which of them have something to read.
    pub(super) fn serve<const N: usize>(
        &mut self,
        signs: [&PipeReader; N],
        deadline: Instant,
    ) -> Result<[bool; N]> {
        let mut chunk = vec![0; CHUNK];
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let ready = self.wait(signs, left)?;
            self.transfer(&ready[N..], &mut chunk)?;
            let seen = std::array::from_fn(|at| ready[at]);
            if seen.contains(&true) || left.is_zero() || self.are_over() {
                return Ok(seen);
            }
        }
    }

    /// Reads what is left, until nobody can write any more, or it is `deadline`, or there is more
    /// than may be.
    pub(super) fn drain(&mut self, deadline: Instant) -> Result<()> {
        self.stdin = None;
        let mut chunk = vec![0; CHUNK];
        while !self.are_closed() && !self.are_over() {
            let left = deadline.saturating_duration_since(Instant::now());
            let ready = self.wait([], left)?;
            self.transfer(&ready, &mut chunk)?;
            if left.is_zero() {
                break;
            }
        }
        Ok(())
    }

    /// Waits until something can be moved, or one of `signs` can be read from, or the time is over.
    /// Says so of `signs`, of standard output, error and input.
    fn wait<const N: usize>(&self, signs: [&PipeReader; N], time: Duration) -> Result<Vec<bool>> {
        let outputs = [&self.stdout, &self.stderr].map(|intake| intake.pipe.as_ref());
        let read = signs.into_iter().map(Some).chain(outputs);
        let read = read.map(|pipe| pipe.map(|pipe| (pipe.as_fd(), PollFlags::IN)));
        let feed = self.stdin.as_ref().map(|feed| (feed.pipe.as_fd(), PollFlags::OUT));
        let all: Vec<_> = read.chain([feed]).collect();
        let mut open: Vec<PollFd<'_>> =
            all.iter().flatten().map(|(fd, flags)| PollFd::from_borrowed_fd(*fd, *flags)).collect();
        let time = Timespec {
            tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: time.subsec_nanos().into(),
        };
        match poll(&mut open, Some(&time)) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let mut ready = open.iter().map(|fd| !fd.revents().is_empty());
        Ok(all.iter().map(|fd| fd.is_some() && ready.next() == Some(true)).collect())
    }

    /// Moves what is `ready` of standard output, error and input.
    fn transfer(&mut self, ready: &[bool], chunk: &mut [u8]) -> Result<()> {
        if ready[0] {
            self.stdout.pull(chunk)?;
        }
        if ready[1] {
            self.stderr.pull(chunk)?;
        }
        if ready[2] && !self.stdin.as_mut().is_some_and(Feed::push) {
            self.stdin = None;
        }
        Ok(())
    }
}
