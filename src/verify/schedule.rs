//! Several programs at a time, and their results in the order of the book.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// After how long somebody is told that a program still runs.
pub(super) const SLOW: Duration = Duration::from_secs(5);

/// What there is to tell while tasks are done.
#[derive(Debug)]
pub(super) enum Notice<T> {
    /// Task number `0` takes long.
    Slow(usize),
    /// Task number `0` is done; those before it have been told.
    Done(usize, T),
}

/// What workers tell.
enum Message<T> {
    Started(usize),
    Done(usize, T),
}

/// Does the tasks from 0 to `count`, `workers` of them at a time, and tells in their order what
/// came of them.
pub(super) fn in_order<T: Send>(
    count: usize,
    workers: usize,
    task: impl Fn(usize) -> T + Sync,
    mut tell: impl FnMut(Notice<T>),
) {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..workers.clamp(1, count.max(1)) {
            let (next, task, sender) = (&next, &task, sender.clone());
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count || sender.send(Message::Started(number)).is_err() {
                        return;
                    }
                    if sender.send(Message::Done(number, task(number))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        tell_in_order(&receiver, &mut tell);
    });
}

fn tell_in_order<T>(receiver: &mpsc::Receiver<Message<T>>, tell: &mut impl FnMut(Notice<T>)) {
    let mut running: BTreeMap<usize, Instant> = BTreeMap::new();
    let mut done: BTreeMap<usize, T> = BTreeMap::new();
    let mut told = 0;
    loop {
        let first = running.values().min().map(|started| *started + SLOW);
        match wait(receiver, first) {
            Ok(Message::Started(number)) => drop(running.insert(number, Instant::now())),
            Ok(Message::Done(number, result)) => {
                running.remove(&number);
                done.insert(number, result);
            }
            Err(RecvTimeoutError::Timeout) => {
                running.retain(|number, started| {
                    let is_slow = started.elapsed() >= SLOW;
                    if is_slow {
                        tell(Notice::Slow(*number));
                    }
                    !is_slow
                });
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
        while let Some(result) = done.remove(&told) {
            tell(Notice::Done(told, result));
            told += 1;
        }
    }
}

/// The next message; that there was none where `until` passes first.
fn wait<T>(
    receiver: &mpsc::Receiver<Message<T>>,
    until: Option<Instant>,
) -> Result<Message<T>, RecvTimeoutError> {
    match until {
        Some(until) => receiver.recv_timeout(until.saturating_duration_since(Instant::now())),
        None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::{Notice, in_order};

    #[test]
    fn results_come_in_order_whoever_is_first() {
        let (done, is_done) = std::sync::mpsc::channel();
        let is_done = Mutex::new(is_done);
        let task = |number: usize| match number {
            // The first task ends only when the second one has.
            0 => drop(is_done.lock().unwrap().recv().unwrap()),
            _ => done.send(number).unwrap(),
        };
        let mut told = Vec::new();
        in_order(2, 2, task, |progress| match progress {
            Notice::Done(number, ()) => told.push(number),
            Notice::Slow(number) => panic!("{number} is not slow"),
        });
        assert_eq!(told, [0, 1]);
    }

    #[test]
    fn nothing_to_do_is_done_at_once() {
        in_order(0, 2, |number| number, |progress| panic!("{progress:?}"));
    }
}
