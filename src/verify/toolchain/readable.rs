//! What programs may read: the system's own programs and libraries, and what their tools need.

use std::path::{Component, Path, PathBuf};

/// What every program may read, where it is there: programs, libraries, and the settings without
/// which those do not start.
const SYSTEM: [&str; 19] = [
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/ssl/certs",
    "/etc/ssl/openssl.cnf",
    "/nix/store",
    "/gnu/store",
    "/System",
    "/Library",
    "/private/etc/localtime",
    "/private/etc/ssl",
    "/private/var/db/dyld",
];

/// Directories of package managers: what is in them needs much else in them.
const SHARED: [&str; 4] = ["/home/linuxbrew/.linuxbrew", "/opt/homebrew", "/opt/local", "/snap"];

/// Directories in a home directory in which tools stand beside what is nobody's business.
const PRIVATE: [&str; 5] = [".cache", ".cargo", ".config", ".local", "Library"];

/// Where an installation has its settings, which a distribution keeps in `/etc` and links to; and
/// how many directories deep.
const SETTINGS: [(&str, usize); 2] = [("conf", 5), ("lib", 2)];

/// What programs may read.
pub(super) struct Readable {
    home: Option<PathBuf>,
    paths: Vec<PathBuf>,
}

impl Readable {
    /// What every program may read; `home` is a directory that none may read as a whole.
    pub(super) fn new(home: Option<&Path>) -> Self {
        let paths = SYSTEM.iter().map(PathBuf::from).filter(|path| path.exists());
        Readable { home: home.map(Path::to_owned), paths: paths.collect() }
    }

    /// The `executable` of a tool and what it `needs`.
    pub(super) fn tool(&mut self, executable: &Path, needs: &[PathBuf]) {
        for path in needs {
            for path in [Some(path.clone()), real(path)].into_iter().flatten() {
                if path.is_file() || self.is_narrow(&path) {
                    let settings = SETTINGS.map(|(name, depth)| linked(&path.join(name), depth));
                    self.add(path);
                    settings.into_iter().flatten().for_each(|file| self.add(file));
                }
            }
        }
        for path in [Some(executable.to_owned()), real(executable)].into_iter().flatten() {
            let shared = SHARED.iter().map(Path::new).find(|shared| path.starts_with(shared));
            // A script of a package needs that package, and those beside it.
            let packages = path.ancestors().filter(|path| path.ends_with("node_modules")).last();
            let whole = shared.or(packages).map(Path::to_owned);
            self.add(whole.unwrap_or(path));
        }
    }

    /// A path that the book names, which may begin with `~/`.
    pub(super) fn own(&mut self, path: &str) {
        let path = match (path.strip_prefix("~/"), &self.home) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(path),
        };
        self.add(path);
    }

    /// A file of ours.
    pub(super) fn own_file(&mut self, path: Option<&Path>) {
        path.into_iter().for_each(|path| self.add(path.to_owned()));
    }

    fn add(&mut self, path: PathBuf) {
        if !self.has(&path) && path.exists() {
            self.paths.push(path);
        }
    }

    fn has(&self, path: &Path) -> bool {
        self.paths.iter().any(|readable| path.starts_with(readable))
    }

    /// Whether the directory `path` holds a tool and not much else: not the whole system, nor a
    /// whole home directory.
    fn is_narrow(&self, path: &Path) -> bool {
        let names = path.components().filter(|part| matches!(part, Component::Normal(_))).count();
        let is_home = self.home.as_ref().is_some_and(|home| {
            let is_private = PRIVATE.iter().any(|name| home.join(name) == path);
            home.starts_with(path) || is_private
        });
        names >= 2 && !is_home
    }

    /// Where a program looks for tools: the directories of its own `executables`, and those in our
    /// own `path` that it may read.
    pub(super) fn path(&self, executables: &[&Path], path: &[PathBuf]) -> Vec<PathBuf> {
        let own = executables.iter().filter_map(|executable| executable.parent());
        let others = path.iter().map(PathBuf::as_path).filter(|directory| {
            real(directory).is_some_and(|directory| cfg!(windows) || self.has(&directory))
        });
        let mut directories = Vec::new();
        for directory in own.chain(others).map(Path::to_owned) {
            if !directories.contains(&directory) {
                directories.push(directory);
            }
        }
        directories
    }

    /// All of it.
    pub(super) fn into_paths(self) -> Vec<PathBuf> {
        self.paths
    }
}

/// The files that symbolic links in `directory` lead to, as many directories deep.
fn linked(directory: &Path, depth: usize) -> Vec<PathBuf> {
    let Some(deeper) = depth.checked_sub(1) else { return Vec::new() };
    let Ok(entries) = directory.read_dir() else { return Vec::new() };
    let mut files = Vec::new();
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_symlink() => files.extend(real(&entry.path())),
            Ok(kind) if kind.is_dir() => files.extend(linked(&entry.path(), deeper)),
            _ => {}
        }
    }
    files.retain(|file| file.is_file());
    files
}

/// `path` without symbolic links, where that leads to something.
fn real(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Readable;

    #[test]
    fn no_tool_opens_a_home_directory() {
        let readable = Readable::new(Some(Path::new("/home/ada")));
        for (path, is_narrow) in [
            ("/", false),
            ("/home", false),
            ("/home/ada", false),
            ("/home/ada/.local", false),
            ("/home/ada/.cargo", false),
            ("/etc", false),
            ("/home/ada/miniconda3", true),
            ("/home/ada/.pyenv/versions/3.12.4", true),
            ("/etc/php/8.2/cli", true),
        ] {
            assert_eq!(readable.is_narrow(Path::new(path)), is_narrow, "{path}");
        }
    }
}
