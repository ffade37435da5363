//! Programs that are run, with and without a jail.
//!
//! Attacks are made by real programs, each with the jail and without it, so that every test shows
//! that its attack works where nothing stops it.

#[cfg(unix)]
mod accept;
#[cfg(target_os = "linux")]
mod attacks;
mod book;
mod cleaning;
#[cfg(target_os = "linux")]
mod crowd;
#[cfg(target_os = "linux")]
mod escapes;
#[cfg(unix)]
mod lock;
#[cfg(unix)]
mod process;
#[cfg(unix)]
mod runners;
#[cfg(unix)]
mod said;
#[cfg(target_os = "linux")]
mod stopping;

#[cfg(unix)]
mod ground {
    use std::collections::BTreeMap;
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use mdbook_predict::verify::jail::Jail;
    use mdbook_predict::verify::process::{Finished, Job, Limits, Stop, remove, run};

    /// A directory to run programs in, with what lies beside it.
    pub(crate) struct Ground {
        dir: tempfile::TempDir,
    }

    impl Ground {
        pub(crate) fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            std::fs::create_dir(dir.path().join("run")).unwrap();
            Ground { dir }
        }

        /// Where programs run.
        pub(crate) fn run_dir(&self) -> PathBuf {
            self.dir.path().join("run")
        }

        /// What lies beside that.
        pub(crate) fn beside(&self, name: &str) -> PathBuf {
            self.dir.path().join(name)
        }

        /// A program without a jail.
        pub(crate) fn job(&self, program: &str, arguments: &[&str]) -> Job {
            let directory = self.run_dir();
            let variables = [("PATH", "/usr/bin:/bin".into()), ("HOME", directory.clone().into())];
            let environment: BTreeMap<String, OsString> =
                variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            Job {
                executable: program.into(),
                arguments: arguments.iter().map(OsString::from).collect(),
                environment,
                directory,
                stdin: None,
                joins_streams: false,
                limits: Limits { time: Duration::from_secs(60), output: 1 << 20 },
                jail: None,
            }
        }

        /// A shell's program without a jail.
        pub(crate) fn sh(&self, script: &str) -> Job {
            self.job("/bin/sh", &["-c", script])
        }

        /// The jail that programs get here.
        pub(crate) fn jail(&self) -> Jail {
            let mut read: Vec<PathBuf> =
                ["/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives"]
                    .map(PathBuf::from)
                    .into();
            read.extend(super::python::prefix().map(PathBuf::from));
            Jail {
                launcher: env!("CARGO_BIN_EXE_mdbook-predict").into(),
                read,
                write: vec![self.run_dir()],
                shares_memory: false,
                changes_modes: false,
                is_required: true,
            }
        }
    }

    impl Drop for Ground {
        fn drop(&mut self) {
            remove(&self.run_dir()).unwrap();
            let left: Vec<_> = std::fs::read_dir(self.dir.path()).unwrap().collect();
            let reports = left.iter().filter(|entry| {
                entry
                    .as_ref()
                    .is_ok_and(|entry| entry.file_name().to_string_lossy().contains("tmp"))
            });
            assert_eq!(reports.count(), 0, "a report was left behind");
        }
    }

    pub(crate) fn finish(job: &Job) -> Finished {
        run(job, &Stop::new().unwrap()).unwrap()
    }

    pub(crate) fn text(bytes: &[u8]) -> &str {
        std::str::from_utf8(bytes).unwrap()
    }

    /// Whether there is no process of this number, not even one that has ended.
    pub(crate) fn is_gone(pid: &str) -> bool {
        let pid = rustix::process::Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
        rustix::process::test_kill_process(pid) == Err(rustix::io::Errno::SRCH)
    }

    /// The processes that live in `directory`, or name it in their environment.
    #[cfg(target_os = "linux")]
    pub(crate) fn living_in(directory: &Path) -> Vec<String> {
        let directory = directory.to_str().unwrap();
        let processes = std::fs::read_dir("/proc").unwrap().flatten().filter(|entry| {
            // A process may end while it is looked at.
            let environment = std::fs::read(entry.path().join("environ")).unwrap_or_default();
            let place = std::fs::read_link(entry.path().join("cwd")).unwrap_or_default();
            String::from_utf8_lossy(&environment).contains(directory)
                || place.starts_with(directory)
        });
        let command = |entry: std::fs::DirEntry| std::fs::read(entry.path().join("cmdline"));
        processes
            .filter_map(|entry| Some(String::from_utf8_lossy(&command(entry).ok()?).into_owned()))
            .collect()
    }

    /// A FIFO, for programs that say when they are ready.
    pub(crate) fn fifo(path: &Path) {
        let status = std::process::Command::new("mkfifo").arg(path).status().unwrap();
        assert!(status.success());
    }
}

/// The whole command on a book, with a directory for temporary files of its own.
#[cfg(unix)]
mod whole {
    use std::process::{Child, Output, Stdio};

    use super::super::support::{BookDir, command};

    pub(crate) struct Run {
        pub(crate) book: BookDir,
        pub(crate) temporary: tempfile::TempDir,
    }

    impl Run {
        /// Will run the programs of `chapter`, in a book with the settings `toml`.
        pub(crate) fn new(toml: &str, chapter: &str) -> Self {
            let toml = format!("[preprocessor.predict]\n{toml}");
            let book = BookDir::new(&toml, &[("one", chapter)]);
            Run { book, temporary: tempfile::tempdir().unwrap() }
        }

        /// Starts it with more arguments.
        pub(crate) fn start(&self, arguments: &[&str]) -> Child {
            let mut command = command();
            command.arg("verify").arg(self.book.root()).args(arguments);
            command.env("TMPDIR", self.temporary.path()).env("GITHUB_ACTIONS", "true");
            command.current_dir(self.book.root()).stdin(Stdio::null());
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        }

        /// Has it run to its end.
        pub(crate) fn finish(&self, arguments: &[&str]) -> Output {
            self.start(arguments).wait_with_output().unwrap()
        }

        /// What it has left behind: files, and processes.
        #[cfg(target_os = "linux")]
        pub(crate) fn left(&self) -> Vec<String> {
            let files = std::fs::read_dir(self.temporary.path()).unwrap();
            let files = files.map(|entry| entry.unwrap().path().display().to_string());
            files.chain(super::ground::living_in(self.temporary.path())).collect()
        }
    }
}

/// The Python of this machine, as it is and not as a shim that looks for it.
#[cfg(unix)]
mod python {
    use std::sync::LazyLock;

    static PLACES: LazyLock<Option<(String, String)>> = LazyLock::new(|| {
        let script =
            "import os, sys; print(os.path.realpath(sys.executable)); print(sys.base_prefix)";
        let output = std::process::Command::new("python3").args(["-c", script]).output().ok()?;
        let text = String::from_utf8(output.stdout).unwrap();
        let (executable, prefix) = text.trim_end().split_once('\n')?;
        Some((executable.to_owned(), prefix.to_owned()))
    });

    pub(crate) fn prefix() -> Option<&'static str> {
        PLACES.as_ref().map(|(_, prefix)| prefix.as_str())
    }

    /// Its path; without one, attacks cannot be tried, which with `CI` set is a failure.
    #[cfg(target_os = "linux")]
    pub(crate) fn executable() -> Option<&'static str> {
        use std::io::Write as _;
        if PLACES.is_none() {
            assert!(std::env::var_os("CI").is_none(), "nobody here runs programs in python");
            let _ = writeln!(std::io::stderr(), "not run: attacks in python");
        }
        PLACES.as_ref().map(|(executable, _)| executable.as_str())
    }
}
