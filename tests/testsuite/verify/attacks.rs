//! What a stranger's program tries: first in the jail, then where nothing keeps it from anything.
//!
//! The second run shows that the attacks of the first are attacks.

use std::io::ErrorKind;
use std::net::{TcpListener, UdpSocket};
use std::os::fd::AsRawFd as _;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener};

use mdbook_predict::verify::process::{End, Finished};

use super::ground::{Ground, finish, text};
use super::python;

/// What Python does, and what becomes of that in the jail; without the jail, it is done.
const KEPT: &[(&str, &str, &str)] = &[
    // Files of the user.
    ("the environment of the parent", "open(f'/proc/{PARENT}/environ', 'rb').read(1)[0]", "EACCES"),
    ("the processes", "os.listdir('/proc')", "EACCES"),
    ("reading", "open(f'{HOME}/secret').read()", "EACCES"),
    ("listing", "os.listdir(HOME)", "EACCES"),
    ("the way up", "open('../home/secret').read()", "EACCES"),
    ("a link", "os.symlink(f'{HOME}/secret', 'to'); open('to').read()", "EACCES"),
    ("a hard link", "os.link(f'{HOME}/secret', 'hard')", "EXDEV"),
    ("its own root", "os.chdir('/'); open(f'{HOME}/secret').read()", "EACCES"),
    ("writing", "open(f'{HOME}/new', 'w')", "EACCES"),
    ("appending", "open(f'{HOME}/log', 'a').write('x')", "EACCES"),
    ("cutting off", "os.truncate(f'{HOME}/long', 0)", "EACCES"),
    ("opening to cut off", "os.open(f'{HOME}/long', os.O_RDONLY | os.O_TRUNC)", "EACCES"),
    ("removing", "os.remove(f'{HOME}/doomed')", "EACCES"),
    ("moving out", "open('own', 'w'); os.rename('own', f'{HOME}/own')", "EACCES"),
    ("moving in", "os.rename(f'{HOME}/movable', 'movable')", "EACCES"),
    ("a directory", "os.mkdir(f'{HOME}/folder')", "EACCES"),
    ("a link outside", "os.symlink('/', f'{HOME}/way')", "EACCES"),
    ("a pipe outside", "os.mkfifo(f'{HOME}/pipe')", "EACCES"),
    ("modes", "os.chmod(f'{HOME}/secret', 0o644)", "EPERM"),
    ("modes of what is open", "os.chmod(os.open('.', os.O_RDONLY), 0o700)", "EPERM"),
    ("owners", "os.chown(f'{HOME}/secret', os.getuid(), os.getgid())", "EPERM"),
    ("a file that was left open", "os.pread(OPEN, 1, 0)[0]", "EBADF"),
    // Who listens.
    ("TCP", "socket.create_connection(('127.0.0.1', TCP))", "EPERM"),
    ("UDP", "socket.socket(type=DATAGRAMS).sendto(b'x', ('127.0.0.1', UDP))", "EPERM"),
    ("a server", "socket.create_server(('127.0.0.1', 0))", "EPERM"),
    ("a socket with a path", "socket.socket(UNIX).connect(f'{HOME}/docker.sock')", "EPERM"),
    ("a socket with a name", "socket.socket(UNIX).connect(f'\\0{HOME}/name')", "EPERM"),
    ("a pair", "socket.socketpair(UNIX, DATAGRAMS)[0].sendto(b'x', f'{HOME}/log.sock')", "EPERM"),
    // Other processes.
    ("leaving the session", "os.setsid()", "EPERM"),
    ("leaving the group", "os.setpgid(0, 0)", "EPERM"),
    ("limits of the parent", "resource.prlimit(PARENT, resource.RLIMIT_NOFILE)", "EPERM"),
    ("cores", "os.sched_setaffinity(PARENT, os.sched_getaffinity(PARENT))", "EPERM"),
    ("rights of set-uid programs", "libc.prctl(39, 0, 0, 0, 0) and sys.exit()", "SystemExit"),
    // What outlives it.
    ("memory", "libc.shmctl(check(libc.shmget(0, 4096, 0o600)), 0, None)", "EPERM"),
    ("messages", "libc.msgctl(check(libc.msgget(0, 0o600)), 0, None)", "EPERM"),
    ("semaphores", "libc.semctl(check(libc.semget(0, 1, 0o600)), 0, 0)", "EPERM"),
    ("memory with a name", "open(NAMED, 'w'); os.remove(NAMED)", "EACCES"),
    // What it may use.
    ("a core dump", "resource.setrlimit(resource.RLIMIT_CORE, (1, 1))", "ValueError"),
    ("100 MiB in a file", "open('large', 'w').truncate(100 << 20)", "EFBIG"),
    ("2 GiB of memory", "bytearray(2 << 30)", "MemoryError"),
    ("300 files", "[open('/dev/null') for _ in range(300)]", "EMFILE"),
];

