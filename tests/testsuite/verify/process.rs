//! Programs run to their end, whatever they do.

use std::io::Read as _;
use std::time::Duration;

use mdbook_predict::verify::jail::Enforced;
use mdbook_predict::verify::process::{End, Stop, remove, run};

use super::ground::{Ground, fifo, finish, is_gone, text};

#[test]
fn how_a_program_ends_is_told() {
    let ground = Ground::new();
    for (script, end) in [
        ("exit 0", End::Exited(0)),
        ("exit 3", End::Exited(3)),
        ("kill -TERM $$", End::Signalled(15)),
        ("kill -KILL $$", End::Signalled(9)),
    ] {
        let finished = finish(&ground.sh(script));
        assert_eq!(finished.end, end, "{script}");
        assert_eq!(finished.enforced, Enforced::default());
    }
}

#[test]
fn streams_are_apart_or_one() {
    let ground = Ground::new();
    let mut job = ground.sh("echo a; echo b >&2; echo c");
    let apart = finish(&job);
    assert_eq!((text(&apart.stdout), text(&apart.stderr)), ("a\nc\n", "b\n"));
    job.joins_streams = true;
    let joined = finish(&job);
    assert_eq!((text(&joined.stdout), text(&joined.stderr)), ("a\nb\nc\n", ""));
}

#[test]
fn a_program_has_the_environment_and_the_directory_that_it_is_given() {
    let ground = Ground::new();
    let mut job = ground.job("/usr/bin/env", &[]);
    job.environment = [("A".to_owned(), "b c".into())].into();
    assert_eq!(text(&finish(&job).stdout), "A=b c\n");
    let where_it_is = finish(&ground.sh("pwd -P"));
    let expected = ground.run_dir().canonicalize().unwrap();
    assert_eq!(text(&where_it_is.stdout).trim_end(), expected.to_str().unwrap());
}

#[test]
fn input_is_given_and_need_not_be_read() {
    let ground = Ground::new();
    let long = "0123456789abcdef".repeat(60_000);
    let mut job = ground.sh("cat");
    assert_eq!(text(&finish(&job).stdout), "", "there is nothing to read");
    job.stdin = Some(long.clone().into_bytes());
    let echoed = finish(&job);
    assert_eq!((echoed.end, text(&echoed.stdout) == long), (End::Exited(0), true));
    job.arguments = vec!["-c".into(), "exec <&-; echo no".into()];
    let unread = finish(&job);
    assert_eq!((unread.end, text(&unread.stdout)), (End::Exited(0), "no\n"));
}

/// It neither spins nor stops where a program closes what it prints to and goes on.
#[test]
fn a_program_without_streams_is_waited_for() {
    let ground = Ground::new();
    fifo(&ground.beside("ready"));
    let path = ground.beside("ready");
    let job = ground.sh(&format!("exec >&- 2>&-; echo x > '{}'; exit 4", path.display()));
    let finished = std::thread::scope(|scope| {
        let finished = scope.spawn(|| finish(&job));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "x\n");
        finished.join().unwrap()
    });
    assert_eq!(finished.end, End::Exited(4));
}

#[test]
fn a_program_has_its_time() {
    let ground = Ground::new();
    let mut job = ground.sh("echo $$; trap '' TERM INT; while :; do :; done");
    job.limits.time = Duration::from_millis(300);
    let finished = finish(&job);
    assert_eq!(finished.end, End::TimedOut);
    assert!(finished.time >= job.limits.time);
    assert!(is_gone(text(&finished.stdout)));
}

