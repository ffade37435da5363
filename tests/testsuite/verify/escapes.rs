//! Programs that want to outlive their run, with the jail and without it.

use std::time::Duration;

use mdbook_predict::verify::process::End;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

use super::ground::{Ground, finish, is_gone, living_in, text};
use super::python;

/// Leaves a grandchild behind in several ways, and tells the number of each. It tells that only
/// when the grandchild has become what it is going to be.
const STRAYS: &str = r"
import os
def stray(leaves, keeps):
    r, w = os.pipe()
    if os.fork() == 0:
        try: leaves()
        except OSError: pass
        if os.fork() == 0:
            os.write(w, str(os.getpid()).encode())
            if keeps != 'place': os.chdir('/')
            if keeps != 'pipes':
                for stream in range(3): os.close(stream)
            os.execve('/bin/sleep', ['sleep', '1000'], os.environ if keeps == 'home' else {})
        os._exit(0)
    os.close(w)
    os.wait()
    print(os.fdopen(r).read(), flush=True)

for keeps in ('home', 'pipes', 'place', 'nothing'):
    for leaves in (lambda: None, lambda: os.setpgid(0, 0), os.setsid):
        stray(leaves, keeps)
";

/// The last ones of [`STRAYS`] are those that have left the group and kept nothing by which they
/// could be known. Only the end of `verify` ends them where there is no jail.
#[test]
fn nothing_outlives_its_program() {
    let Some(python) = python::executable() else { return };
    let ground = Ground::new();
    let mut job = ground.job(python, &["-Ic", STRAYS]);
    for (jail, left) in [(Some(ground.jail()), 0), (None, 2)] {
        job.jail = jail;
        let finished = finish(&job);
        assert_eq!(finished.end, End::Exited(0), "{}", text(&finished.stderr));
        let strays: Vec<&str> = text(&finished.stdout).lines().collect();
        let (known, unknown) = strays.split_at(strays.len() - left);
        assert_eq!(strays.len(), 12);
        assert_eq!(known.iter().filter(|pid| !is_gone(pid)).count(), 0, "{strays:?}");
        for pid in unknown {
            assert!(!is_gone(pid), "it has escaped, which is why there is a jail");
            let pid = Pid::from_raw(pid.parse().unwrap()).unwrap();
            kill_process(pid, Signal::KILL).unwrap();
            waitpid(Some(pid), WaitOptions::empty()).unwrap();
        }
        assert_eq!(living_in(&ground.run_dir()), [""; 0]);
    }
}

/// A tree of processes, of which one ends when all are there.
#[test]
fn a_tree_of_processes_falls_with_its_root() {
    const TREE: &str = r"
import os, signal
root = os.getpid()
r, w = os.pipe()
for _ in range(7): os.fork()
os.write(w, b'x')
if os.getpid() == root:
    for _ in range(128): os.read(r, 1)
    print('all are there')
else: signal.pause()
";
    let Some(python) = python::executable() else { return };
    let ground = Ground::new();
    let mut job = ground.job(python, &["-Ic", TREE]);
    for jail in [Some(ground.jail()), None] {
        job.jail = jail;
        let finished = finish(&job);
        assert_eq!((finished.end, text(&finished.stdout)), (End::Exited(0), "all are there\n"));
        assert_eq!(living_in(&ground.run_dir()), [""; 0]);
    }
}

#[test]
fn a_program_in_the_jail_has_no_more_time_and_prints_no_more() {
    let ground = Ground::new();
    for (script, end) in [
        ("trap '' TERM INT; while :; do :; done", End::TimedOut),
        ("while :; do sleep 1000 & wait; done", End::TimedOut),
        ("exec >&- 2>&-; kill -STOP $$", End::TimedOut),
        ("yes", End::PrintedTooMuch),
        ("yes >&2 & yes >&2 & wait", End::PrintedTooMuch),
        ("kill -SEGV $$", End::Signalled(11)),
        ("kill -KILL 0", End::Signalled(9)),
    ] {
        let mut job = ground.sh(script);
        job.limits.output = 1000;
        job.jail = Some(ground.jail());
        if end == End::TimedOut {
            job.limits.time = Duration::from_millis(300);
        }
        let finished = finish(&job);
        assert_eq!(finished.end, end, "{script}");
        assert_eq!(living_in(&ground.run_dir()), [""; 0], "{script}");
    }
}