/// The same, for which some systems leave no right to anybody.
const KEPT_HERE_OR_THERE: &[(&str, &str, &str)] = &[
    ("attributes", "os.setxattr(f'{HOME}/secret', 'user.x', b'x')", "EPERM"),
    ("being traced", "check(libc.ptrace(0, 0, 0, 0))", "EPERM"),
    ("tracing", "check(libc.ptrace(16, PARENT, 0, 0)); libc.ptrace(17, PARENT, 0, 0)", "EPERM"),
    ("reading memory", "check(libc.process_vm_readv(PARENT, None, 0, None, 0, 0))", "EPERM"),
    ("another user", "check(libc.unshare(0x10000000))", "EPERM"),
    ("another network", "check(libc.unshare(0x40000000))", "EPERM"),
    ("another root", "os.chroot('.')", "EPERM"),
    ("another host name", "check(libc.sethostname(socket.gethostname().encode(), 0))", "EPERM"),
    ("queues", "check(libc.mq_open(b'/no-such-queue', 0))", "EPERM"),
    ("the terminal", "open('/dev/tty')", "EACCES"),
    ("rings", "there(425)", "EPERM"),
    ("files of others", "there(438)", "EPERM"),
    ("clone3", "there(435)", "ENOSYS"),
    ("fchmodat2", "there(452)", "EPERM"),
];

/// What only kernels of 2024 and later keep from it.
const SIGNALS: &[(&str, &str, &str)] = &[
    ("whether the parent is there", "os.kill(PARENT, 0)", "EPERM"),
    ("a harmless signal", "os.kill(PARENT, signal.SIGCONT)", "EPERM"),
    ("by another way", "signal.pidfd_send_signal(os.pidfd_open(PARENT), 0)", "EPERM"),
];

/// What it may do, in the jail as well: some because it is harmless, some because nothing can keep
/// it from that.
const OPEN: &[(&str, &str)] = &[
    ("its own files", "os.mkdir('a'); open('a/b', 'w').write('x'); os.rename('a', 'c')"),
    ("its own processes", "p = os.fork() or signal.pause(); os.kill(p, 9); os.waitpid(p, 0)"),
    ("a stream between them", "a, b = socket.socketpair(); a.send(b'x'); b.recv(1)"),
    ("threads", "t = threading.Thread(target=int); t.start(); t.join()"),
    ("chance", "open('/dev/urandom', 'rb').read(8)[7]"),
    ("whether a file is there", "os.stat(f'{HOME}/secret')"),
    ("the times of a file", "os.utime(f'{HOME}/secret')"),
];

const PRELUDE: &str = r"
import ctypes, errno, os, resource, signal, socket, sys, threading
HOME = sys.argv[1]
PARENT, TCP, UDP, OPEN = map(int, sys.argv[2:])
NAMED = f'/dev/shm/predict-test-{os.getpid()}'
UNIX, DATAGRAMS = socket.AF_UNIX, socket.SOCK_DGRAM
libc = ctypes.CDLL(None, use_errno=True)

def check(result):
    if result == -1: raise OSError(ctypes.get_errno(), '')
    return result

def there(call):
    try: check(libc.syscall(call, -1, 0, 0, 0, 0, 0))
    except OSError as error:
        if error.errno in (errno.EPERM, errno.ENOSYS): raise

def attempt(what, attack):
    child = os.fork()
    if child: return os.waitpid(child, 0)
    said = 'done'
    try: exec(attack, globals())
    except OSError as error: said = errno.errorcode[error.errno]
    except BaseException as error: said = type(error).__name__
    print(f'{what}: {said}', flush=True)
    os._exit(0)
";

/// A user's files, and who listens for them.
struct Surroundings {
    ground: Ground,
    tcp: TcpListener,
    udp: UdpSocket,
    docker: UnixListener,
    log: UnixDatagram,
    named: UnixListener,
}

