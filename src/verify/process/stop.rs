//! Whether somebody wants `verify` to stop.

#[cfg(unix)]
use std::io::{PipeReader, PipeWriter};
#[cfg(unix)]
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether somebody wants `verify` to stop; all programs that run are ended then.
#[derive(Debug)]
pub struct Stop {
    /// Can be read from as soon as it is so, and stays full: everybody may wait for it.
    #[cfg(unix)]
    asked: PipeReader,
    #[cfg(unix)]
    ask: PipeWriter,
    /// Whether signals end this process again.
    #[cfg(unix)]
    is_over: Arc<AtomicBool>,
    #[cfg(windows)]
    asked: AtomicBool,
}

#[cfg(unix)]
impl Stop {
    /// Nobody wants that yet.
    ///
    /// # Errors
    ///
    /// There are no more file descriptors.
    pub fn new() -> std::io::Result<Self> {
        let (asked, ask) = std::io::pipe()?;
        Ok(Stop { asked, ask, is_over: Arc::default() })
    }

    /// As soon as this process gets SIGINT or SIGTERM, which do not end it until this is dropped.
    ///
    /// # Errors
    ///
    /// There are no more file descriptors, or signals cannot be handled.
    pub fn on_signals() -> std::io::Result<Self> {
        let stop = Stop::new()?;
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            let is_over = Arc::clone(&stop.is_over);
            signal_hook::flag::register_conditional_default(signal, is_over)?;
            signal_hook::low_level::pipe::register(signal, stop.ask.try_clone()?)?;
        }
        Ok(stop)
    }

    /// Now.
    pub fn now(&self) {
        use std::io::Write as _;
        // A pipe that is full says it already.
        let _ = (&self.ask).write(&[0]);
    }

    /// Whether it is so.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let mut asked = [PollFd::new(&self.asked, PollFlags::IN)];
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        poll(&mut asked, Some(&at_once)).is_ok_and(|ready| ready > 0)
    }

    /// What can be read from when it is so.
    pub(super) fn asked(&self) -> &PipeReader {
        &self.asked
    }
}

#[cfg(unix)]
impl Drop for Stop {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

#[cfg(windows)]
impl Stop {
    /// Nobody wants that yet.
    ///
    /// # Errors
    ///
    /// None here.
    pub fn new() -> std::io::Result<Self> {
        Ok(Stop { asked: AtomicBool::new(false) })
    }

    /// Here Ctrl-C ends this process and all that share its console, without asking.
    ///
    /// # Errors
    ///
    /// None here.
    pub fn on_signals() -> std::io::Result<Self> {
        Stop::new()
    }

    /// Now.
    pub fn now(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    /// Whether it is so.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}