#[test]
fn a_program_prints_so_much_and_no_more() {
    let ground = Ground::new();
    for (script, joins_streams, end) in [
        ("printf 0123456789", false, End::Exited(0)),
        ("printf 0123456789a", false, End::PrintedTooMuch),
        ("printf 0123456789; printf 0123456789 >&2", false, End::Exited(0)),
        ("printf 0123456789; printf a >&2", true, End::PrintedTooMuch),
        ("yes", false, End::PrintedTooMuch),
        ("yes >&2", false, End::PrintedTooMuch),
        ("yes & wait", false, End::PrintedTooMuch),
    ] {
        let mut job = ground.sh(script);
        job.limits.output = 10;
        job.joins_streams = joins_streams;
        let finished = finish(&job);
        assert_eq!(finished.end, end, "{script}");
        assert_eq!(finished.stdout.len().max(finished.stderr.len()), 10, "{script}");
    }
}

/// Nobody waits for a grandchild that holds a pipe, and it is not left behind.
#[test]
fn grandchildren_end_with_the_program() {
    let ground = Ground::new();
    let finished = finish(&ground.sh("sleep 1000 & echo $!; exit 5"));
    assert_eq!(finished.end, End::Exited(5));
    assert!(is_gone(text(&finished.stdout)));
    let many = "for i in $(seq 100); do (sleep 1000 & echo $!) & done; wait";
    let finished = finish(&ground.sh(many));
    assert_eq!(text(&finished.stdout).lines().count(), 100);
    assert!(text(&finished.stdout).lines().all(is_gone));
}

#[test]
fn a_run_can_be_stopped() {
    let ground = Ground::new();
    let stop = Stop::new().unwrap();
    assert!(!stop.is_asked());
    fifo(&ground.beside("ready"));
    let path = ground.beside("ready");
    let script = format!("echo $$ | tee '{}'; sleep 1000", path.display());
    let jobs = [(); 3].map(|()| ground.sh(&script));
    let finished = std::thread::scope(|scope| {
        let runs = jobs.each_ref().map(|job| scope.spawn(|| run(job, &stop).unwrap()));
        let mut ready = std::fs::File::open(&path).unwrap();
        ready.read_exact(&mut [0]).unwrap();
        stop.now();
        runs.map(|run| run.join().unwrap())
    });
    assert!(stop.is_asked());
    for finished in finished {
        assert_eq!(finished.end, End::Stopped);
        assert!(text(&finished.stdout).lines().all(is_gone));
    }
    let late = run(&ground.sh("sleep 1000"), &stop).unwrap();
    assert_eq!(late.end, End::Stopped, "it stays so");
}

#[test]
fn what_cannot_be_started_is_named() {
    let ground = Ground::new();
    std::fs::write(ground.run_dir().join("text"), "no program").unwrap();
    let text = ground.run_dir().join("text");
    for (program, reason) in [
        ("/no/such/program", "No such file or directory"),
        (text.to_str().unwrap(), "Permission denied"),
    ] {
        let mut job = ground.job(program, &[]);
        for jail in [None, Some(ground.jail()).filter(|_| cfg!(target_os = "linux"))] {
            job.jail = jail;
            let error = run(&job, &Stop::new().unwrap()).unwrap_err();
            let said = format!("{error:#}");
            assert!(said.starts_with(&format!("cannot start {program}: {reason}")), "{said}");
        }
    }
}

/// Programs that run at once do not meet.
#[test]
fn many_run_at_once() {
    let ground = Ground::new();
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let ground = &ground;
            scope.spawn(move || {
                for number in 0..25 {
                    let script = format!("sleep 1000 & echo {worker}-{number}; exit {number}");
                    let finished = finish(&ground.sh(&script));
                    assert_eq!(finished.end, End::Exited(number));
                    assert_eq!(text(&finished.stdout), format!("{worker}-{number}\n"));
                }
            });
        }
    });
}

/// A directory that a program has closed is removed.
#[test]
fn a_closed_directory_is_cleaned() {
    let ground = Ground::new();
    let finished = finish(&ground.sh("mkdir -p a/b && echo x > a/b/f && chmod 000 a/b a ."));
    assert_eq!(finished.end, End::Exited(0));
    remove(&ground.run_dir()).unwrap();
    std::fs::create_dir(ground.run_dir()).unwrap();
}