impl Surroundings {
    fn new() -> Self {
        let ground = Ground::new();
        let home = ground.beside("home");
        std::fs::create_dir(&home).unwrap();
        for name in ["secret", "log", "long", "doomed", "movable"] {
            std::fs::write(home.join(name), "mine").unwrap();
        }
        let name = SocketAddr::from_abstract_name(home.join("name").to_str().unwrap()).unwrap();
        let new = Surroundings {
            tcp: TcpListener::bind("127.0.0.1:0").unwrap(),
            udp: UdpSocket::bind("127.0.0.1:0").unwrap(),
            docker: UnixListener::bind(home.join("docker.sock")).unwrap(),
            log: UnixDatagram::bind(home.join("log.sock")).unwrap(),
            named: UnixListener::bind_addr(&name).unwrap(),
            ground,
        };
        new.tcp.set_nonblocking(true).unwrap();
        new.udp.set_nonblocking(true).unwrap();
        new.docker.set_nonblocking(true).unwrap();
        new.log.set_nonblocking(true).unwrap();
        new.named.set_nonblocking(true).unwrap();
        new
    }

    /// The files and what is in them.
    fn files(&self) -> Vec<(String, Option<String>)> {
        let entries = std::fs::read_dir(self.ground.beside("home")).unwrap();
        let mut files: Vec<_> = entries
            .map(|entry| {
                let entry = entry.unwrap();
                let name = entry.file_name().into_string().unwrap();
                let is_file = entry.file_type().unwrap().is_file();
                (name, is_file.then(|| std::fs::read_to_string(entry.path()).unwrap()))
            })
            .collect();
        files.sort();
        files
    }

    /// Who of those that listen has heard something.
    fn heard(&self) -> [bool; 5] {
        let is = |heard: Result<(), std::io::Error>| match heard {
            Ok(()) => true,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::WouldBlock);
                false
            }
        };
        [
            is(self.tcp.accept().map(drop)),
            is(self.udp.recv(&mut [0]).map(drop)),
            is(self.docker.accept().map(drop)),
            is(self.log.recv(&mut [0]).map(drop)),
            is(self.named.accept().map(drop)),
        ]
    }

    /// Tries all of it with `python`.
    fn attack(&self, python: &str, is_jailed: bool) -> Finished {
        let kept = [KEPT, KEPT_HERE_OR_THERE, SIGNALS].concat();
        let attacks = kept.into_iter().map(|(what, attack, _)| (what, attack));
        let attacks = attacks.chain(OPEN.iter().copied());
        let attempts = attacks.map(|(what, attack)| format!("attempt({what:?}, {attack:?})\n"));
        let script = format!("{PRELUDE}\n{}", attempts.collect::<String>());
        let home = self.ground.beside("home");
        let left_open = std::fs::File::open(home.join("secret")).unwrap();
        rustix::io::fcntl_setfd(&left_open, rustix::io::FdFlags::empty()).unwrap();
        let numbers = [
            std::process::id().to_string(),
            self.tcp.local_addr().unwrap().port().to_string(),
            self.udp.local_addr().unwrap().port().to_string(),
            left_open.as_raw_fd().to_string(),
        ];
        let mut arguments = vec!["-Ic", &script, home.to_str().unwrap()];
        arguments.extend(numbers.iter().map(String::as_str));
        let mut job = self.ground.job(python, &arguments);
        job.jail = is_jailed.then(|| self.ground.jail());
        let finished = finish(&job);
        assert_eq!(finished.end, End::Exited(0), "{}", text(&finished.stderr));
        finished
    }
}

/// What became of the attack `what`.
fn fate<'t>(told: &'t str, what: &str) -> &'t str {
    let mut lines = told.lines();
    let line = lines.find_map(|line| line.strip_prefix(what)?.strip_prefix(": "));
    line.unwrap_or_else(|| panic!("nothing is said of {what}:\n{told}"))
}

#[test]
fn a_program_is_kept_from_what_is_not_its_own() {
    let Some(python) = python::executable() else { return };
    let around = Surroundings::new();
    let files = around.files();
    let jailed = around.attack(python, true);
    assert_eq!(around.files(), files);
    assert_eq!(around.heard(), [false; 5]);
    let told = text(&jailed.stdout);
    let mut wrong: Vec<String> = Vec::new();
    let mut is = |told: &str, what: &str, expected: &str| {
        let fate = fate(told, what);
        wrong.extend((fate != expected).then(|| format!("{what}: {fate}, not {expected}")));
    };
    for (what, _, kept) in KEPT.iter().chain(KEPT_HERE_OR_THERE) {
        is(told, what, kept);
    }
    for (what, _, kept) in SIGNALS {
        is(told, what, if jailed.enforced.signals { kept } else { "done" });
    }
    OPEN.iter().for_each(|(what, _)| is(told, what, "done"));
    std::fs::remove_dir_all(around.ground.run_dir()).unwrap();
    std::fs::create_dir(around.ground.run_dir()).unwrap();
    let free = around.attack(python, false);
    assert_ne!(around.files(), files);
    assert_eq!(around.heard(), [true; 5]);
    for (what, ..) in KEPT.iter().chain(SIGNALS) {
        is(text(&free.stdout), what, "done");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A shell needs no library for it.
#[test]
fn a_shell_is_kept_from_it_too() {
    let around = Surroundings::new();
    let script = r#"
        try() { if eval "$2" 2>/dev/null; then echo "$1: done"; else echo "$1: kept"; fi; }
        try 'parent' "read -r -n 1 < /proc/$1/environ"
        try 'secret' "read -r -n 1 < '$2/secret'"
        try 'outside' ": > '$2/new'"
        try 'TCP' ": > /dev/tcp/127.0.0.1/$3"
        try 'UDP' "echo x > /dev/udp/127.0.0.1/$4"
        try 'session' "setsid --wait true"
        try 'modes' "chmod 600 '$2/secret'"
        try 'own' ": > own"
    "#;
    let arguments = [
        std::process::id().to_string(),
        around.ground.beside("home").to_str().unwrap().to_owned(),
        around.tcp.local_addr().unwrap().port().to_string(),
        around.udp.local_addr().unwrap().port().to_string(),
    ];
    let mut words = vec!["-c", script, "bash"];
    words.extend(arguments.iter().map(String::as_str));
    let mut job = around.ground.job("/bin/bash", &words);
    for (jail, kept) in [(Some(around.ground.jail()), "kept"), (None, "done")] {
        job.jail = jail;
        let finished = finish(&job);
        let told = text(&finished.stdout);
        assert_eq!(told.lines().count(), 8, "{}", text(&finished.stderr));
        for what in ["parent", "secret", "outside", "TCP", "UDP", "session", "modes"] {
            assert_eq!(fate(told, what), kept, "{what}");
        }
        assert_eq!(fate(told, "own"), "done");
    }
}

/// Kernels have doors to the same calls for programs of other architectures.
#[cfg(target_arch = "x86_64")]
#[test]
fn there_is_no_other_door() {
    const SOURCE: &str = r#"
        #include <errno.h>
        #include <stdio.h>
        #include <sys/wait.h>
        #include <unistd.h>

        /* setsid() is 112, with a bit for x32, and 66 for 32 bits. */
        static long x32(void) { return syscall(0x40000000 | 112) < 0 ? -errno : 0; }
        static long ia32(void) {
            long result = 66;
            __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
            return result;
        }
        static void attempt(const char *name, long (*door)(void)) {
            int status = 0;
            fflush(stdout);
            if (fork() == 0) _exit(door() == -EPERM ? 1 : 0);
            wait(&status);
            printf("%s: %s\n", name, WIFEXITED(status) && !WEXITSTATUS(status) ? "open" : "shut");
        }
        int main(void) { attempt("x32", x32); attempt("32 bits", ia32); return 0; }
    "#;
    let ground = Ground::new();
    std::fs::write(ground.run_dir().join("main.c"), SOURCE).unwrap();
    let mut compiler = ground.job("/usr/bin/gcc", &["main.c", "-o", "main"]);
    compiler.environment.insert("TMPDIR".to_owned(), ground.run_dir().into());
    let mut jail = ground.jail();
    jail.changes_modes = true;
    compiler.jail = Some(jail);
    let compiled = finish(&compiler);
    assert_eq!(compiled.end, End::Exited(0), "{}", text(&compiled.stderr));
    let program = ground.run_dir().join("main");
    let mut job = ground.job(program.to_str().unwrap(), &[]);
    assert!(text(&finish(&job).stdout).contains("x32: open\n"), "nothing forbids it");
    job.jail = Some(ground.jail());
    assert_eq!(text(&finish(&job).stdout), "x32: shut\n32 bits: shut\n");
}
